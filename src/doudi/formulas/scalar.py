"""Run expressions for one family: exact integers and fractions, every step's value kept.

Steps are worked out when somebody asks for them and then remembered, so that what a family's case never
needs is never asked of it, and what was asked is the trace.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

from doudi.formulas import arithmetic
from doudi.formulas.binding import COMPARISONS
from doudi.formulas.nodes import (
    Aggregate,
    Level,
    Literal,
    Node,
    Operation,
    ParameterReference,
    Reference,
    RuleBroken,
    Value,
)

Work = Callable[["Row"], Any]
Steps = Mapping[str, tuple[Level, Work]]


@dataclass(slots=True)
class Row:
    """One member of an entity: its values, the row it belongs to and the rows that belong to it."""

    level: Level
    values: dict[str, Any]
    above: Row | None = None
    below: list[Row] = field(default_factory=list)

    def at(self, level: Level) -> Row:
        """Return the row of an upper entity this one belongs to."""
        row = self
        while row.level > level:
            row = cast(Row, row.above)
        return row


def rows_at(top: Row, level: Level) -> Iterable[Row]:
    """Return all rows of an entity below a row, in order."""
    if top.level == level:
        yield top
        return
    for row in top.below:
        yield from rows_at(row, level)


def worker(node: Node, steps: Steps) -> Work:
    """Return a function that works an expression out for a row; `steps` may grow afterwards."""
    if isinstance(node, Literal):
        return _literal(node)
    if isinstance(node, Reference):
        return _reference(node, steps)
    if isinstance(node, Aggregate):
        return _aggregate(node, steps)
    if isinstance(node, Operation):
        return _MAKERS[node.op](node, steps)
    return _unset(node)


def _unset(node: ParameterReference) -> Work:
    """Return a worker for a value nobody set: where there is one `opened` has to run the plan."""

    def work(row: Row) -> Value:
        raise RuleBroken(f"{node.key} has no value")

    return work


def _literal(node: Literal) -> Work:
    value = node.value
    return lambda row: value


def _reference(node: Reference, steps: Steps) -> Work:
    name, level = node.name, node.level

    def work(row: Row) -> Value:
        values = (home := row.at(level)).values
        if name not in values:
            values[name] = steps[name][1](home)
        return values[name]

    return work


def _aggregate(node: Aggregate, steps: Steps) -> Work:
    body, gather = worker(node.body, steps), GATHER[node.op]
    return lambda row: gather(body(part) for part in row.below)


GATHER: Mapping[str, Callable[[Iterable[Any]], Any]] = {
    "sum": sum,
    "count": lambda answers: sum(1 for answer in answers if answer),
    "any": any,
    "all": all,
    "highest": lambda values: max(values, default=0),
    "lowest": lambda values: min(values, default=0),
}


def _parts(node: Operation, steps: Steps) -> tuple[Work, ...]:
    return tuple(worker(part, steps) for part in node.parts)


def _choice(node: Operation, steps: Steps) -> Work:
    condition, first, second = _parts(node, steps)
    return lambda row: first(row) if condition(row) else second(row)


def _and(node: Operation, steps: Steps) -> Work:
    parts = _parts(node, steps)
    return lambda row: all(part(row) for part in parts)


def _or(node: Operation, steps: Steps) -> Work:
    parts = _parts(node, steps)
    return lambda row: any(part(row) for part in parts)


def _simple(function: Callable[..., Any]) -> Callable[[Operation, Steps], Work]:
    """Make a worker maker from a function of one to three values."""

    def make(node: Operation, steps: Steps) -> Work:
        parts = _parts(node, steps)
        if len(parts) == 1:
            only = parts[0]
            return lambda row: function(only(row))
        if len(parts) == 2:
            first, second = parts
            return lambda row: function(first(row), second(row))
        return lambda row: function(*(part(row) for part in parts))

    return make


SIMPLE: Mapping[str, Callable[..., Any]] = {
    "not": lambda value: not value,
    "+": lambda first, second: first + second,
    "-": lambda first, second: first - second,
    "*": lambda first, second: first * second,
    "/": lambda first, second: Fraction(first) / second,
    "in": lambda item, listed: item in listed,
    "min": min,
    "max": max,
    "rounded": arithmetic.rounded,
    "tier": arithmetic.tier_of,
    "banded": arithmetic.banded,
    "lookup": lambda table, *codes: table[codes],
    "listed": lambda pairs, code, number: (code, number) in pairs,
    "age": arithmetic.age,
    "months_since": arithmetic.months_between,
    "months_between": arithmetic.months_between,
    "days_since": arithmetic.days_between,
    "days_between": arithmetic.days_between,
    "month_index": arithmetic.month_index,
    "known": bool,
    "birthday": arithmetic.birthday,
    "months_later": arithmetic.months_later,
    **COMPARISONS,
}
"""What needs nothing but its parts' values, all of them."""

_MAKERS: Mapping[str, Callable[[Operation, Steps], Work]] = {
    "if": _choice,
    "and": _and,
    "or": _or,
    **{op: _simple(function) for op, function in SIMPLE.items()},
}
