"""A column is what its heading, its content and its neighbours say together – or it is left and listed."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from pathlib import Path

import pytest

from doudi import recognition
from doudi.reading.tests import workbooks as w
from doudi.recognition.guess import unread_columns
from doudi.recognition.pairing import best_pairing
from doudi.recognition.tests.desk import Desk, guessed, of_text
from doudi.recognition.tests.lists import book

Rows = Sequence[Sequence[str]]
PEOPLE = [("张三", w.number_of(1)), ("李四", w.number_of(2)), ("王五", w.number_of(3))]


def desk_of(source: str, columns: dict[str, Sequence[str]], sheet: str = "名单") -> Desk:
    """Return a list of three people with some columns beside name and number."""
    rows = [
        [*person, *cells] for person, cells in zip(PEOPLE, zip(*columns.values(), strict=True), strict=True)
    ]
    return guessed(
        book({sheet: [["姓名", "身份证号", *columns], *rows]}), "表.xlsx", source, period="2026-10"
    )


def values(desk: Desk, column: str) -> list[object]:
    return list(desk.cleaned().rows.column(column).to_pylist())


KINDS = ("老年人", "残疾人", "未成年人")


@pytest.mark.parametrize("heading", ["特困类别", "特困类型", "供养类别", "对象类别", "人员类别"])
def test_a_category_of_person_is_no_support_mode(heading: str) -> None:
    desk = desk_of("tekun", {heading: KINDS, "自理能力": ("全自理", "半护理", "全护理")}, "集中供养")

    assert desk.columns[heading] != "support_mode"
    assert values(desk, "support_mode") == ["CENTRAL"] * 3


@pytest.mark.parametrize("heading", ["特困类别", "供养类别", "供养方式", "类别"])
def test_support_modes_are_read_under_any_of_their_headings(heading: str) -> None:
    desk = desk_of("tekun", {heading: ("分散供养", "集中供养", "分散供养")})

    assert values(desk, "support_mode") == ["DISPERSED", "CENTRAL", "DISPERSED"]


def test_category_and_mode_beside_each_other_are_kept_apart() -> None:
    desk = desk_of("tekun", {"特困类别": KINDS, "供养方式": ("分散", "集中", "分散")})

    assert values(desk, "support_mode") == ["DISPERSED", "CENTRAL", "DISPERSED"]
    assert desk.columns["特困类别"] == "person_category"
    assert desk.sentences == ""


@pytest.mark.parametrize("heading", ["对象类别", "人员类别", "救助类别", "类别"])
def test_a_category_of_person_beside_the_hukou_is_no_area(heading: str) -> None:
    desk = desk_of("dibao", {heading: KINDS, "户口性质": ("农村", "农业户口", "城镇")})

    assert values(desk, "area_kind") == ["RURAL", "RURAL", "URBAN"]


@pytest.mark.parametrize("heading", ["对象类别", "保障类别", "类别", "低保类别"])
def test_an_area_is_read_under_any_of_its_headings(heading: str) -> None:
    desk = desk_of("dibao", {heading: ("农村", "城市", "农村")})

    assert values(desk, "area_kind") == ["RURAL", "URBAN", "RURAL"]


def test_the_area_goes_before_the_hukou() -> None:
    desk = desk_of("dibao", {"户口性质": ("农业", "农业", "农业"), "城乡类别": ("城市", "城市", "农村")})

    assert values(desk, "area_kind") == ["URBAN", "URBAN", "RURAL"]


def test_a_column_nobody_can_read_is_left_and_listed() -> None:
    desk = desk_of("dibao", {"城乡类别": ("农村",) * 3, "类别": ("甲", "乙", "丙"), "入户情况": ("好",) * 3})

    listed = {one["heading"]: one["reason"] for one in unread_columns(desk.guess)}

    assert desk.columns["类别"] == ""
    assert "内容不像" in listed["类别"]
    assert listed["入户情况"] == "不认识，不取用"


def test_whether_a_heading_is_known_does_not_hang_on_a_sentence() -> None:
    desk = desk_of("dibao", {"城乡类别": ("农村",) * 3, "序号": ("1", "2", "3"), "入户情况": ("好",) * 3})

    unknown = {
        guess.heading for table in desk.guess.tables for guess in table.columns if guess.left_as == "UNKNOWN"
    }

    assert unknown == {"入户情况"}
    sources = Path(recognition.__file__).parent.glob("*.py")
    hanging = re.compile(r"\.(reason|sentence)\.(startswith|endswith)|doubts\[-1\]\[1\]")
    assert [path.name for path in sources if hanging.search(path.read_text(encoding="utf-8"))] == []


def test_two_amounts_of_one_meaning_are_asked_about() -> None:
    desk = desk_of(
        "dibao", {"城乡类别": ("农村",) * 3, "低保金": ("600", "610", "620"), "补助金额": ("1", "2", "3")}
    )

    assert [doubt.code for doubt in desk.guess.doubts] == ["DOUBLED_COLUMN"]
    assert desk.columns["低保金"] == desk.columns["补助金额"] == "amount_fen"


def test_the_households_amount_and_the_persons_are_kept_apart() -> None:
    desk = desk_of(
        "dibao", {"城乡类别": ("农村",) * 3, "户月保障金额": ("1200",) * 3, "月保障金额": ("600",) * 3}
    )

    assert values(desk, "household_amount_fen") == [120000] * 3
    assert values(desk, "amount_fen") == [60000] * 3


def test_first_and_latest_issue_are_kept_apart() -> None:
    days = {"首次办证日期": ("2012-05-05",) * 3, "发证日期": ("2026-10-15",) * 3}
    desk = desk_of("disability_certificate", {"残疾类别": ("肢体",) * 3, "残疾等级": ("二级",) * 3, **days})

    assert [str(day) for day in values(desk, "first_issued_on")] == ["2012-05-05"] * 3
    assert [str(day) for day in values(desk, "issued_on")] == ["2026-10-15"] * 3


TOWNS = ("新韶镇", "东河街道", "东河街道")
VILLAGES = ("陈江村", "五里亭社区", "五里亭社区")
ONLY_TOWN, ONLY_STREET = ("新韶镇", "", ""), ("", "东河街道", "东河街道")
SPLITS: list[dict[str, Sequence[str]]] = [
    {"镇": ONLY_TOWN, "街道": ONLY_STREET, "村": ("陈江村", "", ""), "社区": ("", *VILLAGES[1:])},
    {"乡": TOWNS, "村": VILLAGES, "组": ("1", "2", "3")},
    {"所在镇街": TOWNS, "村（居、社区）": VILLAGES},
    {"乡镇": ONLY_TOWN, "街道办": ONLY_STREET, "村居": VILLAGES},
]


@pytest.mark.parametrize("split", SPLITS)
def test_towns_and_villages_are_read_however_they_are_split(split: dict[str, Sequence[str]]) -> None:
    desk = desk_of("dibao", {"城乡类别": ("农村",) * 3, **split})

    assert desk.sentences == ""
    assert values(desk, "division") == ["440204100201", "440204001003", "440204001003"]


@pytest.mark.parametrize("other", ["监护人", "代领人", "联系人", "抚养人", "经办人"])
def test_a_bare_number_behind_somebody_else_is_not_the_persons(other: str) -> None:
    rows = [
        ["张三", w.number_of(1), "赵六", w.number_of(9), "农村"],
        ["李四", w.number_of(2), "赵七", w.number_of(8), "农村"],
    ]
    head = ["姓名", "身份证号", other, "身份证号", "城乡类别"]

    desk = guessed(book({"名单": [head, *rows]}), "表.xlsx", "dibao")

    assert desk.sentences == ""
    assert desk.cleaned().sidecar.column("number").to_pylist() == [w.number_of(1), w.number_of(2)]


@pytest.mark.parametrize("other", ["监护人", "联系人", "代领人"])
def test_somebody_elses_group_under_a_head_of_two_rows_is_not_the_persons(other: str) -> None:
    head = [["儿童", "", "", other, "", ""], ["姓名", "身份证号", "儿童类别", "姓名", "身份证号", "联系电话"]]
    rows = [["张小", w.number_of(1, "20150101"), "孤儿", "张大", w.number_of(9), "13800138000"]]

    desk = guessed(book({"名单": [*head, *rows]}), "表.xlsx", "orphan")

    assert desk.sentences == ""
    assert desk.cleaned().sidecar.column("name").to_pylist() == ["张小"]
    assert desk.cleaned().sidecar.column("number").to_pylist() == [w.number_of(1, "20150101")]


def test_a_column_that_could_be_two_things_makes_room() -> None:
    scores = [{"issued": 1.0, "first": 0.95}, {"issued": 0.9}, {}, {"status": 0.5}]

    assert best_pairing(scores) == ["first", "issued", "", "status"]


def test_of_two_columns_for_one_thing_the_better_is_taken() -> None:
    assert best_pairing([{"name": 0.9}, {"name": 1.0}]) == ["", "name"]


CARRIED = ["序号", "乡镇", "村", "户编号", "姓名", "身份证号", "与户主关系", "城乡类别", "银行账号"]


def unmerged(*lines: tuple[str, str, str, str, str]) -> Desk:
    """Return a list whose place and household stand where they are given only."""
    rows = [
        ["", town, village, household, f"张{at}", w.number_of(at + 1), relation, "农村", account]
        for at, (town, village, household, relation, account) in enumerate(lines)
    ]
    return guessed(book({"低保": [CARRIED, *rows]}), "低保.xlsx", "dibao")


ACCOUNT = "6217001234000011"


def test_cells_lost_in_an_export_are_filled_from_above_and_told() -> None:
    desk = unmerged(
        ("新韶镇", "陈江村", "H1", "户主", ACCOUNT),
        ("", "", "", "配偶", ""),
        ("", "", "H2", "户主", ""),
        ("", "", "", "子", ""),
    )
    cleaned = desk.cleaned()

    assert cleaned.rows.column("household_number").to_pylist() == ["H1", "H1", "H2", "H2"]
    assert cleaned.rows.column("division").to_pylist() == ["440204100201"] * 4
    assert [high is not None for high in cleaned.rows.column("account_high").to_pylist()] == [
        True,
        True,
        False,
        False,
    ]
    told = cleaned.problems.filter(
        [code == "FILLED_FROM_ABOVE" for code in cleaned.problems["code"].to_pylist()]
    )
    assert sorted(zip(told["sheet_row"].to_pylist(), told["column"].to_pylist(), strict=True)) == [
        (3, "乡镇"), (3, "户编号"), (3, "村"), (3, "银行账号"), (4, "乡镇"), (4, "村"),
        (5, "乡镇"), (5, "户编号"), (5, "村"),
    ]  # fmt: skip


def test_one_blank_in_a_full_column_is_a_blank_and_not_filled() -> None:
    desk = unmerged(
        ("新韶镇", "陈江村", "H1", "户主", ACCOUNT),
        ("新韶镇", "陈江村", "H1", "配偶", ACCOUNT),
        ("", "", "H2", "户主", ""),
        ("新韶镇", "东联村", "H2", "子", ""),
    )
    cleaned = desk.cleaned()

    assert cleaned.rows.column("division").to_pylist()[2] in {"", None}
    assert "FILLED_FROM_ABOVE" not in cleaned.problem_counts


def test_a_merged_cell_speaks_for_its_own_rows_only() -> None:
    rows = [["H1", "张一", w.number_of(1), "户主", "农村"], ["", "张二", w.number_of(2), "配偶", "农村"],
            ["", "李三", w.number_of(3), "户主", "农村"]]  # fmt: skip
    head = ["户编号", "姓名", "身份证号", "与户主关系", "城乡类别"]

    desk = guessed(book({"低保": [[], head, *rows]}, merges={"低保": [(3, 0, 4, 0)]}), "低保.xlsx", "dibao")
    numbers = desk.cleaned().rows.column("household_number").to_pylist()

    assert numbers[:2] == ["H1", "H1"]
    assert numbers[2] not in {"H1", None}


@pytest.mark.parametrize(
    ("first", "latest"),
    [("初次发证时间", "换证时间"), ("第一次办证日期", "最近发证时间"), ("首次评残时间", "发证年月日")],
)
def test_headings_that_mean_the_same_are_read_alike(first: str, latest: str) -> None:
    days = {first: ("2012-05-05",) * 3, latest: ("2026-10-15",) * 3}
    desk = desk_of("disability_certificate", {"残疾类别": ("肢体",) * 3, "残疾等级": ("二级",) * 3, **days})

    assert (desk.columns[first], desk.columns[latest]) == ("first_issued_on", "issued_on")


@pytest.mark.parametrize("heading", ["本人月保障金", "本人的月补助金额"])
def test_an_amount_of_ones_own_is_the_persons_amount(heading: str) -> None:
    desk = desk_of("dibao", {"城乡类别": ("农村",) * 3, heading: ("600", "610", "620")})

    assert values(desk, "amount_fen") == [60000, 61000, 62000]


IN_NO_ORDER = ("乐园镇", "新韶镇", "犁市镇", "花坪镇")


def _places(*, is_shared: bool) -> list[list[str]]:
    """Return 60 people of four townships in no order; if shared, one alike the one above is left blank."""
    drawn = random.Random(3)  # noqa: S311 - made-up people, no secret
    towns = [drawn.choice(IN_NO_ORDER) for _ in range(60)]
    rows, above = [["乡镇", "姓名", "身份证号", "户类型"]], ""
    for order, town in enumerate(towns):
        if order == 30:
            rows.append(rows[0])  # the head of a new page, after which the township is written again
            above = ""
        shown = "" if is_shared and town == above else town
        rows.append([shown, f"赵{order % 9}", w.number_of(order), "脱贫户"])
        above = town
    if not is_shared:
        rows[7][0] = rows[19][0] = ""
    return rows


@pytest.mark.parametrize("is_shared", [True, False])
def test_a_place_is_filled_from_above_where_some_would_be_alike_by_chance_and_none_is(
    is_shared: bool,
) -> None:
    desk = of_text(_places(is_shared=is_shared), source="poverty_register")

    assert ("FILLED_FROM_ABOVE" in desk.cleaned().problem_counts) == is_shared
