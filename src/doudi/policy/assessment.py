"""Assess one family under one programme, exactly, with every step kept (试算、核定)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from doudi.formulas.nodes import Level, Value
from doudi.formulas.scalar import Row, Steps, rows_at
from doudi.formulas.unknown import Asks, is_open
from doudi.policy.plan import Plan, plan_of
from doudi.policy.stating import FactsWrong, Wrong, family_rows
from doudi.policy.types import day_of_number

if TYPE_CHECKING:
    from doudi.policy.book import Book

Answer = TypeVar("Answer")

__all__ = ["Assessment", "FactsWrong", "Verdict", "Wrong", "assess", "run_plan"]


class NotGiven(Exception):
    """A result is used that waits for facts not known."""

    def __init__(self) -> None:
        super().__init__("还有情况没有问清，不能给出结果。")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What one subject is found entitled to; `member` counts from 1, 0 is the household itself.

    What could still change with a fact nobody knows is not given: it is None, and `waits` names its step with
    the facts that would settle it. `failed` are the conditions not met, whatever those facts are.
    """

    member: int
    eligible: bool | None
    amount: int | None
    parts: Mapping[str, int | None]
    failed: tuple[str, ...]
    waits: Mapping[str, Asks] = field(default_factory=dict)


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
        """Whether anyone is entitled; raise NotGiven where that waits for a fact not known."""
        return _given(self.eligible_or_open)

    @property
    def amount(self) -> int:
        """All that is due, in fen, per the unit of the programme's amount; raise NotGiven where it waits."""
        return _given(self.amount_or_open)

    @property
    def eligible_or_open(self) -> bool | None:
        """Whether anyone is entitled; None while that waits for a fact not known."""
        return anyone(one.eligible for one in self.verdicts)

    @property
    def amount_or_open(self) -> int | None:
        """All that is due, in fen; None while part of it waits for a fact not known."""
        return together(one.amount for one in self.verdicts)

    @property
    def is_given(self) -> bool:
        """Tell whether the whole result is given: nothing of it waits for a fact not known."""
        return not any(one.waits for one in self.verdicts)

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
    """Assess a family; raise FactsWrong for what it states. What the region lacks is asked for."""
    plan = plan_of(book, code, region, on)
    top = family_rows(book.facts, plan.wanted, on, household, context)
    own = plan_of(book, code, region, on, _own_day(plan, top))
    if own is not plan:
        plan, top = own, family_rows(book.facts, own.wanted, on, household, context)
    return Assessment(book, plan, region, top, run_plan(plan, top))


def _own_day(plan: Plan, top: Row) -> date | None:
    """Return the day of its own a family takes values from; nothing where it has none or it is not known."""
    if plan.programme.own_day is None:
        return None
    said = top.below[0].values.get(plan.programme.own_day.fact, 0)
    return None if is_open(said) else day_of_number(said)


def run_plan(plan: Plan, top: Row) -> tuple[Verdict, ...]:
    """Work a plan out for the rows of one family, what stands beside the outcome as well."""
    work = work_for(plan, top)
    home = top.below[0]
    verdicts = _verdicts(plan, home, work)
    for name in plan.programme.outcome.beside:
        for row in rows_at(top, plan.step(name).level):
            worked(work, name, row)
    return verdicts


def work_for(plan: Plan, top: Row) -> Steps:
    """Return what works the steps out for a family: another way where facts or values are not known."""
    return plan.open_work if plan.unset or any(map(_is_unknown, _rows_of(top))) else plan.work


def _rows_of(row: Row) -> Iterator[Row]:
    yield row
    for part in row.below:
        yield from _rows_of(part)


def _is_unknown(row: Row) -> bool:
    return any(map(is_open, row.values.values()))


def _verdicts(plan: Plan, home: Row, work: Steps) -> tuple[Verdict, ...]:
    if plan.programme.level is Level.HOUSEHOLD:
        return (_verdict(plan, home, 0, work),)
    return tuple(
        _verdict(plan, row, number, work) for number, row in enumerate(rows_at(home, Level.PERSON), start=1)
    )


def _verdict(plan: Plan, row: Row, member: int, work: Steps) -> Verdict:
    outcome = plan.programme.outcome
    eligible, amount = worked(work, outcome.eligible, row), worked(work, outcome.amount, row)
    parts = {name: worked(work, name, row) for name in outcome.parts}
    checks = {name: worked(work, name, row) for name in outcome.checks}
    whole = {outcome.eligible: eligible, outcome.amount: amount, **parts}
    return Verdict(
        member=member,
        eligible=given(eligible, bool),
        amount=given(amount, int),
        parts={name: given(part, int) for name, part in parts.items()},
        failed=tuple(name for name, answer in checks.items() if not is_open(answer) and not answer),
        waits={name: value.asks for name, value in whole.items() if is_open(value)},
    )


def given(value: Value, kind: Callable[[Any], Answer]) -> Answer | None:
    """Return a value as a kind of answer; None where it waits for a fact not known."""
    return None if is_open(value) else kind(value)


def _given(answer: Answer | None) -> Answer:
    if answer is None:
        raise NotGiven
    return answer


def anyone(answers: Iterable[bool | None]) -> bool | None:
    """Return whether one answer is yes; None where that waits for an answer not known."""
    given = list(answers)
    return True if True in given else None if None in given else False


def together(amounts: Iterable[int | None]) -> int | None:
    """Return the sum; None where one of the amounts is not known."""
    total = 0
    for amount in amounts:
        if amount is None:
            return None
        total += amount
    return total


def step_value(plan: Plan, name: str, row: Row) -> Value:
    """Return a step's value for a row, all its facts being known; raise NotGiven where a value is unset."""
    value = worked(plan.open_work if plan.unset else plan.work, name, row)
    if is_open(value):
        raise NotGiven
    return value


def worked(work: Steps, name: str, row: Row) -> Value:
    """Return a step's value for a row of its entity, worked out once."""
    if name not in row.values:
        row.values[name] = work[name][1](row)
    return row.values[name]
