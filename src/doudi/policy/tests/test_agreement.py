"""One definition, three runs: family by family, in fractions and in columns, with nothing between them."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.policy.batch import run_batch, run_pair
from doudi.policy.book import Book, load_book
from doudi.policy.families import Families
from doudi.policy.plan import Plan
from doudi.policy.tests.agreement import agreement
from doudi.policy.tests.chance import families, filled_plan, with_months
from doudi.policy.whatif import Effect, compare

POLICIES = Path(__file__).resolve().parents[4] / "policies"
LATELY = date(2026, 3, 1)


@lru_cache(maxsize=1)
def book() -> Book:
    """Return the whole book with its sample regions."""
    return load_book(POLICIES, samples=True)


PROGRAMMES = sorted(book().programmes)


def _some(plan: Plan, size: int, rng: np.random.Generator) -> Families:
    """Return families by chance, one amount in five over several months."""
    return with_months(families(book(), plan, size, rng), book().facts, rng, 0.2)


@pytest.mark.parametrize("code", PROGRAMMES)
def test_every_programme_gives_one_answer_however_it_is_run(code: str) -> None:
    rng = np.random.default_rng(len(code))
    plan = filled_plan(book(), code, "350505", LATELY, rng, share=0.0)

    found = agreement(book(), plan, _some(plan, 150, rng))

    assert found.differences == []
    assert found.values > 150


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.integers(0, 2**32 - 1),
    code=st.sampled_from(PROGRAMMES),
    region=st.sampled_from(book().regions()),
    on=st.dates(date(2013, 1, 1), date(2027, 1, 1)),
)
def test_answers_agree_for_any_region_day_and_parameters(seed: int, code: str, region: str, on: date) -> None:
    rng = np.random.default_rng(seed)
    plan = filled_plan(book(), code, region, on, rng, share=0.2)

    assert agreement(book(), plan, _some(plan, 25, rng)).differences == []


@pytest.mark.parametrize("code", PROGRAMMES)
def test_nobody_refused_is_paid_and_the_parts_are_the_whole(code: str) -> None:
    rng = np.random.default_rng(7)
    plan = filled_plan(book(), code, "440204", LATELY, rng, share=0.1)

    found = run_batch(book(), plan, families(book(), plan, 2000, rng), explain=True)

    assert not found.amount[~found.eligible].any()
    assert (found.amount >= 0).all()
    assert (np.sum(list(found.parts.values()), axis=0) == found.amount).all()


def test_a_change_of_rules_is_worked_out_as_if_it_stood_alone() -> None:
    rng = np.random.default_rng(5)
    base = filled_plan(book(), "DIBAO", "350505", LATELY, np.random.default_rng(1), share=0.0)
    changed = filled_plan(book(), "DIBAO", "350505", LATELY, np.random.default_rng(1), share=0.15)
    drawn = families(book(), base, 3000, rng)

    before, after = run_pair(book(), base, changed, drawn)

    assert (before.amount == run_batch(book(), base, drawn).amount).all()
    assert (after.amount == run_batch(book(), changed, drawn).amount).all()


def test_every_family_is_counted_once_in_a_comparison_and_the_money_adds_up() -> None:
    rng = np.random.default_rng(6)
    base = filled_plan(book(), "DIBAO", "350505", LATELY, np.random.default_rng(1), share=0.0)
    changed = filled_plan(book(), "DIBAO", "350505", LATELY, np.random.default_rng(4), share=0.3)
    before, after = run_pair(book(), base, changed, families(book(), base, 2500, rng))
    towns = rng.choice(["350505101", "350505102", "350505103"], 2500)

    found = compare(before, after, list(towns))

    assert sum(town.subjects for town in found.groups) == found.whole.subjects == 2500
    assert sum(town.after for town in found.groups) == found.whole.after == after.total
    assert found.whole.losers == len(found.losers())
    assert (found.effects == Effect.IN).sum() == found.whole.entering


def test_two_results_of_different_families_cannot_be_compared() -> None:
    rng = np.random.default_rng(8)
    plan = filled_plan(book(), "DIBAO", "350505", LATELY, rng, share=0.0)
    few, many = (run_batch(book(), plan, families(book(), plan, size, rng)) for size in (3, 4))

    with pytest.raises(ValueError, match="different subjects"):
        compare(few, many)


def test_nobody_at_all_is_assessed_without_an_error() -> None:
    rng = np.random.default_rng(9)
    plan = filled_plan(book(), "DIBAO", "350505", LATELY, rng, share=0.0)

    assert run_batch(book(), plan, families(book(), plan, 1, rng).piece(book().facts, 0, 0)).total == 0
