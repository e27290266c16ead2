"""How far from the line, and what would turn the answer: to the fen and the day, in every programme."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from doudi.formulas.nodes import Level, Value
from doudi.formulas.scalar import Row, rows_at
from doudi.policy.assessment import Assessment, assess, run_plan
from doudi.policy.book import Book, load_book
from doudi.policy.distance import Turn, gap_words, gaps_of, turn_words, turns_of
from doudi.policy.tests.chance import families, filled_plan, rows_of
from doudi.policy.tests.dibao import with_property_lines
from doudi.policy.types import LEVELS

POLICIES = Path(__file__).resolve().parents[4] / "policies"
LATELY, COUNTY = date(2026, 3, 1), "350505"
CLERK = {"relation": "HEAD", "born_on": "1970-01-01"}


@lru_cache(maxsize=1)
def book() -> Book:
    """Return the whole book with its sample regions, and lines of property where the county lies."""
    return with_property_lines(load_book(POLICIES, samples=True), COUNTY[:2])


PROGRAMMES = sorted(book().programmes)


def of(code: str, member: dict[str, Any] | None = None, **household: Any) -> Assessment:
    """Return what a programme says of somebody alone in town."""
    family = {"area_kind": "URBAN", "members": [CLERK | (member or {})], **household}
    return assess(book(), code, COUNTY, LATELY, family)


def test_an_income_above_the_line_says_by_how_much_and_which_wages_would_do() -> None:
    found = of("DIBAO", {"wages_fen": 1500_00})

    assert [gap_words(one) for one in gaps_of(found)] == [
        "家庭人均月收入1,500.00元/月，适用的低保标准720.00元/月，相差780.00元/月。"
    ]
    first = next(turns_of(found, 0))
    assert turn_words(found, first) == "成员1的“工资性收入”现为1,500.00元/月；不超过719.99元/月时就符合。"


def test_a_line_behind_several_steps_is_found() -> None:
    found = of("DIBAO", deposits_fen=30_000_00)

    (gap,) = gaps_of(found)
    assert (gap.check, gap.value, gap.limit, gap.apart) == (
        "assets_within",
        "30,000.00元",
        "17,280.00元",
        "12,720.00元",
    )
    assert next(turns_of(found, 0)).nearest == 17_280_00


def test_a_level_that_is_too_low_names_the_level_that_would_do() -> None:
    disabled = {"disability_kind": "LIMB", "disability_level": 3, "disability_certificate": True}
    found = of("DISABILITY_NURSING", disabled)

    said = [turn_words(found, one) for one in turns_of(found, 1)]
    assert "成员1的“残疾等级”现为3级；不超过2级时就符合。" in said


def test_of_somebody_entitled_it_is_said_up_to_where() -> None:
    found = of("DIBAO", {"wages_fen": 500_00})

    assert [turn_words(found, one) for one in turns_of(found, 0)] == [
        "成员1的“工资性收入”现为500.00元/月；达到720.00元/月时就不再符合。"
    ]


def test_an_answer_that_waits_is_not_turned() -> None:
    assert list(turns_of(of("DIBAO", deposits_fen=None), 0)) == []


@pytest.mark.parametrize("code", PROGRAMMES)
def test_what_is_said_to_turn_the_answer_turns_it_and_nothing_nearer_does(code: str) -> None:
    rng = np.random.default_rng(17)
    plan = filled_plan(book(), code, COUNTY, LATELY, rng, share=0.0)

    for top in islice(rows_of(book(), plan, families(book(), plan, 25, rng)), 25):
        facts = {id(row): dict(row.values) for level in Level for row in rows_at(top, level)}
        found = Assessment(book(), plan, COUNTY, top, run_plan(plan, top))
        for verdict in found.verdicts[:2]:
            for turn in islice(turns_of(found, verdict.member), 3):
                _check(found, turn, verdict.member, facts)


def _check(found: Assessment, turn: Turn, member: int, facts: dict[int, dict[str, Value]]) -> None:
    before = _eligible(found, turn, member, facts, turn.now)
    if turn.options:
        assert all(_eligible(found, turn, member, facts, one) is not before for one in turn.options)
        return
    nearest = turn.nearest
    assert nearest is not None
    assert _eligible(found, turn, member, facts, nearest) is not before
    if turn.fact.kind != "day":
        nearer = nearest + (1 if nearest < turn.now else -1)
        assert _eligible(found, turn, member, facts, nearer) is before


def _eligible(
    found: Assessment, turn: Turn, member: int, facts: dict[int, dict[str, Value]], value: Value
) -> bool | None:
    """Return the answer for a member with another value of one fact, worked out the plain way."""
    top = _fresh(found.context, None, facts)
    row = next(iter(rows_at(top, Level.CONTEXT)))
    level = LEVELS[turn.fact.entity]
    if level is Level.HOUSEHOLD:
        row = top.below[0]
    elif level is Level.PERSON:
        row = top.below[0].below[turn.member - 1]
    elif level is Level.OBLIGOR:
        row = top.below[0].below[turn.member - 1].below[turn.obligor - 1]
    row.values[turn.fact.name] = value
    return next(one for one in run_plan(found.plan, top) if one.member == member).eligible


def _fresh(row: Row, above: Row | None, facts: dict[int, dict[str, Value]]) -> Row:
    copy = Row(row.level, dict(facts[id(row)]), above)
    copy.below.extend(_fresh(part, copy, facts) for part in row.below)
    return copy
