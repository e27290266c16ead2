"""Every row of a sheet gets its role, however the table is laid out."""

from __future__ import annotations

import pytest

from doudi.reading.tests import workbooks as w
from doudi.recognition.tests.desk import of_rows, on_desk

HEADER = ("序号", "镇街", "姓名", "身份证号码", "低保类别", "月保障金额")
ONE = (1, "新韶镇", "张三", w.number_of(1), "农村", 632)
TWO = (2, "新韶镇", "李四", w.number_of(2), "农村", 500)


def test_titles_above_and_notes_below_are_no_people() -> None:
    rows = [
        ("浈江区2026年10月低保在享名单",),
        ("填报单位：浈江区民政局", "", "", "", "", "单位：元"),
        HEADER,
        ONE,
        TWO,
        ("合计", "", "", "", "", 1132),
        (),
        ("备注：本表一式两份。",),
        ("单位负责人：", "", "审核人：赵六", "", "填表人：王五", "填表日期：2026年11月2日"),
    ]

    roles = of_rows(rows).roles

    assert roles == {"TITLE": 2, "HEADER": 1, "DATA": 2, "TOTAL": 1, "BLANK": 1, "NOTE": 2}
    assert sum(roles.values()) == len(rows)


def test_a_header_of_two_rows_is_joined() -> None:
    desk = of_rows(
        [
            ("姓名", "身份证号", "补贴金额", "", "残疾情况", ""),
            ("", "", "困难残疾人生活补贴", "重度残疾人护理补贴", "类别", "等级"),
            ("张三", w.number_of(1), 180, 240, "肢体", "一级"),
        ]
    )

    assert desk.roles == {"HEADER": 2, "DATA": 1}
    assert desk.columns["补贴金额／困难残疾人生活补贴"] == "living_fen"
    assert desk.columns["补贴金额／重度残疾人护理补贴"] == "nursing_fen"
    assert desk.columns["残疾情况／等级"] == "disability_level"


def test_a_header_merged_downwards_and_sideways_is_one_header() -> None:
    rows = [(), (), ("张三", w.number_of(1), 180, 240)]
    merges = [(0, 0, 1, 0, "姓名"), (0, 1, 1, 1, "身份证号"), (0, 2, 0, 3, "两项补贴")]
    plain = w.xlsx({"名单": [("", "", "", ""), ("", "", "生活补贴", "护理补贴"), *rows[2:]]}, merges=merges)

    desk = on_desk(plain)

    assert desk.roles == {"HEADER": 2, "DATA": 1}
    assert set(desk.columns.values()) == {"name", "id_number", "living_fen", "nursing_fen"}


def test_units_and_column_numbers_under_a_header_belong_to_it() -> None:
    units = ("", "", "", "(18位)", "(城/乡)", "(元/月)")
    numbers = (1, 2, 3, 4, 5, 6)

    assert of_rows([HEADER, units, numbers, ONE, TWO]).roles == {"HEADER": 3, "DATA": 2}


def test_a_header_repeated_at_page_breaks_is_not_read_as_people() -> None:
    page = [("浈江区低保名单（续）",), HEADER]

    roles = of_rows([HEADER, ONE, ("本页合计", "", "", "", "", 632), *page, TWO]).roles

    assert roles == {"HEADER": 2, "DATA": 2, "TOTAL": 1, "NOTE": 1}


def test_a_second_table_with_other_columns_is_read_by_its_own_header() -> None:
    other = ("姓名", "身份证号码", "低保类别", "月保障金额", "联系电话")

    desk = of_rows([HEADER, ONE, (), other, ("王五", w.number_of(3), "城市", 700, "13800000000")])
    rows = desk.cleaned().rows.to_pylist()

    assert [row["amount_fen"] for row in rows] == [63200, 70000]
    assert [row["area_kind"] for row in rows] == ["RURAL", "URBAN"]


def test_rows_with_only_a_running_number_are_blank() -> None:
    assert of_rows([HEADER, ONE, (2, "新韶镇"), (3,)]).roles == {"HEADER": 1, "DATA": 1, "BLANK": 2}


def test_somebody_without_a_number_is_a_person_all_the_same() -> None:
    desk = of_rows([HEADER, ONE, (2, "新韶镇", "李四", "", "农村", 500), (3, "", "王五", "无", "农村", 1)])

    assert desk.roles == {"HEADER": 1, "DATA": 3}
    assert desk.cleaned().counts == {"read": 3, "clean": 1, "repaired": 0, "rejected": 2}


def test_several_sheets_are_one_list_and_blank_sheets_do_no_harm() -> None:
    book = w.xlsx(
        {"新韶镇": [HEADER, ONE], "说明": [("本表由民政局填报",)], "东河街道": [HEADER, TWO], "空": []}
    )

    rows = on_desk(book).cleaned().rows.to_pylist()

    assert [(row["sheet"], row["sheet_row"], row["row"]) for row in rows] == [(0, 2, 0), (2, 2, 1)]


def test_blank_columns_and_spread_headings_are_understood() -> None:
    desk = of_rows(
        [("", "姓  名", "", "身份证\n号码*", "低保类别："), ("", "张三", "", w.number_of(1), "农村")]
    )

    assert desk.columns == {"姓 名": "name", "身份证 号码*": "id_number", "低保类别：": "area_kind"}


def test_a_merged_cell_speaks_for_all_its_rows() -> None:
    rows = [
        ("户编号", "户主姓名", "姓名", "身份证号", "与户主关系", "低保类别"),
        ("", "", "张三", w.number_of(1), "户主", "农村"),
        ("", "", "李四", w.number_of(2), "配偶", "农村"),
        ("H2", "王五", "王五", w.number_of(3), "户主", "农村"),
    ]
    book = w.xlsx({"低保": rows}, merges=[(1, 0, 2, 0, "H1"), (1, 1, 2, 1, "张三")])

    numbers = on_desk(book).cleaned().rows.column("household_number").to_pylist()

    assert numbers == ["H1", "H1", "H2"]


SUMS = [
    "犁市镇小计",
    "花坪镇 小计",
    "小  计",
    "本页合计：",
    "总计(人)",
    "合计3户5人",
    "累计",
    "犁市镇共2人",
    "第1页 小计",
]


@pytest.mark.parametrize("place", [0, 1, 2])
@pytest.mark.parametrize("text", SUMS)
def test_a_row_that_sums_up_is_nobody_whatever_cell_says_so(text: str, place: int) -> None:
    total = ["", "", "", "", "", "1132"]
    total[place] = text

    assert of_rows([HEADER, ONE, TWO, total]).roles == {"HEADER": 1, "DATA": 2, "TOTAL": 1}


@pytest.mark.parametrize("name", ["王小计", "合计", "总计生", "累计"])
def test_whoever_is_called_like_a_sum_and_has_a_number_is_a_person(name: str) -> None:
    person = (3, "新韶镇", name, w.number_of(3), "农村", 1)

    assert of_rows([HEADER, ONE, person]).roles == {"HEADER": 1, "DATA": 2}


def test_somebody_without_a_number_beside_a_word_for_sums_is_a_person() -> None:
    assert of_rows([HEADER, ONE, (3, "新韶镇", "王五", "", "农村", "与上月合计")]).roles["DATA"] == 2


def test_a_telephone_in_a_line_of_signatures_is_nobodys_number() -> None:
    signatures = ("制表人：申某", "", "审核人：石某", "联系电话：0635-0000000", "", "")

    assert of_rows([HEADER, ONE, TWO, signatures]).roles == {"HEADER": 1, "DATA": 2, "NOTE": 1}
