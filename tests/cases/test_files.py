"""Cases 1 to 8: one file that is easily read wrong."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.cases.bureau import ASKED, Bureau, sizes
from tests.cases.rows import (
    ALL_KINDS,
    BOOKS,
    DIBAO_HEAD,
    TOWN,
    VILLAGE,
    account,
    dibao,
    dibao_rows,
    folk,
    monitored,
    tekun,
)
from tests.second_county.pages import Page, page
from tests.second_county.people import Someone
from tests.second_county.writers import WRITERS

DIBAO = "DIBAO"


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize("name", ["{}月", "{}月份", "2026年{}月", "2026.{}"])
def test_of_a_sheet_a_month_only_the_months_own_counts(bureau: Bureau, kind: str, name: str) -> None:
    people = folk(12)
    left_in_march, left_in_june, came_in_september = people[1], people[4], people[11]
    pages = [
        Page(name.format(month), [
            [f"阳谷县2026年{month}月农村低保发放花名册"],
            list(DIBAO_HEAD),
            *dibao_rows(
                [
                    one for one in people
                    if not (one is left_in_march and month > 3) and not (one is left_in_june and month > 6)
                    and not (one is came_in_september and month < 9)
                ],
                amount=600 + month,
            ),
        ])
        for month in range(1, 11)
    ]  # fmt: skip

    taken = bureau.take(WRITERS[kind](pages), f"低保全年.{kind}", source="dibao")

    staying = [one.name for one in people if one not in (left_in_march, left_in_june)]
    assert bureau.outcome(taken, DIBAO, doubt="月") in (ASKED, dict.fromkeys(staying, 61000))


MEMBER_HEADS = [
    ("成员{}姓名", "成员{}身份证号", "与户主关系"),
    ("家庭成员{}", "身份证号", "关系"),
    ("共同生活成员{}姓名", "公民身份号码", "与户主关系"),
]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv"])
@pytest.mark.parametrize("heads", MEMBER_HEADS)
def test_a_row_of_a_whole_family_is_unfolded_or_asked(
    bureau: Bureau, kind: str, heads: Sequence[str]
) -> None:
    people = folk(18)
    families = [people[place : place + 3] for place in range(0, 18, 3)]
    wives = [heading.format(which) for which in (1, 2) for heading in heads]
    head = [
        "序号",
        "乡镇",
        "村（社区）",
        "户主姓名",
        "户主身份证号",
        "家庭人口",
        *wives,
        "户月保障金额",
        "银行账号",
    ]
    rows = [
        [
            place, TOWN, VILLAGE, one.name, one.number, 3, wife.name, wife.number, "配偶",
            child.name, child.number, "子", 1500, account(place),
        ]
        for place, (one, wife, child) in enumerate(families, start=1)
    ]  # fmt: skip
    title = ["2026年10月农村低保家庭花名册"]

    taken = bureau.take(
        WRITERS[kind]([page("低保家庭", title, head, *rows)]), f"低保家庭.{kind}", source="dibao"
    )

    own = {bureau.token(one.number): one.name for one in people}
    together = sorted(sorted(one.name for one in family) for family in families)
    assert (taken.is_asked and "人" in taken.refusal) or (bureau.names(), bureau.households()) == (
        own,
        together,
    )
    assert taken.is_asked or sorted(bureau.listed(DIBAO)) == sorted(own.values())


def in_running_order(families: Sequence[Sequence[Sequence[Someone]]], heading: str, month: int) -> list[Page]:
    """Return a sheet a township whose families are counted anew from one in each sheet."""
    towns = (TOWN, "七级镇", "安乐镇")
    head: list[object] = [
        heading,
        "姓名",
        "身份证号",
        "与户主关系",
        "城乡类别",
        "月保障金额",
        "银行账号",
        "村",
    ]
    return [
        Page(town, [
            [f"{town}2026年{month}月农村低保花名册"],
            head,
            *(
                [order, one.name, one.number, relation, "农村", 632, account(family[0].born.toordinal()), ""]
                for order, family in enumerate(of_town, start=1)
                for one, relation in zip(family, ("户主", "配偶"), strict=True)
            ),
        ])
        for town, of_town in zip(towns, families, strict=True)
    ]  # fmt: skip


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize("heading", ["户序号", "户序", "户次"])
def test_a_running_number_is_no_households_number(bureau: Bureau, kind: str, heading: str) -> None:
    people = folk(18)
    pairs = [people[place : place + 2] for place in range(0, 18, 2)]
    october = [pairs[0:3], pairs[3:6], pairs[6:9]]
    november = [of_town[1:] for of_town in october]

    first = bureau.take(WRITERS[kind](in_running_order(october, heading, 10)), f"十月.{kind}", source="dibao")
    assert first.counts[:1] == (18,)
    before = bureau.households()
    second = bureau.take(
        WRITERS[kind](in_running_order(november, heading, 11)),
        f"十一月.{kind}",
        source="dibao",
        period="2026-11",
    )

    assert second.counts[:1] == (12,)
    assert sizes(before) == {2: 9}
    left = {one.name for of_town in october for one in of_town[0]}
    spells = bureau.spells(DIBAO)
    assert len(spells) == 18
    assert {each.name for each in spells if each.valid_to != "None"} == left
    assert bureau.households() == before


@pytest.mark.parametrize("kind", ALL_KINDS)
def test_cells_unmerged_on_the_way_are_filled_from_above_and_told(bureau: Bureau, kind: str) -> None:
    people = folk(18)
    head = (
        "序号",
        *(
            "乡镇",
            "村（社区）",
            "户编号",
            "姓名",
            "身份证号",
            "与户主关系",
            "城乡类别",
            "月保障金额",
            "银行账号",
        ),
    )
    rows: list[list[object]] = []
    for place, one in enumerate(people):
        is_head, first_of_village = place % 3 == 0, place % 9 == 0
        rows.append([
            place // 3 + 1 if is_head else None,
            TOWN if first_of_village else None,
            ("阿西村", "岳庄村")[place // 9] if first_of_village else None,
            f"A{place:03d}" if is_head else None,
            one.name, one.number, ("户主", "配偶", "子")[place % 3], "农村", 632,
            account(place) if is_head else None,
        ])  # fmt: skip

    taken = bureau.take(WRITERS[kind]([page("低保", head, *rows)]), f"低保.{kind}", source="dibao")

    assert taken.counts[0] == 18
    assert taken.counts[3] == 0
    assert sizes(bureau.households()) == {3: 6}
    places, told = bureau.places(DIBAO), str(bureau.rows_told(taken)) + str(taken.answer["notices"])
    villages = [len(place) for place in places.values()]
    assert villages == [12] * 18
    assert len({*places.values()}) == 2
    assert "按上一行" in told


@pytest.mark.parametrize("kind", ["xlsx", "ods", "csv"])
@pytest.mark.parametrize("first", ["户主", "女"])
def test_a_family_whose_head_is_not_listed_hinders_no_other_from_being_filled(
    bureau: Bureau, kind: str, first: str
) -> None:
    people = folk(12)
    relations = ["户主", "配偶", "子", "户主", "户主", "配偶", first, "子", "户主", "女", "户主", "配偶"]
    starts = [0, 3, 4, 6, 8, 10]
    rows = [
        [
            TOWN,
            VILLAGE,
            f"阿{place:03d}" if place in starts else None,
            one.name,
            one.number,
            relation,
            "农村",
            632,
        ]
        for place, (one, relation) in enumerate(zip(people, relations, strict=True))
    ]
    head = ("乡镇", "村（社区）", "户编号", "姓名", "身份证号", "与户主关系", "城乡类别", "月保障金额")

    taken = bureau.take(WRITERS[kind]([page("低保", head, *rows)]), f"低保.{kind}", source="dibao")

    assert taken.counts[0] == 12
    names = [one.name for one in people]
    together = [names[a:b] for a, b in zip(starts, [*starts[1:], 12], strict=True)]
    assert bureau.households() == sorted(sorted(family) for family in together)


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
@pytest.mark.parametrize("heading", ["户主姓名", "户主", "申请人姓名", "申请人", "家庭户主"])
@pytest.mark.parametrize("last", [True, False])
def test_the_head_named_beside_each_member_is_no_second_name(
    bureau: Bureau, kind: str, heading: str, last: bool
) -> None:
    people = folk(4)
    head = ["姓名", "身份证号", "与户主关系", "城乡类别", "月保障金额", "乡镇", "村（社区）"]
    rows: list[list[object]] = [
        [one.name, one.number, ("户主", "配偶")[place % 2], "农村", 632, TOWN, VILLAGE]
        for place, one in enumerate(people)
    ]
    at = len(head) if last else 0
    heads = [people[place - place % 2].name for place in range(4)]
    lines: list[list[object]] = [[*head], *rows]
    beside = zip(lines, [heading, *heads], strict=True)
    table = [[*line[:at], cell, *line[at:]] for line, cell in beside]

    taken = bureau.take(WRITERS[kind]([page("低保", *table)]), f"低保.{kind}", source="dibao")

    assert taken.counts == (4, 4, 0, 0)
    assert set(bureau.names()) == {bureau.token(one.number) for one in people}
    assert sorted(bureau.listed(DIBAO)) == sorted(one.name for one in people)
    assert sizes(bureau.households()) == {2: 2}


REMARKS = [
    "（已故）",
    "(户主)",
    "（曾用名：石二）",
    "*",
    "（儿子代）",
    "（五保）",
    " 1组",
    "（残）",
    "、",
    "（更名）",
]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_remarks_beside_a_name_make_nobody_new(bureau: Bureau, kind: str) -> None:
    people = folk(10)
    noted = [
        Someone(one.name + remark, one.number, one.born, one.male)
        for one, remark in zip(people, REMARKS, strict=True)
    ]

    bureau.take(WRITERS[kind]([dibao(people)]), f"九月.{kind}", source="dibao", period="2026-09")
    taken = bureau.take(WRITERS[kind]([dibao(noted)]), f"十月.{kind}", source="dibao")

    assert taken.counts[0] == 10
    assert taken.counts[3] == 0
    assert [(each.name, each.valid_to) for each in bureau.spells(DIBAO)] == sorted(
        (one.name, "None") for one in people
    )
    told = bureau.rows_told(taken)
    assert "去世" in told.get(2, "")
    assert "改过名" in told.get(11, "")


DOTS = "··•．・‧∙⋅･●▪。"


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv", "txt"])
def test_a_dot_in_a_name_is_the_same_however_it_is_written(mountain_bureau: Bureau, kind: str) -> None:
    bureau = mountain_bureau
    numbers = folk(12, county=bureau.county)
    plain = [Someone("早昆·木然", one.number, one.born, one.male) for one in numbers]
    dotted = [
        Someone(f"早昆{dot}木然", one.number, one.born, one.male)
        for one, dot in zip(numbers, DOTS, strict=True)
    ]
    write, places = WRITERS[kind], {"town": "风平镇"}
    alone = folk(1, county=bureau.county, seed=8, least=62, most=80)

    bureau.take(write([dibao(plain, village="风平村", **places)]), f"低保.{kind}", source="dibao")
    bureau.take(write([tekun(alone, **places)]), f"特困.{kind}", source="tekun")
    bureau.take(write([monitored(dotted, **places)]), f"监测.{kind}", source="poverty_register")
    bureau.compare()

    month = bureau.month()
    assert (month["monitored"], month["aided"], month["unaccounted"]) == (13, 13, 0)
    people = bureau.state()["people"]
    assert len(people) == 13
    assert {line[2] for line in people} == {"CONFIRMED"}


FILLERS = [
    "000000000000",
    "11111111111",
    "99999999",
    "123456789012",
    "无卡",
    "待开户",
    "现金",
    "6666666666666666",
    "不详",
]


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods", "csv"])
def test_an_account_typed_only_to_fill_the_cell_is_none(bureau: Bureau, kind: str) -> None:
    people = folk(18)
    rows = dibao_rows(people)
    for place, row in enumerate(rows):
        row[7] = FILLERS[place // 2]

    taken = bureau.take(WRITERS[kind]([page("低保", DIBAO_HEAD, *rows)]), f"低保.{kind}", source="dibao")
    rules = bureau.compare()["rules"]

    assert taken.counts[3] == 0
    assert rules["one-account-many-households"]["found"] == 0
    told = bureau.rows_told(taken)
    assert [place for place in range(2, 20) if "账" not in told.get(place, "")] == []


AMOUNTS: dict[str, int | None] = {
    "632,00": None, "63,2": None, "1,264.00": 126400, "1，264": 126400, "632，5": None, "632.50": 63250,
    "12,64": None, "1,23,456": None, "￥632.50": 63250, "632元": 63200, "1,264.5": 126450, ",632": None,
    "632,": None, "6 32": None,
}  # fmt: skip


@pytest.mark.parametrize("kind", ["csv", "gbk.csv", "txt", "xlsx", "xls", "ods"])
def test_a_comma_in_the_wrong_place_is_told_and_never_guessed(bureau: Bureau, kind: str) -> None:
    people = folk(len(AMOUNTS))
    rows = dibao_rows(people)
    for row, amount in zip(rows, AMOUNTS, strict=True):
        row[6] = amount

    taken = bureau.take(WRITERS[kind]([page("低保", DIBAO_HEAD, *rows)]), f"低保.{kind}", source="dibao")

    listed = bureau.listed(DIBAO)
    wanted = {one.name: amount for one, amount in zip(people, AMOUNTS.values(), strict=True)}
    assert {name: fen for name, fen in listed.items() if fen is not None} == {
        name: fen for name, fen in wanted.items() if fen is not None
    }
    told = bureau.rows_told(taken)
    unread = [place for place, amount in enumerate(AMOUNTS.values(), start=2) if amount is None]
    assert [place for place in unread if "金额" not in told.get(place, "")] == []
