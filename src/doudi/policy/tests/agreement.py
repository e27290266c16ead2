"""Run the same families three ways – one by one, in fractions, in columns – and count where they differ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from doudi.formulas.nodes import Kind, Level, Literal, Node, Value, rebuilt
from doudi.formulas.opened import open_worker
from doudi.formulas.ratios import Ratio
from doudi.formulas.scalar import Row, Steps, Work, rows_at, worker
from doudi.formulas.unknown import YES_OR_NO, Between, is_open
from doudi.formulas.wide import Answers, Numbers, Wide
from doudi.policy.batch import check_plan, fits, step_columns
from doudi.policy.book import Book
from doudi.policy.families import Families
from doudi.policy.open_batch import OpenColumn, open_steps
from doudi.policy.plan import Plan
from doudi.policy.tests.chance import rows_of


@dataclass
class Agreement:
    """How many values were compared, and the first differences, each with its place."""

    families: int = 0
    values: int = 0
    differences: list[str] = field(default_factory=list)


def agreement(book: Book, plan: Plan, drawn: Families, rows: Iterable[Row] = ()) -> Agreement:
    """Compare every step of every row of every family; `rows` are the families stated one by one.

    Steps worked out for them before are compared as they are; in fractions everything is worked out anew.
    """
    found = Agreement(families=drawn.size)
    columns = _columns(book, plan, drawn)
    places = dict.fromkeys(plan.nodes, 0)
    is_open_plan = drawn.has_unknown or bool(plan.unset)
    work = plan.open_work if is_open_plan else plan.work
    exact = _in_fractions(plan, open_worker if is_open_plan else worker)
    for top in rows or rows_of(book, plan, drawn):
        twin = _lifted(plan, top, None)
        for name, row, other in _asked(plan, top, twin):
            answers = {
                _said(work_out(row, name, work[name][1])),
                _said(work_out(other, name, exact[name][1])),
                _at(columns[name], places[name]),
            }
            found.values += 1
            places[name] += row.level is not Level.CONTEXT
            if len(answers) > 1:
                found.differences.append(f"{plan.programme.code}.{name}: {answers}")
    return found


def _columns(book: Book, plan: Plan, drawn: Families) -> dict[str, Value]:
    """Return every step's values, each by the place of its row."""
    if not (drawn.has_unknown or plan.unset) and fits(plan, drawn):
        return {name: _listed(column) for name, column in step_columns(book, plan, drawn).items()}
    check_plan(plan)
    return {name: _listed_open(column) for name, column in open_steps(plan, drawn, book.facts).items()}


def _listed_open(column: OpenColumn) -> list[Value]:
    said = _possible(column.values)
    return [(one, asked) if asked else one for one, asked in zip(said, column.asked, strict=True)]


def _possible(values: Wide) -> list[Value]:
    """Return for each row the one possible value, or all that are possible."""
    if isinstance(values, Numbers):
        ends = zip(values.low.fractions(), values.high.fractions(), strict=True)
        return [low if low == high else (low, high) for low, high in ends]
    if isinstance(values, Answers):
        answers = zip(values.yes.tolist(), values.no.tolist(), strict=True)
        return [YES_OR_NO if yes and no else yes for yes, no in answers]
    options = [frozenset(place for place in range(64) if bits >> place & 1) for bits in values.bits.tolist()]
    return [next(iter(one)) if len(one) == 1 else one for one in options]


def _said(value: Value) -> Value:
    """Return a value as the columns say it: what it may be with the names of the facts it waits for."""
    if not is_open(value):
        return value
    names = frozenset(one.name for one in value.asks)
    return ((value.low, value.high) if isinstance(value, Between) else value.options), names


def _asked(plan: Plan, top: Row, twin: Row) -> Iterator[tuple[str, Row, Row]]:
    """Yield each step with each of its rows, and the same row in fractions."""
    for name in plan.nodes:
        level = plan.step(name).level
        for row, other in zip(rows_at(top, level), rows_at(twin, level), strict=True):
            yield name, row, other


def work_out(row: Row, name: str, work: Value) -> Value:
    """Return a step's value for a row, as the scalar run keeps it."""
    if name not in row.values:
        row.values[name] = work(row)
    return row.values[name]


def _at(column: Value, place: int) -> Value:
    return column[min(place, len(column) - 1)] if isinstance(column, list) else column


def _listed(column: Value) -> Value:
    if isinstance(column, Ratio):
        nums, dens = np.broadcast_arrays(column.num, column.whole_den)
        if nums.ndim == 0:
            return Fraction(int(nums), int(dens))
        return [Fraction(num, den) for num, den in zip(nums.tolist(), dens.tolist(), strict=True)]
    return column.tolist() if isinstance(column, np.ndarray | np.generic) else column


def _lifted(plan: Plan, row: Row, above: Row | None) -> Row:
    """Return a copy of the facts of a family's rows with every number a fraction."""
    values = {name: _fraction(value) for name, value in row.values.items() if name not in plan.nodes}
    copy = Row(row.level, values, above)
    copy.below.extend(_lifted(plan, part, copy) for part in row.below)
    return copy


def _fraction(value: Value) -> Value:
    if isinstance(value, Between):
        return Between(value.asks, Fraction(value.low), Fraction(value.high))
    return Fraction(value) if type(value) is int else value


def _in_fractions(plan: Plan, make: Callable[[Node, Steps], Work]) -> Steps:
    """Return the plan's steps over expressions in which every number is a fraction."""
    work: dict[str, Value] = {}
    for name, node in plan.nodes.items():
        work[name] = (plan.programme.steps[name].level, make(_fractional(node), work))
    return work


def _fractional(node: Node) -> Node:
    if isinstance(node, Literal) and node.type.kind is Kind.INT:
        return Literal(node.type, Fraction(node.value), node.key)
    return rebuilt(node, _fractional)
