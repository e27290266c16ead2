"""Every sheet of a workbook is a list, not a list, another month's – or a person is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest

from doudi.reading.tests import workbooks as w
from doudi.recognition.months import is_of, month_of
from doudi.recognition.sheets import LEAVE, TAKE, sheet_key
from doudi.recognition.tables import value_key
from doudi.recognition.tests.desk import Desk, guessed, headings
from doudi.recognition.tests.lists import book

HEAD = ["序号", "乡镇", "姓名", "身份证号码", "城乡类别", "月保障金额"]
Rows = Sequence[Sequence[str]]


def row(at: int, **changes: str) -> list[str]:
    cells = {"序号": str(at), "乡镇": "新韶镇", "姓名": "张三", "身份证号码": w.number_of(at),
             "城乡类别": "农村", "月保障金额": "632"}  # fmt: skip
    return list((cells | changes).values())


def desk_of(
    sheets: Mapping[str, Rows],
    source: str = "dibao",
    *,
    hidden: Sequence[str] = (),
    choices: Mapping[str, str] | None = None,
    name: str = "表.xlsx",
) -> Desk:
    return guessed(book(sheets, hidden=hidden), name, source, choices, period="2026-10")


def sheet_rows(desk: Desk) -> list[tuple[int, int]]:
    """Return sheet and row of everybody who was read."""
    rows = desk.cleaned().rows.to_pylist()
    return [(row["sheet"], row["sheet_row"]) for row in rows]


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("10月", (0, 10)),
        ("１０月份", (0, 10)),
        ("十月", (0, 10)),
        ("十二月", (0, 12)),
        ("2026年3月", (2026, 3)),
        ("2026.03", (2026, 3)),
        ("202603", (2026, 3)),
        ("2026-3月低保", (2026, 3)),
        ("1-10月", None),
        ("1月至10月", None),
        ("3月、4月", None),
        ("新韶镇", None),
        ("2026年", None),
    ],
)
def test_the_month_of_a_sheet_is_read_from_its_name(text: str, month: tuple[int, int] | None) -> None:
    assert month_of([text]) == month


def test_a_month_of_another_year_is_another_month() -> None:
    assert is_of((0, 10), "2026-10")
    assert is_of((2026, 10), "2026-10")
    assert not is_of((2025, 10), "2026-10")


def test_a_list_of_two_years_of_one_month_counts_once() -> None:
    desk = desk_of(
        {"2025年10月": [HEAD, row(1)], "2026年10月": [HEAD, row(1), row(2)], "2026年9月": [HEAD, row(2)]}
    )

    assert desk.sentences == ""
    assert sheet_rows(desk) == [(1, 2), (1, 3)]


def test_the_same_month_of_two_years_is_told_apart() -> None:
    desk = desk_of({"2025年10月": [HEAD, row(1)], "2026年10月": [HEAD, row(1), row(2)]})

    assert sheet_rows(desk) == [(1, 2), (1, 3)]


def test_the_months_of_titles_count_where_sheets_are_only_numbered() -> None:
    sheets = {
        f"Sheet{month}": [[f"2026年{month}月农村低保花名册"], HEAD, row(1), row(month)]
        for month in (8, 9, 10)
    }

    assert sheet_rows(desk_of(sheets)) == [(2, 3), (2, 4)]


def test_a_sheet_without_a_month_beside_months_is_asked_about() -> None:
    desk = desk_of({"9月": [HEAD, row(1)], "10月": [HEAD, row(1)], "补充": [HEAD, row(2)]})

    assert "工作表“补充”没有写是哪个月" in desk.sentences
    assert "工作表“9月”写的是9月" in desk.sentences


def test_events_of_each_month_are_asked_about() -> None:
    head = ["姓名", "身份证号", "死亡日期"]
    sheets = {f"{month}月": [head, ["张三", w.number_of(month), f"2026-0{month}-03"]] for month in (8, 9)}

    desk = desk_of(sheets | {"10月": [head, ["李四", w.number_of(10), "2026-10-03"]]}, "cremation")

    assert "工作表“8月”写的是8月，这一批是 2026-10" in desk.sentences
    assert "工作表“10月”" not in desk.sentences


def test_a_persons_word_decides_which_sheets_are_read() -> None:
    sheets = {"8月": [HEAD, row(1)], "9月": [HEAD, row(2)]}

    desk = desk_of(sheets, choices={sheet_key(0): LEAVE, sheet_key(1): TAKE})

    assert desk.sentences == ""
    assert sheet_rows(desk) == [(1, 2)]
    assert desk.all_roles["NOT_TAKEN"] == 2


def test_a_hidden_list_is_left_when_a_person_says_so() -> None:
    sheets = {"在册": [HEAD, row(1)], "旧": [HEAD, row(2)]}

    assert desk_of(sheets, hidden=["旧"]).guess.doubts[0].code == "ASK_SHEET"
    assert sheet_rows(desk_of(sheets, hidden=["旧"], choices={sheet_key(1): LEAVE})) == [(0, 2)]


@pytest.mark.parametrize("name", ["退出人员", "10月停发", "核减名单", "注销"])
def test_a_sheet_of_people_who_left_is_asked_about(name: str) -> None:
    desk = desk_of({"在享": [HEAD, row(1)], name: [HEAD, row(2)]})

    assert f"工作表“{name}”名称里有" in desk.sentences


def test_another_sources_list_in_the_workbook_is_asked_about() -> None:
    other = ["姓名", "身份证号", "供养方式", "生活自理能力", "基本生活费"]
    sheets = {"低保": [HEAD, row(1)], "特困": [other, ["王五", w.number_of(3), "分散供养", "全护理", "900"]]}

    desk = desk_of(sheets)

    assert "工作表“特困”像是“特困人员在享名单”" in desk.sentences


def test_a_sheet_with_names_and_no_numbers_is_asked_about() -> None:
    desk = desk_of(
        {"名单": [HEAD, row(1)], "联络": [["乡镇", "姓名", "联系电话"], ["新韶镇", "赵六", "0751-8000000"]]}
    )

    assert "工作表“联络”有姓名，没有身份证号" in desk.sentences


def test_a_summary_below_the_list_is_told_and_not_read() -> None:
    summary = [["乡镇", "户数", "人数", "金额"], ["新韶镇", "1", "2", "1264"], ["合计", "1", "2", "1264"]]

    desk = desk_of({"低保": [HEAD, row(1), row(2), [], *summary]})

    assert sheet_rows(desk) == [(0, 2), (0, 3)]
    assert "工作表“低保”第 5 行起的表里没有人，没有读入。" in desk.guess.notices
    assert desk.all_roles["NOT_TAKEN"] == 3


def test_a_workbook_without_any_list_is_refused_in_a_sentence() -> None:
    desk = desk_of({"汇总": [["乡镇", "户数", "人数"], ["新韶镇", "3", "6"]]})

    assert [doubt.code for doubt in desk.guess.doubts] == ["NO_LIST"]
    assert "文件里没有名单：工作表“汇总”是汇总表" in desk.sentences


SUBSIDY = ["姓名", "身份证号", "残疾类别", "残疾等级", "补贴标准（元/月）"]
DISABLED = ["张三", w.number_of(1), "肢体", "二级", "176"]


def amounts(desk: Desk) -> list[tuple[int | None, int | None]]:
    rows = desk.cleaned().rows.to_pylist()
    return [(row["living_fen"], row["nursing_fen"]) for row in rows]


@pytest.mark.parametrize(
    ("sheets", "name"),
    [
        ({"生活补贴": [SUBSIDY, DISABLED], "护理补贴": [SUBSIDY, DISABLED]}, "两项补贴.xlsx"),
        (
            {
                "表一": [["困难残疾人生活补贴发放表"], SUBSIDY, DISABLED],
                "表二": [["重度残疾人护理补贴发放表"], SUBSIDY, DISABLED],
            },
            "两项补贴.xlsx",
        ),
        (
            {
                "两项补贴": [
                    ["困难残疾人生活补贴发放表"],
                    SUBSIDY,
                    DISABLED,
                    ["重度残疾人护理补贴发放表"],
                    SUBSIDY,
                    DISABLED,
                ]
            },
            "两项补贴.xlsx",
        ),
    ],
)
def test_two_kinds_are_told_apart_by_sheet_name_or_title(sheets: Mapping[str, Rows], name: str) -> None:
    desk = desk_of(sheets, "disability_subsidy", name=name)

    assert desk.sentences == ""
    assert amounts(desk) == [(17600, None), (None, 17600)]


def test_a_kind_that_nothing_says_is_asked_and_a_person_answers() -> None:
    column = headings().catalogue.source("disability_subsidy").column("subsidy_kind")
    sheets = {"Sheet1": [SUBSIDY, DISABLED]}

    desk = desk_of(sheets, "disability_subsidy")
    answered = desk_of(sheets, "disability_subsidy", choices={value_key(0, column): "NURSING"})

    assert [doubt.code for doubt in desk.guess.doubts] == ["KIND_UNSAID"]
    assert desk.guess.tables[0].unsaid == "subsidy_kind"
    assert amounts(answered) == [(None, 17600)]


def test_tables_of_other_wordings_have_choices_of_their_own() -> None:
    sheets = {
        "甲": [["姓名", "身份证号", "城乡类别", "补助"], ["张三", w.number_of(1), "农村", "100"]],
        "乙": [["名字", "身份证", "城乡", "补助"], ["李四", w.number_of(2), "城市", "200"]],
    }
    first, second = (table.group for table in desk_of(sheets).guess.tables)

    desk = desk_of(sheets, choices={f"{first}:补助": "amount_fen", f"{second}:补助": ""})

    assert desk.cleaned().rows.column("amount_fen").to_pylist() == [10000, None]
