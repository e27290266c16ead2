"""What nobody knows is all it may be: nothing is decided that could still change, and it is asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from doudi.formulas.nodes import Value
from doudi.formulas.scalar import Row, rows_at
from doudi.formulas.unknown import Among, Between, is_open
from doudi.formulas.wide import times
from doudi.policy.asking import questions_of
from doudi.policy.assessment import Assessment, NotGiven, assess, run_plan
from doudi.policy.batch import run_batch, run_pair
from doudi.policy.book import Book, Overlay, load_book
from doudi.policy.families import Families, families_of
from doudi.policy.plan import Plan, plan_of
from doudi.policy.recomputing import faults_of
from doudi.policy.tests.agreement import agreement, work_out
from doudi.policy.tests.chance import (
    families,
    filled_plan,
    lacking_plan,
    rows_of,
    that_may_be,
    with_months,
    with_unknown,
)
from doudi.policy.tests.dibao import with_property_lines
from doudi.policy.whatif import Effect, compare
from doudi.policy.writing import sheet_of

POLICIES = Path(__file__).resolve().parents[4] / "policies"
LATELY, COUNTY = date(2026, 3, 1), "350505"
CLERK = {"relation": "HEAD", "born_on": "1970-01-01"}


@lru_cache(maxsize=1)
def book() -> Book:
    """Return the whole book with its sample regions, and lines of property where the county lies."""
    return with_property_lines(load_book(POLICIES, samples=True), COUNTY[:2])


PROGRAMMES = sorted(book().programmes)
ANY_PLAN = {
    "seed": st.integers(0, 2**32 - 1),
    "code": st.sampled_from(PROGRAMMES),
    "region": st.sampled_from(book().regions()),
    "on": st.dates(date(2013, 1, 1), date(2027, 1, 1)),
    "share": st.sampled_from((0.03, 0.1, 0.3, 0.9)),
}
SLOWLY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def dibao(**household: Any) -> Assessment:
    """Return what the rules say of a family of one, with these facts of the household."""
    member = CLERK | household.pop("member", {})
    return assess(book(), "DIBAO", COUNTY, LATELY, {"area_kind": "URBAN", "members": [member], **household})


@pytest.mark.parametrize("code", PROGRAMMES)
def test_every_programme_says_the_same_of_what_is_not_known_however_it_is_run(code: str) -> None:
    rng = np.random.default_rng(len(code))
    plan = filled_plan(book(), code, COUNTY, LATELY, rng, share=0.0)
    known = with_months(families(book(), plan, 100, rng), book().facts, rng, 0.2)
    drawn = with_unknown(known, book().facts, rng, 0.15)

    found = agreement(book(), plan, drawn)

    assert found.differences == []
    assert found.values > 100


@SLOWLY
@given(**ANY_PLAN)
def test_nothing_is_left_out_of_what_a_value_may_be(
    seed: int, code: str, region: str, on: date, share: float
) -> None:
    rng = np.random.default_rng(seed)
    plan = filled_plan(book(), code, region, on, rng, share=0.2)
    known = with_months(families(book(), plan, 15, rng), book().facts, rng, 0.2)
    drawn = with_unknown(known, book().facts, rng, share)

    assert agreement(book(), plan, drawn).differences == []
    assert _wrongly_limited(plan, that_may_be(known, drawn, book().facts), drawn) == []


@SLOWLY
@given(**ANY_PLAN)
def test_a_value_nobody_set_is_all_it_may_be_however_it_is_run(
    seed: int, code: str, region: str, on: date, share: float
) -> None:
    rng = np.random.default_rng(seed)
    full = filled_plan(book(), code, region, on, rng, share=0.2)
    plan = lacking_plan(book(), full, rng, share)
    facts = {fact.name: fact for fact in (*plan.facts, *full.facts)}
    known = families(book(), replace(plan, facts=tuple(facts.values())), 15, rng)
    drawn = with_unknown(known, book().facts, rng, 0.05)

    assert agreement(book(), plan, drawn).differences == []
    assert _wrongly_limited(plan, that_may_be(known, drawn, book().facts), drawn, full) == []


def _wrongly_limited(plan: Plan, known: Families, drawn: Families, full: Plan | None = None) -> list[str]:
    """Return the steps whose value with everything known – values of law too – they were not said to have."""
    full = full or plan
    pairs = zip(rows_of(book(), plan, drawn), rows_of(book(), plan, known), strict=True)
    return [
        f"{plan.programme.code}.{name}"
        for partly, wholly in pairs
        for name, row, whole in _steps_of(plan, partly, wholly)
        if name in full.nodes
        and not _allows(
            work_out(row, name, plan.open_work[name][1]), work_out(whole, name, full.work[name][1])
        )
    ]


def _steps_of(plan: Plan, partly: Row, wholly: Row) -> Iterator[tuple[str, Row, Row]]:
    for name in plan.nodes:
        level = plan.step(name).level
        for row, whole in zip(rows_at(partly, level), rows_at(wholly, level), strict=True):
            yield name, row, whole


def _allows(said: Value, value: Value) -> bool:
    if isinstance(said, Between):
        return bool(said.low <= value <= said.high)
    return value in said.options if isinstance(said, Among) else is_open(said) or bool(said == value)


@SLOWLY
@given(**ANY_PLAN)
def test_knowing_more_never_turns_a_given_answer_into_another(
    seed: int, code: str, region: str, on: date, share: float
) -> None:
    rng = np.random.default_rng(seed)
    plan = filled_plan(book(), code, region, on, rng, share=0.1)
    known = with_months(families(book(), plan, 15, rng), book().facts, rng, 0.2)
    drawn = with_unknown(known, book().facts, rng, share)
    little = that_may_be(drawn, drawn, book().facts)
    more = _less_unknown(little, rng)

    for before, after in zip(rows_of(book(), plan, little), rows_of(book(), plan, more), strict=True):
        for first, then in zip(run_plan(plan, before), run_plan(plan, after), strict=True):
            assert first.eligible in (None, then.eligible)
            assert first.amount in (None, then.amount)
            assert all(part in (None, then.parts[name]) for name, part in first.parts.items())
            assert set(first.failed) <= set(then.failed)
            assert set(then.waits) <= set(first.waits)


def _less_unknown(drawn: Families, rng: np.random.Generator) -> Families:
    unknown = {name: rows & (rng.random(len(rows)) < 0.5) for name, rows in drawn.unknown.items()}
    return replace(drawn, unknown=unknown)


@pytest.mark.parametrize("code", PROGRAMMES)
def test_a_sheet_with_open_lines_recomputes_from_itself(code: str) -> None:
    rng = np.random.default_rng(3)
    plan = filled_plan(book(), code, COUNTY, LATELY, rng, share=0.0)
    known = with_months(families(book(), plan, 12, rng), book().facts, rng, 0.2)
    drawn = with_unknown(known, book().facts, rng, 0.1)

    for top in rows_of(book(), plan, drawn):
        sheet = sheet_of(Assessment(book(), plan, COUNTY, top, run_plan(plan, top)))
        assert faults_of(json.loads(json.dumps(sheet.as_json()))) == []


def test_a_sheet_that_forgets_what_it_waits_for_is_found() -> None:
    sheet = json.loads(json.dumps(sheet_of(dibao(deposits_fen=None)).as_json()))
    sheet["verdicts"][0]["waits"] = {}

    assert any("waits" in fault for fault in faults_of(sheet))


def test_a_family_whose_wages_and_deposits_nobody_asked_for_gets_no_answer() -> None:
    found = dibao(deposits_fen=None, member={"wages_fen": None})

    assert (found.eligible_or_open, found.amount_or_open) == (None, None)
    assert [(one.place, one.name) for one in questions_of(found)] == [
        ("members[1]", "wages_fen"),
        ("household", "deposits_fen"),
    ]
    with pytest.raises(NotGiven):
        bool(found.eligible)


def test_only_what_can_still_change_the_answer_is_asked_for() -> None:
    too_rich = dibao(deposits_fen=100_000_00, member={"wages_fen": None, "disability_level": None})
    assert too_rich.eligible is False
    assert questions_of(too_rich) == ()

    unneeded = dibao(member={"disability_level": None, "includes_mental": None})
    assert (unneeded.eligible, unneeded.amount) == (True, 720_00)


def test_a_refusal_by_what_is_known_names_it_and_asks_for_nothing() -> None:
    found = dibao(member={"wages_fen": 900_00, "pension_fen": None})

    assert found.eligible is False
    assert sheet_of(found).reasons == ("家庭人均月收入至少900元，不低于当地低保标准720元。",)


def test_what_is_told_names_nothing_that_is_not_known() -> None:
    sheet = sheet_of(dibao(deposits_fen=None, member={"wages_fen": None}))

    assert not any("待问" in sentence for sentence in sheet.plain)
    assert any(line.result == "待问" for line in sheet.lines)


def test_a_question_says_what_kind_of_answer_it_wants_and_on_what_ground() -> None:
    wages, _ = questions_of(dibao(deposits_fen=None, member={"wages_fen": None}))

    assert (wages.label, wages.kind, wages.unit, wages.member) == ("工资性收入", "money", "元/月", 1)
    assert wages.grounds[0] == "最低生活保障审核确认办法第十三条第一款"
    assert "符合低保条件" in wages.waits


def test_every_fact_says_whom_to_ask_and_what_proves_it() -> None:
    assert [name for name, fact in book().facts.items() if not (fact.answered_by and fact.proof)] == []
    wages, _ = questions_of(dibao(deposits_fen=None, member={"wages_fen": None}))

    assert (wages.answered_by[:2], wages.proof[:3]) == ("本人", "工资单")


def test_a_value_the_region_lacks_does_not_stop_what_may_never_need_it() -> None:
    plan = plan_of(book(), "TEKUN", COUNTY, LATELY)
    assert plan.open_work.keys() == plan.work.keys()


def test_a_batch_gives_what_is_given_and_says_whose_result_waits() -> None:
    asked: list[dict[str, Any]] = [
        {"area_kind": "URBAN", "members": [CLERK]},
        {"area_kind": "URBAN", "deposits_fen": None, "members": [CLERK, CLERK | {"relation": "SPOUSE"}]},
        {"area_kind": "URBAN", "members": [CLERK | {"wages_fen": 200_00}]},
    ]
    plan = plan_of(book(), "DIBAO", COUNTY, LATELY)

    found = run_batch(book(), plan, families_of(book().facts, plan.wanted, LATELY, asked))

    assert found.waits is not None
    assert found.waits.tolist() == [False, True, False]
    assert found.amount.tolist() == [720_00, 0, 520_00]


def test_a_change_of_rules_counts_those_who_wait_apart() -> None:
    rng = np.random.default_rng(11)
    base = filled_plan(book(), "DIBAO", COUNTY, LATELY, np.random.default_rng(1), share=0.0)
    changed = filled_plan(book(), "DIBAO", COUNTY, LATELY, np.random.default_rng(4), share=0.3)
    modest = [_modest(rng) for _ in range(200)]
    wanted = base.wanted | changed.wanted
    drawn = with_unknown(families_of(book().facts, wanted, LATELY, modest), book().facts, rng, 0.003)

    before, after = run_pair(book(), base, changed, drawn)
    found = compare(before, after)

    assert before.waits is not None
    assert 0 < found.whole.waiting == (found.effects == Effect.WAITS).sum() < 200
    assert found.whole.after == after.amount[found.effects != Effect.WAITS].sum() > 0
    assert (before.amount == run_batch(book(), base, drawn).amount).all()
    for place, top in enumerate(rows_of(book(), base, drawn)):
        verdict = run_plan(base, top)[0]
        assert before.waits[place] == bool(verdict.waits)
        assert before.waits[place] or before.amount[place] == verdict.amount


def _modest(rng: np.random.Generator) -> dict[str, Any]:
    wages = [int(one) * 100 for one in rng.integers(0, 900, 2)]
    members = [CLERK | {"wages_fen": wages[0]}, CLERK | {"relation": "SPOUSE", "wages_fen": wages[1]}]
    return {"area_kind": "URBAN", "members": members[: int(rng.integers(1, 3))]}


def test_what_64_bits_would_not_hold_is_worked_out_in_whole_numbers_of_any_size() -> None:
    assert times(np.array([2**40, -3]), np.array([2**40, 5])).tolist() == [2**80, -15]
    assert times(np.array([2**20]), np.array([2**20])).dtype == np.int64


NOWHERE = "610102"  # 陕西 has no standard of its own, only the least a county may set
POOR = {"area_kind": "URBAN", "members": [CLERK | {"wages_fen": 200_00}]}


def test_a_value_the_county_never_set_is_asked_for_and_registering_it_answers() -> None:
    found = assess(book(), "DIBAO", NOWHERE, LATELY, POOR)
    (question,) = questions_of(found)

    assert (found.eligible_or_open, found.amount_or_open) == (None, None)
    assert (question.label, question.unit) == ("最低生活保障·城市低保标准", "元/人·月")
    assert question.answered_by.startswith("县（市、区）民政局")
    assert "第十条" in question.proof
    assert "符合低保条件" in question.waits
    assert question.is_of_the_region

    written = {"value": 720, "document": "县政府文件", "article": "一", "verified": True}
    set_now = book().with_values([Overlay(NOWHERE, question.name, date(2026, 1, 1), None, written)])
    then = assess(set_now, "DIBAO", NOWHERE, LATELY, POOR)
    assert (then.eligible, then.amount, questions_of(then)) == (True, 520_00, ())


def test_a_refusal_that_needs_no_standard_is_given_without_one() -> None:
    found = assess(book(), "DIBAO", NOWHERE, LATELY, POOR | {"businesses": 1, "cooperates": False})

    assert found.eligible is False
    assert questions_of(found) == ()


def test_a_batch_tells_for_each_family_which_value_it_waits_for() -> None:
    plan = plan_of(book(), "DIBAO", NOWHERE, LATELY)
    asked: list[dict[str, Any]] = [POOR, POOR | {"cooperates": False}]

    found = run_batch(book(), plan, families_of(book().facts, plan.wanted, LATELY, asked))

    assert found.waits is not None
    assert found.waits.tolist() == [True, False]
    assert found.unset["dibao.standard_urban"].tolist() == [True, False]
    assert not found.unset["dibao.standard_rural"].any()


def test_every_topic_a_programme_may_lack_a_value_of_says_whom_to_ask() -> None:
    keys = {key for one in book().programmes.values() for key in one.parameters}

    assert [key for key in sorted(keys) if not book().definitions[key].answered_by] == []
