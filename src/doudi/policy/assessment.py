"""Assess one family under one programme, exactly, with every step kept (试算、核定)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any

from doudi.policy.language.nodes import Level, Value
from doudi.policy.language.scalar import ParameterUnset, Row, rows_at
from doudi.policy.plan import Plan, plan_of
from doudi.policy.stating import FactsWrong, Wrong, family_rows

if TYPE_CHECKING:
    from doudi.policy.book import Book

__all__ = ["Assessment", "FactsWrong", "ParameterUnset", "Verdict", "Wrong", "assess", "run_plan"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one subject is found entitled to; `member` counts from 1, 0 is the household itself."""

    member: int
    eligible: bool
    amount: int
    parts: Mapping[str, int]
    failed: tuple[str, ...]


@dataclass(frozen=True)
class Assessment:
    """The result for a family and everything that led to it."""

    book: Book
    plan: Plan
    region: str
    context: Row
    verdicts: tuple[Verdict, ...]

    @property
    def household(self) -> Row:
        """The family's own row; its members hang below it."""
        return self.context.below[0]

    @property
    def eligible(self) -> bool:
        """Whether anyone is entitled."""
        return any(one.eligible for one in self.verdicts)

    @property
    def amount(self) -> int:
        """All that is due, in fen, per the unit of the programme's amount."""
        return sum(one.amount for one in self.verdicts)

    @cached_property
    def values(self) -> dict[str, Any]:
        """Each household step worked out, by name; of members' steps a list in their order."""
        found = {
            name: value for name, value in self.household.values.items() if name in self.plan.programme.steps
        }
        for row in self.household.below:
            for name in row.values.keys() & self.plan.programme.steps.keys():
                found[name] = [person.values.get(name) for person in self.household.below]
        return found


def assess(
    book: Book,
    code: str,
    region: str,
    on: date,
    household: Mapping[str, Any],
    context: Mapping[str, Any] | None = None,
) -> Assessment:
    """Assess a family; raise FactsWrong for what it states and ParameterUnset for what the region lacks."""
    plan = plan_of(book, code, region, on)
    top = family_rows(book.facts, plan.wanted, on, household, context)
    try:
        return Assessment(book, plan, region, top, run_plan(plan, top))
    except ParameterUnset as unset:
        raise ParameterUnset(unset.key, book.definitions[unset.key].label) from None


def run_plan(plan: Plan, top: Row) -> tuple[Verdict, ...]:
    """Work a plan out for the rows of one family, what stands beside the outcome as well."""
    home = top.below[0]
    verdicts = _verdicts(plan, home)
    for name in plan.programme.outcome.beside:
        for row in rows_at(top, plan.step(name).level):
            step_value(plan, name, row)
    return verdicts


def _verdicts(plan: Plan, home: Row) -> tuple[Verdict, ...]:
    if plan.programme.level is Level.HOUSEHOLD:
        return (_verdict(plan, home, 0),)
    return tuple(
        _verdict(plan, row, number) for number, row in enumerate(rows_at(home, Level.PERSON), start=1)
    )


def _verdict(plan: Plan, row: Row, member: int) -> Verdict:
    outcome = plan.programme.outcome
    return Verdict(
        member=member,
        eligible=bool(step_value(plan, outcome.eligible, row)),
        amount=int(step_value(plan, outcome.amount, row)),
        parts={name: int(step_value(plan, name, row)) for name in outcome.parts},
        failed=tuple(name for name in outcome.checks if not step_value(plan, name, row)),
    )


def step_value(plan: Plan, name: str, row: Row) -> Value:
    """Return a step's value for a row of its entity, worked out once."""
    if name not in row.values:
        row.values[name] = plan.work[name][1](row)
    return row.values[name]
