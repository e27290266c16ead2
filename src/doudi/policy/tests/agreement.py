"""Run the same families three ways – one by one, in fractions, in columns – and count where they differ."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np

from doudi.policy.batch import step_columns
from doudi.policy.book import Book
from doudi.policy.families import Families
from doudi.policy.language.nodes import Kind, Level, Literal, Node, Value, rebuilt
from doudi.policy.language.ratios import Ratio
from doudi.policy.language.scalar import Row, Steps, rows_at, worker
from doudi.policy.plan import Plan
from doudi.policy.tests.chance import rows_of


@dataclass
class Agreement:
    """How many values were compared, and the first differences, each with its place."""

    families: int = 0
    values: int = 0
    differences: list[str] = field(default_factory=list)


def agreement(book: Book, plan: Plan, drawn: Families, *, fractions: bool = True) -> Agreement:
    """Compare every step of every row of every family."""
    found = Agreement(families=drawn.size)
    columns = {name: _listed(column) for name, column in step_columns(book, plan, drawn).items()}
    places = dict.fromkeys(plan.nodes, 0)
    exact = _in_fractions(plan) if fractions else {}
    for top in rows_of(book, plan, drawn):
        twin = _lifted(top, None) if fractions else None
        for name, row, other in _asked(plan, top, twin):
            answers = {work_out(row, name, plan.work[name][1]), _at(columns[name], places[name])}
            if other is not None:
                answers.add(work_out(other, name, exact[name][1]))
            found.values += 1
            places[name] += row.level is not Level.CONTEXT
            if len(answers) > 1:
                found.differences.append(f"{plan.programme.code}.{name}: {answers}")
    return found


def _asked(plan: Plan, top: Row, twin: Row | None) -> Iterator[tuple[str, Row, Row | None]]:
    """Yield each step with each of its rows, and the same row in fractions if there is one."""
    for name in plan.nodes:
        level = plan.step(name).level
        for row, other in zip(rows_at(top, level), _twins(twin, level), strict=False):
            yield name, row, other


def work_out(row: Row, name: str, work: Value) -> Value:
    """Return a step's value for a row, as the scalar run keeps it."""
    if name not in row.values:
        row.values[name] = work(row)
    return row.values[name]


def _at(column: Value, place: int) -> Value:
    return column[place] if isinstance(column, list) else column


def _listed(column: Value) -> Value:
    if isinstance(column, Ratio):
        nums, dens = np.broadcast_arrays(column.num, column.whole_den)
        if nums.ndim == 0:
            return Fraction(int(nums), int(dens))
        return [Fraction(num, den) for num, den in zip(nums.tolist(), dens.tolist(), strict=True)]
    return column.tolist() if isinstance(column, np.ndarray | np.generic) else column


def _twins(twin: Row | None, level: Level) -> Iterator[Row | None]:
    if twin is not None:
        yield from rows_at(twin, level)
    while True:
        yield None


def _lifted(row: Row, above: Row | None) -> Row:
    """Return a copy of a family's rows with every number a fraction."""
    values = {name: Fraction(value) if type(value) is int else value for name, value in row.values.items()}
    copy = Row(row.level, values, above)
    copy.below.extend(_lifted(part, copy) for part in row.below)
    return copy


def _in_fractions(plan: Plan) -> Steps:
    """Return the plan's steps over expressions in which every number is a fraction."""
    work: dict[str, Value] = {}
    for name, node in plan.nodes.items():
        work[name] = (plan.programme.steps[name].level, worker(_fractional(node), work))
    return work


def _fractional(node: Node) -> Node:
    if isinstance(node, Literal) and node.type.kind is Kind.INT:
        return Literal(node.type, Fraction(node.value), node.key)
    return rebuilt(node, _fractional)
