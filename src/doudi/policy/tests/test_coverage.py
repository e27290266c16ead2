"""Beside every programme stand cases for what is not known, each line it draws and each document's day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from doudi.policy.book import Book, lineage, load_book
from doudi.policy.cases import ASKS, Case, load_cases
from doudi.policy.packs import NATION
from doudi.policy.plan import plan_of
from doudi.policy.tests.coverage import DAY, FIRST, LAST, lines_not_met

POLICIES = Path(__file__).resolve().parents[4] / "policies"
CASES = load_cases(POLICIES)
BEFORE_THE_FIRST_MEASURE = date(2013, 1, 1)


@lru_cache(maxsize=1)
def book() -> Book:
    """Return the whole book with its sample regions."""
    return load_book(POLICIES, samples=True)


PROGRAMMES = sorted(book().programmes)
REGIONS = load_book(POLICIES).regions()


def cases_of(programme: str) -> list[Case]:
    """Return the cases of a programme."""
    return [case for case in CASES if case.programme == programme]


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_case_waits_for_what_is_not_known(programme: str) -> None:
    assert any(ASKS in row and row[ASKS] and None in row.values() for row in _expected(cases_of(programme)))


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_a_case_does_not_wait_for_what_cannot_matter(programme: str) -> None:
    unknown = [case for case in cases_of(programme) if _has_unknown([case.household, case.context])]

    assert any(row.get(ASKS) == [] and None not in row.values() for row in _expected(unknown))


@pytest.mark.parametrize("programme", PROGRAMMES)
def test_cases_stand_on_every_line_and_on_both_sides_of_it(programme: str) -> None:
    assert lines_not_met(book(), cases_of(programme)) == []


@pytest.mark.parametrize("region", REGIONS)
def test_cases_stand_on_the_first_day_of_every_document_and_on_the_day_before(region: str) -> None:
    assert list(_days_not_met(region)) == []


def test_a_line_that_only_one_side_of_is_met_is_named() -> None:
    (case,) = [one for one in cases_of("DIBAO") if one.name == "dibao/edges: 1人户合计720元，正好到标准"]

    assert "DIBAO.income_below: per_head_income < standard – 多一分、少一分" in lines_not_met(book(), [case])


def _expected(cases: Sequence[Case]) -> Iterator[Mapping[str, Any]]:
    for case in cases:
        yield from (case.expect, *case.expect.get("members", []))


def _has_unknown(said: object) -> bool:
    parts = said.values() if isinstance(said, Mapping) else said if isinstance(said, list) else ()
    return said is None or any(map(_has_unknown, parts))


def _days_not_met(region: str) -> Iterator[str]:
    """Yield the days on which a region's document changes a programme and no case of it stands."""
    begun = {one.begins for _, one in _entries(region)} | {
        one.ends for _, one in _entries(region) if one.ends
    }
    for begins in sorted(day for day in begun if day >= BEFORE_THE_FIRST_MEASURE):
        changed = {key for key, _ in _entries(region) if _changes(region, key, begins)}
        for programme in PROGRAMMES:
            if keys := changed & _used(programme, region, begins):
                yield from _sides_not_met(programme, region, begins, keys)


def _entries(region: str) -> Iterator[tuple[str, Any]]:
    for key, timeline in book().packs.timelines[region].items():
        yield from ((key, one) for one in timeline)


def _changes(region: str, key: str, begins: date) -> bool:
    """Tell whether a value another document gives, or none any more, holds from a day on."""
    before, after = (book().parameters(region, day).get(key) for day in (begins - DAY, begins))
    if (before and before.value) == (after and after.value):
        return False
    return any(one is not None and one.document for one in (before, after))


def _used(programme: str, region: str, begins: date) -> set[str]:
    plans = [plan_of(book(), programme, region, day) for day in (begins - DAY, begins)]
    return {key for plan in plans for node in plan.nodes.values() for key in plan.used_by(node)}


def _sides_not_met(programme: str, region: str, begins: date, keys: set[str]) -> Iterator[str]:
    for side, day in ((FIRST, begins), (LAST, begins - DAY)):
        if not any(_stands(case, region, day, begins, keys) for case in cases_of(programme)):
            yield f"{programme} {region} {begins} {side}: {'、'.join(sorted(keys))}"


def _stands(case: Case, region: str, day: date, begins: date, keys: set[str]) -> bool:
    """Tell whether a case is of that day and of a place where the change is felt."""
    felt = (key for key in keys - case.parameters.keys() if _changes(case.region, key, begins))
    return case.on == day and (region == NATION or region in lineage(case.region)) and any(felt)
