"""In every period between two documents every step is taken, and the articles cited held."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest

from doudi.policy.assessment import Assessment
from doudi.policy.book import Book, load_book
from doudi.policy.lineage import NONE_HERE, NONE_THEN, Lineage
from doudi.policy.plan import Plan
from doudi.policy.tests.boundaries import dice
from doudi.policy.tests.chance import filled_plan
from doudi.policy.tests.walking import Branch, Walk, possible
from doudi.policy.writing import sheet_of

POLICIES = Path(__file__).resolve().parents[4] / "policies"
COUNTIES = ("440204", "371521", "533103", "350505", "610102", "990011")
FIRST, LAST = date(2012, 12, 12), date(2026, 12, 31)
OTHERS, ROUNDS = 4, 3
"""Further regions walked, and how often, while some step was not taken."""


@lru_cache(maxsize=1)
def book() -> Book:
    """Return the whole book with its sample regions."""
    return load_book(POLICIES, samples=True)


def periods() -> list[date]:
    """Return the first day of each period in which the same documents hold."""
    documents = book().programmes["DIBAO"].lineage.documents.values()
    turns = {day for one in documents for day in (one.begins, one.ends) if day and FIRST <= day <= LAST}
    return sorted({FIRST} | turns)


@pytest.mark.parametrize("code", sorted(book().programmes))
def test_every_step_is_taken_in_every_period_and_cites_what_held(code: str) -> None:
    walk = Walk(dice(code))
    for number, on in enumerate(periods()):
        taken, wanted = set[Branch](), set[Branch]()
        for plan in _plans(code, number, on):
            wanted |= possible(book(), plan) - taken
            for found, new in walk.on(book(), plan, wanted):
                taken |= new
                _cites_what_held(found)
            if not wanted:
                break
        assert wanted == set(), on
        assert taken


def _plans(code: str, number: int, on: date) -> Iterator[Plan]:
    """Yield the programme in some regions on a day, another county first each time."""
    turn = number % len(COUNTIES)
    others = dice(number).sample(book().regions(), OTHERS)
    regions = (*COUNTIES[turn:], *COUNTIES[:turn], *others)
    for place, region in enumerate(regions * ROUNDS):
        yield filled_plan(
            book(), code, region, on, np.random.default_rng([number, place % len(regions)]), share=0.0
        )


def _cites_what_held(found: Assessment) -> None:
    """Hold each line of a sheet to the documents of its day and place; “none” only where none held."""
    plan, lineage = found.plan, found.plan.programme.lineage
    for line in sheet_of(found).lines:
        if line.article == NONE_HERE or line.article.startswith(NONE_THEN):
            continue
        for name, _ in lineage.parts(line.article):
            assert _holds(lineage, name, plan), f"{line.step}: {line.article} {found.region} {plan.on}"


def _holds(lineage: Lineage, name: str, plan: Plan) -> bool:
    return name in lineage.documents and lineage.documents[name].holds(plan.on, plan.parameters.region)
