"""Forms as offices print them: ticks, a town over each part, cells merged over a family, an example row."""

from __future__ import annotations

import pytest

from doudi.reading.tests import workbooks as w
from doudi.recognition.tests.desk import Desk, guessed
from doudi.recognition.tests.lists import book

NUMBERS = [w.number_of(at + 1) for at in range(6)]
NAMES = ["孙文", "钱武", "周双", "吴全", "郑英", "冯杰"]


def read(rows: list[list[str]], source: str, merges: list[tuple[int, int, int, int]] | None = None) -> Desk:
    width = max(map(len, rows))
    whole = [[*row, *[""] * (width - len(row))] for row in rows]
    return guessed(
        book({"Sheet1": whole}, merges={"Sheet1": merges or []}), "表.xlsx", source, period="2026-10"
    )


def values(desk: Desk, column: str) -> list[object]:
    return list(desk.cleaned().rows.column(column).to_pylist())


@pytest.mark.parametrize("tick", ["√", "✓", "1", "是", "●"])
@pytest.mark.parametrize("blank", ["", "×", "否"])
def test_a_code_spread_over_columns_to_be_ticked_is_read(tick: str, blank: str) -> None:
    rows = [["姓名", "身份证号", "供养方式", "", "供养金额"], ["", "", "集中", "分散", ""]]
    rows += [
        [name, number, *([tick, blank] if at % 2 else [blank, tick]), "800"]
        for at, (name, number) in enumerate(zip(NAMES, NUMBERS, strict=True))
    ]

    desk = read(rows, "tekun")

    assert desk.sentences == ""
    assert values(desk, "support_mode") == ["DISPERSED", "CENTRAL"] * 3


@pytest.mark.parametrize("numbered", [True, False])
def test_the_town_over_each_part_of_a_list_is_its_peoples(*, numbered: bool) -> None:
    towns = ("一、新韶镇（3人）", "二、东河街道：") if numbered else ("新韶镇", "东河街道")
    rows = [["序号", "姓名", "身份证号", "救助类型", "救助金额", "发放日期", "经办人"]]
    for part, town in enumerate(towns):
        rows.append([town])
        rows += [
            [str(at + 1), NAMES[at], NUMBERS[at], "急难型", "800", "2026-10-11", "某某"]
            for at in range(part * 3, part * 3 + 3)
        ]

    desk = read(rows, "temporary_relief")

    assert values(desk, "division") == ["440204100"] * 3 + ["440204001"] * 3


def test_a_title_over_each_part_is_no_row_of_the_heading() -> None:
    head = ["序号", "姓名", "身份证号", "供养金额"]
    rows = [["特困供养金发放表"]]
    for part, title in enumerate(("一、集中供养人员", "二、分散供养人员")):
        rows += [[title], head]
        rows += [[str(at + 1), NAMES[at], NUMBERS[at], "900"] for at in range(part * 3, part * 3 + 3)]
        rows.append(["小计", "", "", "2700"])

    desk = read(rows, "tekun")

    assert values(desk, "support_mode") == ["CENTRAL"] * 3 + ["DISPERSED"] * 3
    assert desk.cleaned().counts["read"] == 6


def test_an_amount_a_head_merged_over_a_family_is_each_members() -> None:
    rows = [["户号", "姓名", "身份证号", "与户主关系", "城乡类别", "月人均补差"]]
    rows += [
        [
            f"H{at // 3}",
            NAMES[at],
            NUMBERS[at],
            "户主" if at % 3 == 0 else "子",
            "农村",
            "" if at % 3 else "310",
        ]
        for at in range(6)
    ]

    desk = read(rows, "dibao", [(2, 5, 4, 5), (5, 5, 7, 5)])

    assert values(desk, "amount_fen") == [31000] * 6


@pytest.mark.parametrize("word", ["示例", "（填写示例）", "样例1："])
def test_an_example_row_is_nobody(word: str) -> None:
    rows = [["序号", "姓名", "身份证号", "排查日期", "排查情况"]]
    rows += [[word, "张三", "440204199001011234", "2026-10-01", "房屋漏雨"]]
    rows += [[str(at + 1), NAMES[at], NUMBERS[at], "2026-10-08", "患病"] for at in range(3)]

    desk = read(rows, "survey")

    assert desk.roles == {"HEADER": 1, "DATA": 3, "NOTE": 1}


@pytest.mark.parametrize(
    ("said", "day"), [("10月11日", "2026-10-11"), ("9.28", "2026-09-28"), ("12-30", "2025-12-30")]
)
def test_a_day_without_its_year_is_of_the_lists(said: str, day: str) -> None:
    rows = [["浈江区2026年10月临时救助"], ["姓名", "身份证号", "救助类型", "救助金额", "发放日期"]]
    rows += [[NAMES[at], NUMBERS[at], "急难型", "800", said] for at in range(3)]

    desk = read(rows, "temporary_relief")

    assert [str(one) for one in values(desk, "paid_on")] == [day] * 3
    assert desk.cleaned().problems.column("code").to_pylist() == ["YEAR_OF_THE_LIST"] * 3


def test_kind_and_level_in_one_cell_are_both_read() -> None:
    rows = [["姓名", "身份证号", "残疾类别及等级", "护理补贴"]]
    rows += [[NAMES[at], NUMBERS[at], ("视力一级", "肢体残疾二级")[at % 2], "100"] for at in range(4)]

    desk = read(rows, "disability_subsidy")

    assert values(desk, "disability_kind") == [1, 4] * 2
    assert values(desk, "disability_level") == [1, 2] * 2


@pytest.mark.parametrize("count", ["月数", "次数", "是否享受", "起始时间"])
def test_what_stands_beside_an_amount_in_its_group_is_no_amount(count: str) -> None:
    rows = [
        ["姓名", "身份证号", "困难生活补贴", "", "重度护理补贴", ""],
        ["", "", count, "金额", count, "金额"],
    ]
    rows += [[NAMES[at], NUMBERS[at], "1", "83", "1", "99"] for at in range(4)]

    desk = read(rows, "disability_subsidy")

    assert values(desk, "living_fen") == [8300] * 4
    assert values(desk, "nursing_fen") == [9900] * 4
