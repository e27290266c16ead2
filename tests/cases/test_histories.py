"""Histories that broke records (R1 to R8) and cases 10 and 11: what stands after lists came and went."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from tests.cases.bureau import Bureau, Taken
from tests.cases.rows import DIBAO_HEAD, OTHER_TOWN, TOWN, account, dibao, dibao_rows, folk, tekun
from tests.second_county.pages import page
from tests.second_county.people import Someone
from tests.second_county.writers import xlsx

pytestmark = pytest.mark.both

DIBAO = "DIBAO"
EAST, WEST = "371521103", "371521112"


def in_households(families: dict[str, Sequence[Someone]]) -> bytes:
    """Return a dibao list whose households bear these numbers."""
    rows = [
        [1, one.name, one.number, relation, number, "农村", 632, account(1), TOWN, "阿西村"]
        for number, members in families.items()
        for one, relation in zip(members, ("户主", "配偶", "子", "女"), strict=False)
    ]
    return xlsx([page("低保", DIBAO_HEAD, *rows)])


def names(*families: Sequence[Someone]) -> list[list[str]]:
    """Return households by name, as the installation writes them out."""
    return sorted(sorted(one.name for one in family) for family in families)


def sent(bureau: Bureau, data: bytes, period: str, *, region: str = "") -> Taken:
    """Publish a dibao list and make sure it was taken."""
    taken = bureau.take(data, f"低保{period}{region}.xlsx", source="dibao", period=period, region=region)
    assert not taken.refusal, taken.refusal
    return taken


def take_back(bureau: Bureau, taken: Taken) -> int:
    """Withdraw a published batch on its page; return the answer's status."""
    assert taken.batch is not None
    bureau.tick()
    answer = bureau.browser().post(f"/batches/{taken.batch.pk}/withdraw/", {"reason": "报错了，撤回重报"})
    return int(answer.status_code)


@pytest.mark.parametrize("shift", [1, 2])
def test_numbers_that_shift_carry_nobody_into_another_household(bureau: Bureau, shift: int) -> None:
    people = folk(8)
    first, second, third, new = people[0:2], people[2:4], people[4:6], people[6:8]

    sent(bureau, in_households({"1": first, "2": second, "3": third}), "2026-10")
    sent(
        bureau,
        in_households({"1": new, str(1 + shift): first, str(2 + shift): second, str(3 + shift): third}),
        "2026-11",
    )

    assert bureau.households() == names(first, second, third, new)


def test_a_family_that_splits_is_two_households_and_both_numbers_hold(bureau: Bureau) -> None:
    people = folk(5)
    staying, leaving, born = people[0:2], people[2:4], people[4]

    sent(bureau, in_households({"A": people[:4]}), "2026-10")
    sent(bureau, in_households({"A": staying, "B": leaving}), "2026-11")
    sent(bureau, in_households({"A": staying, "B": [*leaving, born]}), "2026-12")

    assert bureau.households() == names(staying, [*leaving, born])


def test_two_families_that_become_one_are_one_household(bureau: Bureau) -> None:
    people = folk(4)

    sent(bureau, in_households({"A": people[:2], "B": people[2:]}), "2026-10")
    sent(bureau, in_households({"A": people}), "2026-11")

    assert bureau.households() == names(people)


def test_taking_one_towns_list_back_leaves_whom_the_other_still_lists(bureau: Bureau) -> None:
    both, only_east, only_west = folk(3)
    east = sent(bureau, xlsx([dibao([both, only_east])]), "2026-10", region=EAST)
    west_rows = dibao([both, only_west], town=OTHER_TOWN, village="景阳冈村")
    sent(bureau, xlsx([west_rows]), "2026-10", region=WEST)

    assert take_back(bureau, east) == 302

    assert bureau.listed(DIBAO) == {both.name: 63200, only_west.name: 63200}


def test_taking_back_the_list_a_person_left_does_not_meet_the_one_that_took_them_in(bureau: Bureau) -> None:
    moving, staying, other = folk(3)
    sent(bureau, xlsx([dibao([moving, staying])]), "2026-10", region=EAST)
    gone = sent(bureau, xlsx([dibao([staying])]), "2026-11", region=EAST)
    west_rows = dibao([moving, other], town=OTHER_TOWN, village="景阳冈村")
    sent(bureau, xlsx([west_rows]), "2026-11", region=WEST)

    assert take_back(bureau, gone) == 302

    running = [
        each for each in bureau.spells(DIBAO) if each.name == moving.name and each.stands_in("2026-11")
    ]
    assert len(running) == 1
    assert sorted(bureau.listed(DIBAO, "2026-11")) == sorted([moving.name, staying.name, other.name])


