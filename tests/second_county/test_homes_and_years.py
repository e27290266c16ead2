"""Lists that tell homes by rows or running numbers and sums by the year; lists that are sent twice."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cases.conftest import open_bureau
from tests.second_county import again, month
from tests.second_county.again import sent_twice
from tests.second_county.clerk import Clerk
from tests.second_county.file import CORRECTED, WITHDRAWN, File
from tests.second_county.lists import Lists
from tests.second_county.month import Month
from tests.second_county.months import made_world
from tests.second_county.reckoning import reckon_file, reckon_households
from tests.second_county.splits import Part, ordered, sheet_a_town, whole
from tests.second_county.vocabulary import DEPARTMENTS

COUNTY, PEOPLE = "371522", 200
HABITS = [
    ("family", ""), ("family", "title"), ("running", "heading"), ("running once", ""),
    ("running merged", "cell"),
]  # fmt: skip


def only_dibao(seed: int) -> Lists:
    """Return a county of which only the dibao list is looked at."""
    world = made_world(COUNTY, seed, PEOPLE)
    records = world.lists["dibao"]
    world.lists.clear()
    world.lists["dibao"] = ordered(records)
    return world


@pytest.mark.parametrize(("homes", "years"), HABITS)
def test_a_list_of_sheets_by_township_is_read_row_for_row_and_its_homes_are_one_household_each(
    homes: str, years: str, db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(month.HOUSEHOLDS, "dibao", (homes,))
    monkeypatch.setattr(month, "A_YEARS_HABITS", (years,))
    world, bureau = only_dibao(41), open_bureau(COUNTY, settings, tmp_path)

    (file,) = Month(world, 41).file(DEPARTMENTS["dibao"], sheet_a_town("dibao", world.lists["dibao"])[0])
    taken = bureau.take(file.data, file.name)

    assert taken.batch is not None
    assert not taken.refusal, taken.refusal
    assert reckon_file(file, taken.batch).faults == []
    assert reckon_households(world, bureau) == []


@pytest.mark.parametrize("how", [CORRECTED, WITHDRAWN])
def test_of_a_list_that_was_sent_twice_only_the_second_stands(
    how: str, db: None, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(again.LIKELY, "dibao", 1.0)
    monkeypatch.setattr(again, "HOW", (how,))
    world, bureau = only_dibao(42), open_bureau(COUNTY, settings, tmp_path)
    listed, clerk = [each for each in world.lists["dibao"] if not each.flaw], Clerk(bureau)
    maker = Month(world, 42)

    def made(parts: Sequence[Part]) -> File:
        return maker.file(DEPARTMENTS["dibao"], parts)[0]

    twice = sent_twice(DEPARTMENTS["dibao"], whole("dibao", listed)[0], made, world, maker.draw)
    assert twice is not None
    for file in twice:
        clerk.take(file)

    assert [clerk.faults, clerk.refused] == [[], []]
    assert sorted(bureau.listed("DIBAO")) == sorted({each.who.name for each in listed})
    assert reckon_households(world, bureau) == []
