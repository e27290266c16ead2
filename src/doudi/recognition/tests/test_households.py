"""Who lives together is told by what a list shows; a running number is nobody's household number."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from doudi.reading.tests import workbooks as w
from doudi.recognition.tests.desk import guessed, of_text
from doudi.recognition.tests.lists import book
from doudi.recognition.tests.test_meanings import NAMES, NUMBERS, OTHERS

Rows = Sequence[Sequence[str]]
PEOPLE = ["张一", "张二", "李三", "李四", "王五", "王六"]


def person(at: int) -> tuple[str, str]:
    return PEOPLE[at], w.number_of(at + 1)


def families(heading: str, numbers: Sequence[str], people: Sequence[int]) -> list[list[str]]:
    """Return a list of couples with a column that counts or names families."""
    head = [heading, "姓名", "身份证号", "与户主关系", "城乡类别"]
    rows = [
        [number, *person(at), "配偶" if at % 2 else "户主", "农村"]
        for number, at in zip(numbers, people, strict=True)
    ]
    return [head, *rows]


def households(rows: Rows) -> list[str | None]:
    cleaned = guessed(book({"新韶镇": rows}), "低保.xlsx", "dibao").cleaned()
    return list(cleaned.rows.column("household_number").to_pylist())


def together(numbers: Sequence[str | None]) -> list[list[int]]:
    """Return which rows share a household."""
    known = [number for number in dict.fromkeys(numbers) if number]
    return [[at for at, number in enumerate(numbers) if number == one] for one in known]


COUPLES = [[0, 1], [2, 3], [4, 5]]


@pytest.mark.parametrize("heading", ["户序号", "户号", "户编号", "家庭编号"])
def test_a_running_number_groups_families_and_names_none(heading: str) -> None:
    october = households(families(heading, list("112233"), range(6)))
    november = households(families(heading, list("1122"), range(2, 6)))

    assert together(october) == COUPLES
    assert november == october[2:]


@pytest.mark.parametrize("heading", ["户序号", "户序", "户次", "户顺序号", "家庭序号"])
def test_a_running_number_tells_families_apart_where_nothing_else_does(heading: str) -> None:
    rows = families(heading, list("112233"), range(6))

    assert together(households([[*row[:3], row[4]] for row in rows])) == COUPLES


def test_a_running_number_written_once_a_family_groups_the_rows_below() -> None:
    rows = families("户序号", ["1", "", "2", "", "3", ""], range(6))

    assert together(households(rows)) == COUPLES


def test_a_running_number_begun_anew_in_each_sheet_joins_no_two_sheets() -> None:
    sheets = {
        "新韶镇": families("户序号", list("11"), [0, 1]),
        "东河街道": families("户序号", list("1122"), [2, 3, 4, 5]),
    }

    cleaned = guessed(book(sheets), "低保.xlsx", "dibao").cleaned()

    assert together(cleaned.rows.column("household_number").to_pylist()) == COUPLES


def test_a_number_that_is_a_households_is_kept_as_it_stands() -> None:
    rows = families("户编号", ["4402040017", "4402040017", "H-9", "H-9", "7", "7"], range(6))

    assert households(rows) == ["4402040017", "4402040017", "H-9", "H-9", "7", "7"]


def test_a_spouse_left_alone_is_no_part_of_the_family_above() -> None:
    head = ["户主姓名", "姓名", "身份证号", "与户主关系", "城乡类别"]
    rows = [["张一", *person(0), "户主", "农村"], ["李三", *person(2), "配偶", "农村"]]

    assert together(households([head, *rows])) == [[0], [1]]


def test_families_of_a_list_sorted_by_name_are_joined_by_their_heads_name() -> None:
    head = ["户主姓名", "姓名", "身份证号", "与户主关系", "城乡类别"]
    rows = [
        ["张一", *person(1), "配偶", "农村"],
        ["李三", *person(2), "户主", "农村"],
        ["张一", *person(0), "户主", "农村"],
        ["李三", *person(3), "配偶", "农村"],
    ]

    assert together(households([head, *rows])) == [[0, 2], [1, 3]]


def test_members_of_a_head_whose_number_is_wrong_stay_together() -> None:
    rows = families("序号", list("1234"), range(4))
    rows[1][2] = rows[1][2][:-1] + ("1" if rows[1][2][-1] != "1" else "2")
    rows.insert(3, ["", *person(4), "子", "农村"])

    found = households(rows)

    assert together(found) == [[0, 1, 2], [3, 4]]


def test_a_family_in_one_row_becomes_its_people() -> None:
    members = ["成员1姓名", "成员1身份证号", "与户主关系", "成员2姓名", "成员2身份证号", "与户主关系"]
    head = ["户主姓名", "户主身份证号", *members, "月保障金额", "城乡类别"]
    rows = [
        [*person(0), *person(1), "配偶", "", "", "", "900", "农村"],
        [*person(2), *person(3), "妻", *person(4), "子", "1200", "农村"],
    ]

    desk = of_text([head, *rows], "低保.csv", "dibao")
    cleaned = desk.cleaned()
    found = cleaned.rows

    assert desk.sentences == ""
    assert cleaned.sidecar.column("name").to_pylist() == PEOPLE[:5]
    assert cleaned.sidecar.column("number").to_pylist() == [w.number_of(at + 1) for at in range(5)]
    assert found.column("relation").to_pylist() == ["HEAD", "SPOUSE", "HEAD", "SPOUSE", "SON"]
    assert together(found.column("household_number").to_pylist()) == [[0, 1], [2, 3, 4]]
    assert found.column("household_amount_fen").to_pylist() == [90000, 90000, 120000, 120000, 120000]
    assert found.column("amount_fen").to_pylist() == [None] * 5
    assert found.column("sheet_row").to_pylist() == [2, 2, 3, 3, 3]


def test_what_stands_once_beside_one_member_is_the_familys() -> None:
    members = ["家庭成员1姓名", "家庭成员1身份证号", "与户主关系"]
    head = ["户主姓名", "户主身份证号", *members, "城乡类别", "开始享受日期", "户月保障金额"]
    rows = [
        [*person(0), *person(1), "配偶", "农村", "2021-09-26", "900"],
        [*person(2), "", "", "", "城市", "2021-11-02", "600"],
    ]

    found = of_text([head, *rows], "低保.csv", "dibao").cleaned().rows

    assert found.column("relation").to_pylist() == ["HEAD", "SPOUSE", "HEAD"]
    assert found.column("area_kind").to_pylist() == ["RURAL", "RURAL", "URBAN"]
    assert [str(day) for day in found.column("started_on").to_pylist()] == ["2021-09-26"] * 2 + ["2021-11-02"]


def test_what_a_row_says_of_the_head_is_said_of_nobody_else_of_the_family() -> None:
    members = ["成员1姓名", "成员1身份证号", "与户主关系", "成员2姓名", "成员2身份证号", "与户主关系"]
    head = ["户主姓名", "户主身份证号", "劳动能力", "残疾类别", *members, "月保障金额", "城乡类别", "备注"]
    row = [*person(0), "无劳动能力", "肢体", *person(1), "妻", *person(2), "子", "1200", "农村", "已故"]

    found = of_text([head, row], "低保.csv", "dibao").cleaned().rows

    assert found.column("labour").to_pylist() == ["NONE", None, None]
    assert found.column("disability_kind").to_pylist() == [4, None, None]
    assert found.column("remark").to_pylist() == ["DEATH", None, None]
    assert found.column("area_kind").to_pylist() == ["RURAL"] * 3


@pytest.mark.parametrize("member", ["成员{}", "家庭成员{}", "共同生活家庭成员{}", "子女{}"])
def test_members_under_a_head_of_two_rows_become_people(member: str) -> None:
    groups = ["户主", "", member.format("一"), "", "", "户月保障金额", "城乡类别"]
    head = ["姓名", "身份证号", "姓名", "身份证号", "与户主关系", "", ""]
    rows = [[*person(0), *person(1), "配偶", "900", "农村"], [*person(2), *person(3), "配偶", "900", "农村"]]

    desk = of_text([groups, head, *rows], "低保.csv", "dibao")

    assert desk.sentences == ""
    assert desk.cleaned().sidecar.column("name").to_pylist() == PEOPLE[:4]


def test_another_persons_number_nobody_knows_is_asked_about() -> None:
    head = ["姓名", "身份证号", "城乡类别", "兄长", "兄长号码"]
    rows = [[*person(0), "农村", *person(1)], [*person(2), "农村", *person(3)]]

    desk = of_text([head, *rows], "低保.csv", "dibao")

    assert [doubt.code for doubt in desk.guess.doubts] == ["SEVERAL_PEOPLE"]
    assert "一行里不止一个人" in desk.sentences


@pytest.mark.parametrize(
    ("name", "number", "relation", "amounts"),
    [
        ("户主姓名", "户主身份证号", "HEAD", [90_000, 60_000]),
        ("姓名", "身份证号", None, [None, None]),
        ("户主姓名", "身份证号", None, [None, None]),
    ],
)
def test_a_row_that_names_the_head_alone_says_who_is_head(
    name: str, number: str, relation: str | None, amounts: list[int | None]
) -> None:
    rows = [
        [name, number, "城乡类别", "户月保障金额"],
        [*person(0), "农村", "900"],
        [*person(2), "农村", "600"],
    ]

    found = of_text(rows, "低保.csv", "dibao").cleaned().rows

    told = found.column("relation").to_pylist() if "relation" in found.column_names else [None, None]
    assert told == [relation, relation]
    assert found.column("amount_fen").to_pylist() == amounts


def test_a_heads_number_is_never_given_to_a_member() -> None:
    head = ["户主姓名", "户主身份证号", "姓名", "城乡类别"]
    rows = [[*person(0), "张二", "农村"], [*person(2), "李四", "农村"]]

    desk = of_text([head, *rows], "低保.csv", "dibao")

    assert [doubt.code for doubt in desk.guess.doubts] == ["MISSING_COLUMN"]


def test_a_bare_number_is_of_whoever_is_named_before_it() -> None:
    head = ["户主姓名", "身份证号", "姓名", "身份证号", "与户主关系", "城乡类别"]
    rows = [[*person(0), *person(0), "户主", "农村"], [*person(0), *person(1), "配偶", "农村"]]

    desk = of_text([head, *rows], "低保.csv", "dibao")
    cleaned = desk.cleaned()

    assert desk.sentences == ""
    assert cleaned.sidecar.column("number").to_pylist() == [w.number_of(1), w.number_of(2)]
    assert together(cleaned.rows.column("household_number").to_pylist()) == [[0, 1]]


def test_members_with_only_their_heads_name_are_asked_about() -> None:
    head = ["户主姓名", "身份证号", "与户主关系", "城乡类别"]
    rows = [["张一", w.number_of(1), "户主", "农村"], ["张一", w.number_of(2), "配偶", "农村"]]

    assert "没有成员自己的姓名列" in of_text([head, *rows], "低保.csv", "dibao").sentences


@pytest.mark.parametrize(
    "heads", [("家庭成员{}", "身份证号", "关系"), ("成员{}姓名", "公民身份号码", "与户主关系")]
)
def test_members_whose_numbers_are_called_alike_become_people(heads: Sequence[str]) -> None:
    members = [heading.format(which) for which in (1, 2) for heading in heads]
    rows = [[*person(0), *person(1), "配偶", *person(2), "子", "900", "农村"]]

    desk = of_text(
        [["户主姓名", "户主身份证号", *members, "月保障金额", "城乡类别"], *rows], "低保.csv", "dibao"
    )

    assert desk.sentences == ""
    assert desk.cleaned().sidecar.column("number").to_pylist() == [w.number_of(at + 1) for at in range(3)]


def test_the_households_amount_is_that_of_its_only_line() -> None:
    head = ["户编号", "姓名", "身份证号", "城乡类别", "户月保障金额"]
    rows = [
        ["H10", *person(0), "农村", "433"],
        ["H2", *person(1), "农村", "866"],
        ["H2", *person(2), "农村", "866"],
    ]

    found = of_text([head, *rows, ["", *person(3), "农村", "500"]], "低保.csv", "dibao").cleaned().rows

    assert found.column("amount_fen").to_pylist() == [43300, None, None, None]


def test_a_persons_own_amount_goes_before_the_households() -> None:
    head = ["户编号", "姓名", "身份证号", "城乡类别", "户月保障金额", "月保障金额"]
    rows = [["H10", *person(0), "农村", "433", ""], ["H2", *person(1), "农村", "866", "800"]]

    found = of_text([head, *rows], "低保.csv", "dibao").cleaned().rows

    assert found.column("amount_fen").to_pylist() == [None, 80000]


def test_two_heads_of_one_name_below_each_other_are_two_families() -> None:
    head = ["户主姓名", "姓名", "身份证号", "城乡类别"]
    rows = [["张一", "张一", w.number_of(1), "农村"], ["张一", "张一", w.number_of(2), "农村"]]

    assert together(households([head, *rows])) == [[0], [1]]


@pytest.mark.parametrize("between", ["、", "\n", ";", " "])
def test_several_people_in_one_cell_are_asked_about(between: str) -> None:
    pair = [between.join(("张一", "张二")), between.join((w.number_of(1), w.number_of(2)))]

    desk = of_text(
        [["姓名", "身份证号", "城乡类别"], [*pair, "农村"], [*person(2), "农村"]], "低保.csv", "dibao"
    )

    assert [doubt.code for doubt in desk.guess.doubts] == ["SEVERAL_PEOPLE"]
    assert "一格里有几个人的号码" in desk.sentences


def test_homes_on_one_sheet_and_members_on_another_are_one_list() -> None:
    homes = [["镇", "户主", "户主证件号码", "家庭人口数", "监测类别", "纳入时间"]]
    homes += [
        ["新韶镇", NAMES[at], NUMBERS[at], "2", kind, "2023.11.19"]
        for at, kind in enumerate(["脱贫不稳定", "边缘易致贫"])
    ]
    members = [["所属户主", "所属户主证件号码", "成员姓名", "成员证件号码", "关系", "健康状况"]]
    members += [[NAMES[at], NUMBERS[at], NAMES[at + 4], OTHERS[at], "配偶", "健康"] for at in range(2)]

    desk = guessed(
        book({"户表": homes, "成员表": members}), "监测对象台账.xls", "poverty_register", period="2026-10"
    )
    cleaned = desk.cleaned()

    assert desk.sentences == ""
    assert any("合在一起" in notice for notice in desk.guess.notices)
    assert cleaned.sidecar.column("number").to_pylist() == [*NUMBERS[:2], *OTHERS[:2]]
    rows = cleaned.rows.select(["monitor_class", "relation", "household_number", "family_size"]).to_pylist()
    assert [row["monitor_class"] for row in rows] == ["UNSTABLE", "MARGINAL"] * 2
    assert [row["relation"] for row in rows] == ["HEAD", "HEAD", "SPOUSE", "SPOUSE"]
    assert [row["household_number"] for row in rows[:2]] == [row["household_number"] for row in rows[2:]]
    assert len({row["household_number"] for row in rows}) == 2