@pytest.mark.parametrize("heading", ["享受起始时间", "开始享受日期", "批准时间"])
def test_who_comes_back_rewrites_no_month_that_was(bureau: Bureau, heading: str) -> None:
    back, staying = folk(2)
    head = [*DIBAO_HEAD, heading]
    both = [[*row, "2020-05-01"] for row in dibao_rows([back, staying])]
    alone = [[*row, "2020-05-01"] for row in dibao_rows([staying])]

    sent(bureau, xlsx([page("低保", head, *both)]), "2026-07")
    sent(bureau, xlsx([page("低保", head, *alone)]), "2026-08")
    before = bureau.listed(DIBAO, "2026-08")
    sent(bureau, xlsx([page("低保", head, *both)]), "2026-09")

    assert before == {staying.name: 63200}
    assert bureau.listed(DIBAO, "2026-08") == before
    assert sorted(bureau.listed(DIBAO, "2026-09")) == sorted([back.name, staying.name])
    spells = [each for each in bureau.spells(DIBAO) if each.name == back.name]
    ends = [each.valid_to for each in spells][:-1]
    assert [end for end, later in zip(ends, spells[1:], strict=True) if end > later.valid_from] == []


def relief(*grants: tuple[Someone, int, str]) -> bytes:
    """Return a month's list of temporary relief."""
    head = ["序号", "乡镇", "村", "姓名", "身份证号", "救助金额（元）", "救助原因", "救助时间"]
    rows = [
        [place, TOWN, "阿西村", one.name, one.number, amount, "突发疾病", day]
        for place, (one, amount, day) in enumerate(grants, start=1)
    ]
    return xlsx([page("临时救助", head, *rows)])


def test_two_grants_of_relief_in_a_month_are_two(bureau: Bureau) -> None:
    one, other = folk(2)
    data = relief((one, 1000, "2026-10-08"), (one, 2500, "2026-10-21"), (other, 800, "2026-10-09"))

    taken = bureau.take(data, "临时救助10月.xlsx", source="temporary_relief")

    assert taken.counts == (3, 3, 0, 0)
    told = [(each.name, each.amount_fen) for each in bureau.spells("TEMPORARY_RELIEF")]
    assert sorted(told) == sorted([(one.name, 100_000), (one.name, 250_000), (other.name, 80_000)])


@pytest.mark.parametrize("place", [0, 1])
def test_one_misspelt_name_is_a_question_and_nobody_new(bureau: Bureau, place: int) -> None:
    one, other = folk(2)
    letter = "鑫"
    misspelt = Someone(one.name[:place] + letter + one.name[place + 1 :], one.number, one.born, one.male)

    for period, person in (("2026-09", one), ("2026-10", misspelt), ("2026-11", one)):
        sent(bureau, xlsx([dibao([person, other])]), period)

    spells = bureau.spells(DIBAO)
    assert [(each.name, each.valid_to) for each in spells] == sorted(
        [(one.name, "None"), (other.name, "None")]
    )


def test_whoever_moves_in_a_month_is_counted_once_and_lies_where_they_are_listed_last(bureau: Bureau) -> None:
    people = folk(9)
    moving, east, west = people[:3], people[3:6], people[6:]

    def sheets(*, old_lists_them: bool) -> bytes:
        there = [*east, *moving] if old_lists_them else east
        return xlsx([
            page(TOWN, DIBAO_HEAD, *numbered(there, "东", moving, TOWN, "阿西村")),
            page(OTHER_TOWN, DIBAO_HEAD, *numbered([*west, *moving], "西", moving, OTHER_TOWN, "景阳冈村")),
        ])  # fmt: skip

    bureau.take(xlsx([tekun(folk(1, seed=5, least=62, most=80))]), "特困.xlsx", source="tekun")
    sent(bureau, sheets(old_lists_them=True), "2026-10")
    bureau.compare()
    assert bureau.month()["aided"] == 10
    assert len(bureau.listed(DIBAO)) == 9
    assert bureau.households().count(sorted(one.name for one in moving)) == 1
    assert len([line for line in bureau.state()["ledger"] if line[1] == "same-person-two-townships"]) == 1

    sent(bureau, sheets(old_lists_them=False), "2026-11")
    places = bureau.places(DIBAO, "2026-11")
    assert {places[one.name][:9] for one in moving} == {WEST}
    assert bureau.households().count(sorted(one.name for one in moving)) == 1
    assert 'class="d-row-link"' in bureau.search(moving[0].name, "west")


def numbered(
    people: Sequence[Someone], letter: str, together: Sequence[Someone], town: str, village: str
) -> list[list[object]]:
    """Return dibao rows in which some people are one household and the others live alone."""
    rows = dibao_rows(people, household=letter, town=town, village=village)
    for row in rows:
        relation = (
            [one.name for one in together].index(row[1]) if row[1] in {one.name for one in together} else -1
        )
        row[3] = ("户主", "配偶", "女")[relation] if relation >= 0 else "户主"
        row[4] = "M540" if relation >= 0 else row[4]
    return rows


PRIVATE_PAGES = ("/", "/batches/", "/ledger/", "/people/")


@pytest.mark.parametrize("address", PRIVATE_PAGES)
def test_no_page_behind_the_log_in_may_be_kept_by_a_browser(bureau: Bureau, address: str) -> None:
    answer = bureau.browser().get(address)

    assert answer.status_code == 200
    assert "no-store" in answer.headers.get("Cache-Control", "")
