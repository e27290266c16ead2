"""Run expressions for many families where facts or values of law are not known: `opened`, in columns."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product
from typing import Any, Protocol

import numpy as np

from doudi.formulas.nodes import (
    Aggregate,
    Kind,
    Level,
    Literal,
    Node,
    Operation,
    Reference,
    Type,
    Value,
)
from doudi.formulas.opened_gathering import GATHER
from doudi.formulas.opened_tables import OF_TABLES, NobodySet, asks_of, one_value, undecided, unset_column
from doudi.formulas.ratios import Array, Column
from doudi.formulas.unknown import FIRST_DAY, MOST, unset_value
from doudi.formulas.vector import OPERATIONS as OF_KNOWN
from doudi.formulas.wide import (
    Answers,
    Codes,
    Exact,
    Numbers,
    Wide,
    added,
    answers,
    at,
    compared,
    divided,
    either,
    greater,
    kept,
    known,
    lesser,
    matters,
    multiplied,
    numbers,
    whole,
)


class OpenTable(Protocol):
    """The rows an expression is worked out for: columns by name, and which row belongs to which."""

    def wide(self, name: str, level: Level) -> Wide:
        """Return a fact's or step's values for the rows of its own entity."""

    def owners(self, home: Level, level: Level) -> Array:
        """Return for each row of a lower entity the place of the upper row it belongs to."""

    def rows(self, level: Level) -> int:
        """Return how many rows an entity has."""

    def starts(self, level: Level) -> Array:
        """Return where each upper row's rows of an entity begin, and the end behind the last."""

    def nothing(self, rows: int) -> Array:
        """Return that so many rows wait for nothing."""

    def asked(self, name: str, rows: int) -> Array:
        """Return that so many rows wait for a fact or a parameter."""


def wide_of(node: Node, table: OpenTable, level: Level) -> Wide | Column | NobodySet:
    """Return an expression's values for every row of an entity; a table of a parameter stays what it is."""
    if isinstance(node, Literal):
        return constant(node.type, node.value, table, level)
    if isinstance(node, Reference):
        found = table.wide(node.name, node.level)
        return found if node.level is level else at(found, table.owners(node.level, level))
    if isinstance(node, Aggregate):
        body = wide_of(node.body, table, node.level)
        return GATHER[node.op](body, table.starts(node.level))
    if isinstance(node, Operation):
        parts = [wide_of(part, table, level) for part in node.parts]
        return _OPERATIONS.get(node.op, _at_the_ends)(node, parts)
    return unset_column(node.type, unset_value(node), table.asked(node.key, table.rows(level)))


def constant(kind: Type, value: Value, table: OpenTable, level: Level) -> Wide | Column:
    """Return one known value for all rows; what is no number, day, code or answer stays what it is."""
    rows = table.rows(level)
    nothing = table.nothing(rows)
    if kind.kind is Kind.YES_NO:
        yes = np.full(rows, bool(value))
        return Answers(yes, ~yes, nothing)
    if kind.kind is Kind.CODE:
        return Codes(np.full(rows, np.uint64(1) << np.uint64(value)), nothing)
    if not kind.is_number and kind.kind is not Kind.DAY:
        return value
    exact = Fraction(value)
    one = Exact(np.full(rows, exact.numerator), np.full(rows, exact.denominator))
    return Numbers(one, one, nothing)


def _choice(node: Operation, parts: list[Any]) -> Wide:
    condition, first, second = parts
    return either(condition.yes, condition.yes & condition.no, condition.asks, first, second)


def _and(node: Operation, parts: list[Any]) -> Answers:
    yes, no = parts[0].yes, parts[0].no
    for part in parts[1:]:
        yes, no = yes & part.yes, no | part.no
    return answers(yes, no, asks_of(parts))


def _or(node: Operation, parts: list[Any]) -> Answers:
    yes, no = parts[0].yes, parts[0].no
    for part in parts[1:]:
        yes, no = yes | part.yes, no & part.no
    return answers(yes, no, asks_of(parts))


def _not(node: Operation, parts: list[Any]) -> Answers:
    return Answers(parts[0].no, parts[0].yes, parts[0].asks)


_CORNERS: Mapping[str, Callable[[Exact, Exact], Exact]] = {
    "+": added,
    "-": lambda first, second: added(first, second, -1),
    "*": multiplied,
    "/": divided,
}


