"""The second month of the second county: what the registry holds after people left, came, moved and split."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cases.bureau import Bureau
from tests.cases.conftest import open_bureau
from tests.second_county import month
from tests.second_county.clerk import Clerk
from tests.second_county.file import File
from tests.second_county.lists import Lists
from tests.second_county.month import Month
from tests.second_county.months import made_world
from tests.second_county.november import NOVEMBER, November, next_month
from tests.second_county.people import Someone
from tests.second_county.splits import Files, file_a_town, sheet_a_town, whole
from tests.second_county.vocabulary import DEPARTMENTS
from tests.second_county.world import Record

WAYS = {"whole": whole, "sheets": sheet_a_town, "files": file_a_town}
SEEDS = [("371522", 5, "whole"), ("411628", 6, "sheets"), ("431224", 7, "files")]


@pytest.fixture(params=SEEDS, ids=[way for _, _, way in SEEDS])
def lived(
    request: pytest.FixtureRequest,
    db: None,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[Lists, November, Bureau]:
    """Give a county whose dibao lists of October and November were taken in, told apart by number or head."""
    monkeypatch.setitem(month.HOUSEHOLDS, "dibao", ("numbers", "merged", "unmerged", "heads"))
    county, seed, way = request.param
    world = made_world(county, seed, 300)
    bureau = open_bureau(county, settings, tmp_path)
    october = [record for record in world.lists["dibao"] if not record.flaw]
    take(bureau, world, seed, WAYS[way]("dibao", october), "2026-10")
    november = next_month(world)
    november.kept = unsent(october, november.records) if way == "files" else []
    take(bureau, world, seed + 1, WAYS[way]("dibao", november.records), NOVEMBER)
    return world, november, bureau


def unsent(before: list[Record], now: list[Record]) -> list[Someone]:
    """Return the people of townships that send a file each and have nobody left to send one for.

    No file is no list: nobody said that they left, so they keep standing where October put them.
    """
    sent = {record.place.town for record in now}
    return [record.who for record in before if record.place.town not in sent]


def take(bureau: Bureau, world: Lists, seed: int, files: Files, period: str) -> None:
    """Drop each file of a month and publish it."""
    writer, clerk = Month(world, seed), Clerk(bureau)
    for parts in files:
        made: list[File] = writer.file(DEPARTMENTS["dibao"], parts, period=period)
        for file in made:
            clerk.take(file)
    assert [why for _, why in clerk.refused] == []


@pytest.mark.slow
def test_the_registry_holds_who_is_listed_who_left_and_where_they_live(
    lived: tuple[Lists, November, Bureau],
) -> None:
    _, november, bureau = lived

    spells = [each for each in bureau.spells("DIBAO") if each.stands_in(NOVEMBER)]

    people = [*(each.who for each in november.records), *november.kept]
    standing = {who.number: who.name for who in people}  # several people may bear one name
    assert sorted(each.name for each in spells) == sorted(standing.values())
    ended = {each.name for each in bureau.spells("DIBAO") if each.valid_to == "2026-11-01"}
    assert ended - {each.name for each in spells} == {
        who.name for who in november.left if who not in november.kept
    }
    places = {each.name: each.division[:9] for each in spells if each.name in november.moved}
    assert places == {name: place.town_code for name, place in november.moved.items()}


@pytest.mark.slow
def test_homes_that_split_are_two_and_those_that_moved_are_one(lived: tuple[Lists, November, Bureau]) -> None:
    _, november, bureau = lived

    households = [set(names) for names in bureau.households()]

    parts = [{who.name for who in home.people} for pair in november.split for home in pair]
    assert [names for names in parts if names not in households] == []
    moved = {frozenset(who.name for who in each.home.people) for each in november.records
             if each.who.name in november.moved}  # fmt: skip
    assert [set(names) for names in moved if not any(names <= each for each in households)] == []


@pytest.mark.slow
def test_a_corrected_number_loses_nobody_and_doubles_nobody(lived: tuple[Lists, November, Bureau]) -> None:
    _, november, bureau = lived

    listed = [each.name for each in bureau.spells("DIBAO") if each.stands_in(NOVEMBER)]

    corrected = [new.name for _, new in november.corrected]
    assert sorted(name for name in listed if name in corrected) == sorted(corrected)
    page = bureau.browser().get("/questions/")
    assert page.status_code == 200
    assert [name for name in corrected if name not in page.content.decode()] == []
