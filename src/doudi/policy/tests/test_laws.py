"""Laws of every programme, over families beside its lines: what is given stays, and more means never help."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.policy.assessment import assess, run_plan
from doudi.policy.batch import fits, run_batch
from doudi.policy.book import Book, load_book
from doudi.policy.families import Families, families_of
from doudi.policy.plan import Plan, plan_of
from doudi.policy.stating import family_rows
from doudi.policy.tests.agreement import agreement
from doudi.policy.tests.boundaries import Said, Stating, dice, lines_of, months_before
from doudi.policy.tests.chance import filled_plan
from doudi.policy.tests.dibao import with_property_lines
from doudi.policy.tests.laws import EXCEPT, raised_by_more, told_alike, turned_by_knowing

POLICIES = Path(__file__).resolve().parents[4] / "policies"
LATELY, COUNTY = date(2026, 3, 1), "350505"


@lru_cache(maxsize=1)
def book() -> Book:
    """Return the whole book with its sample regions, and lines of property in the provinces asked about."""
    return with_property_lines(load_book(POLICIES, samples=True), "35", "42", "99")


PROGRAMMES = sorted(book().programmes)
SLOWLY = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
ANY = {
    "seed": st.integers(0, 2**32 - 1),
    "code": st.sampled_from(PROGRAMMES),
    "region": st.sampled_from(book().regions()),
    "on": st.dates(date(2012, 1, 1), date(2027, 1, 1)),
}


def drawn_for(code: str, region: str, on: date, seed: int, size: int, *, hide: bool) -> tuple[Any, ...]:
    """Return a plan, who states its families, what they state and the same as columns."""
    plan = filled_plan(book(), code, region, on, np.random.default_rng(seed), share=0.0)
    stating = Stating(book().facts, plan, dice(seed))
    stating.by_period = seed % 3 == 0
    parents, context = _near(plan, stating), stating.context()
    said = [stating.family(parents) for _ in range(size)]
    stating.by_period = False
    if hide:
        said = [stating.hidden(one) for one in said]
        context = stating.hidden_context(context)
    return plan, stating, (said, context), families_of(book().facts, plan.wanted, on, said, context)


def _near(plan: Plan, stating: Stating) -> list[Said]:
    """Return the families that lack least of what is asked, of some dozens."""
    said, context = [stating.family() for _ in range(60)], stating.context()
    rows = [family_rows(book().facts, plan.wanted, plan.on, one, context) for one in said]
    lacks = [min(len(one.failed) for one in run_plan(plan, row)) for row in rows]
    return [said[place] for place in sorted(range(len(said)), key=lacks.__getitem__)[:10]]


@SLOWLY
@given(**ANY)
def test_families_beside_the_lines_get_one_answer_however_they_are_run(
    seed: int, code: str, region: str, on: date
) -> None:
    plan, _, (said, context), drawn = drawn_for(code, region, on, seed, 20, hide=seed % 2 == 0)
    rows = [family_rows(book().facts, plan.wanted, on, one, context) for one in said]
    verdicts = [run_plan(plan, row) for row in rows]

    assert agreement(book(), plan, drawn, rows).differences == []
    assert told_alike(run_batch(book(), plan, drawn, explain=fits(plan, drawn)), verdicts)[1] == []


@SLOWLY
@given(**ANY)
def test_no_completion_turns_an_answer_given(seed: int, code: str, region: str, on: date) -> None:
    plan, stating, _, drawn = drawn_for(code, region, on, seed, 40, hide=True)

    assert turned_by_knowing(book(), plan, drawn, stating)[1] == []


@SLOWLY
@given(**ANY)
def test_more_income_or_property_never_raises_a_benefit(seed: int, code: str, region: str, on: date) -> None:
    plan, stating, _, drawn = drawn_for(code, region, on, seed, 60, hide=False)

    for _ in range(3):
        assert raised_by_more(book(), plan, drawn, stating)[1] == []


@pytest.mark.parametrize("code", sorted(EXCEPT))
def test_where_the_law_takes_the_richer_in_its_step_names_the_article(code: str) -> None:
    programme = book().programmes[code]
    condition, article = EXCEPT[code]

    assert condition in programme.outcome.checks
    assert programme.steps[condition].article == article


def test_a_family_that_earns_more_leaves_dibao_for_its_edge() -> None:
    poor: Said = {"area_kind": "URBAN", "members": [{"relation": "HEAD", "born_on": "1970-01-01"}]}
    found = []
    for wages in (719_99, 720_00):
        member = poor["members"][0] | {"wages_fen": wages}
        family = poor | {"members": [member]}
        found += [assess(book(), code, COUNTY, LATELY, family).eligible for code in ("DIBAO", "NEAR_DIBAO")]

    assert found == [True, False, False, True]


def test_while_a_month_s_prices_are_not_known_a_batch_waits_for_them_as_each_family_does() -> None:
    plan = plan_of(book(), "PRICE_SUBSIDY", COUNTY, date(2022, 10, 1))
    said = [
        {
            "area_kind": "URBAN",
            "members": [{"relation": "HEAD", "born_on": "1970-01-01", "holds_dibao": held}],
        }
        for held in (True, False)
    ]
    prices = {"cpi_points": None, "scpi_points": 349, "food_points": 100}

    found = run_batch(book(), plan, families_of(book().facts, plan.wanted, plan.on, said, prices))
    alone = [assess(book(), "PRICE_SUBSIDY", COUNTY, plan.on, one, prices) for one in said]

    assert found.waits is not None
    assert found.waits.tolist() == [True, False]
    assert [one.eligible_or_open for one in alone] == [None, False]


DIFFERENCE = ("350505", "990110", "990142", "990143", "4201")
"""Counties that pay the difference between the standard and the income (第二十三条), not a class."""


@SLOWLY
@given(seed=st.integers(0, 2**32 - 1), region=st.sampled_from(DIFFERENCE))
def test_where_the_difference_is_paid_one_more_child_without_income_never_lowers_it(
    seed: int, region: str
) -> None:
    _, _, (said, _), _ = drawn_for("DIBAO", region, LATELY, seed, 10, hide=False)
    child = {"relation": "CHILD", "born_on": "2020-05-01"}
    for family in said:
        more = family | {"members": [*family["members"], child]}
        before, after = (assess(book(), "DIBAO", region, LATELY, one) for one in (family, more))
        assert after.eligible >= before.eligible
        assert after.amount >= before.amount


def test_the_lines_of_a_plan_are_what_families_are_stated_beside() -> None:
    plan = filled_plan(book(), "DIBAO", COUNTY, LATELY, np.random.default_rng(1), share=0.0)
    lines, stating = lines_of(plan), Stating(book().facts, plan, dice(1))
    wages = {stating.value(book().facts["wages_fen"], 1) for _ in range(4000)}
    born = {stating.value(book().facts["born_on"], 1) for _ in range(4000)}
    grown = months_before(LATELY, 18 * 12)

    assert 720_00 in lines.money
    assert {719_99, 720_00, 720_01} <= wages
    assert {(grown + timedelta(days=step)).isoformat() for step in (-1, 0, 1)} <= born


@pytest.mark.parametrize("column", ["eligible", "amount", "failed", "waits"])
def test_a_batch_that_gives_another_answer_is_found(column: str) -> None:
    plan, _, (said, context), drawn = drawn_for("DIBAO", COUNTY, LATELY, 4, 30, hide=True)
    verdicts = [run_plan(plan, family_rows(book().facts, plan.wanted, LATELY, one, context)) for one in said]
    found = run_batch(book(), plan, drawn, explain=True)
    wrong = getattr(found, column).copy()
    wrong[7] = not wrong[7] if wrong.dtype == bool else wrong[7] + 1

    assert told_alike(found, verdicts)[1] == []
    assert len(told_alike(replace(found, **{column: wrong}), verdicts)[1]) == 1


def test_families_stated_for_columns_have_what_is_not_known_and_what_came_together_over_months() -> None:
    drawn: Families = drawn_for("DIBAO", COUNTY, LATELY, 3, 200, hide=True)[-1]

    assert drawn.has_unknown
    assert drawn.months