def _quotient(node: Operation, parts: list[Any]) -> Numbers:
    """Return a quotient; by a divisor that may be nothing it may be anything."""
    first, second = parts
    rows, nothing = len(second.low.num), second.low.num <= 0
    if not nothing.any():
        return _calculated(node, parts)
    one = one_value(1, rows)
    safe = Numbers(one.where(nothing, second.low), one.where(nothing, second.high), second.asks)
    found = _calculated(node, [first, safe])
    low = one_value(-MOST, rows).where(nothing, found.low)
    return numbers(low, one_value(MOST, rows).where(nothing, found.high), asks_of(parts))


def _calculated(node: Operation, parts: list[Any]) -> Numbers:
    first, second = parts
    work = _CORNERS[node.op]
    corners = [work(one, other) for one in (first.low, first.high) for other in (second.low, second.high)]
    low, high = corners[0], corners[0]
    for corner in corners[1:]:
        low, high = lesser(low, corner), greater(high, corner)
    return numbers(low, high, asks_of(parts))


def _compared(node: Operation, parts: list[Any]) -> Answers:
    first, second = parts
    yes, no = _POSSIBLE[type(first)](first, second, node.op)
    return answers(yes, no, asks_of(parts))


def _of_numbers(first: Numbers, second: Numbers, op: str) -> tuple[Array, Array]:
    if op in ("==", "!="):
        meet = compared(first.low, second.high, np.less_equal) & compared(
            second.low, first.high, np.less_equal
        )
        alone = compared(first.low, first.high, np.equal) & compared(second.low, second.high, np.equal)
        return (meet, ~(meet & alone)) if op == "==" else (~(meet & alone), meet)
    compare = _ORDER[op]
    ends = [
        compared(one, other, compare) for one, other in ((first.low, second.high), (first.high, second.low))
    ]
    return ends[0] | ends[1], ~(ends[0] & ends[1])


_ORDER: Mapping[str, Callable[[Any, Any], Any]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def _of_codes(first: Codes, second: Codes, op: str) -> tuple[Array, Array]:
    meet = first.bits & second.bits != 0
    same = meet & known(first) & known(second)
    return (meet, ~same) if op == "==" else (~same, meet)


def _of_answers(first: Answers, second: Answers, op: str) -> tuple[Array, Array]:
    same = (first.yes & second.yes) | (first.no & second.no)
    other = (first.yes & second.no) | (first.no & second.yes)
    return (same, other) if op == "==" else (other, same)


_POSSIBLE: Mapping[type, Callable[[Any, Any, str], tuple[Array, Array]]] = {
    Numbers: _of_numbers,
    Codes: _of_codes,
    Answers: _of_answers,
}


def _in(node: Operation, parts: list[Any]) -> Answers:
    item, listed = parts
    if isinstance(listed, NobodySet):
        return undecided(item.asks | listed.asks)
    mask = np.uint64(sum(1 << place for place in listed))
    return answers(item.bits & mask != 0, item.bits & ~mask != 0, item.asks)


def _known(node: Operation, parts: list[Any]) -> Answers:
    day = parts[0]
    return answers(day.high.num != 0, day.low.num == 0, day.asks)


def _least_or_most(node: Operation, parts: list[Any]) -> Numbers:
    """Return the least or greatest of each row; what can never be it is not waited for."""
    choose = greater if node.op == "max" else lesser
    low, high = parts[0].low, parts[0].high
    for part in parts[1:]:
        low, high = choose(low, part.low), choose(high, part.high)
    asked = np.zeros_like(parts[0].asks)
    for part in parts:
        asked = asked | kept(part.asks, matters(part, low, high, node.op))
    return numbers(low, high, asked)


def _at_the_ends(node: Operation, parts: list[Any]) -> Numbers:
    """Return the limits of what is counted from days: it rises or falls evenly with each of them."""
    found = [
        whole(np.asarray(OF_KNOWN[node.op](node, list(corner)), dtype=np.int64))
        for corner in product(*(_day_corners(part) for part in parts))
    ]
    low, high = found[0], found[0]
    for one in found[1:]:
        low, high = lesser(low, one), greater(high, one)
    return numbers(low, high, asks_of(parts))


def _day_corners(part: Numbers) -> list[Array]:
    low, high = part.low.num.astype(np.int64), part.high.num.astype(np.int64)
    if np.array_equal(low, high):
        return [low]
    return [low, np.where((low == 0) & (high != 0), FIRST_DAY, low), high]


_OPERATIONS: Mapping[str, Callable[[Operation, list[Any]], Wide]] = {
    "if": _choice,
    "and": _and,
    "or": _or,
    "not": _not,
    "in": _in,
    "known": _known,
    "min": _least_or_most,
    "max": _least_or_most,
    **OF_TABLES,
    **dict.fromkeys(("+", "-", "*"), _calculated),
    "/": _quotient,
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), _compared),
}
