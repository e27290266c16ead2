"""Run expressions for many families some of whose facts are not known: what `opened` gives, in columns."""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any, Protocol

import numpy as np

from doudi.formulas.arithmetic import ROUNDINGS
from doudi.formulas.nodes import (
    Aggregate,
    Kind,
    Level,
    Literal,
    Node,
    Operation,
    Reference,
    RuleBroken,
    Type,
    Value,
)
from doudi.formulas.opened_gathering import GATHER
from doudi.formulas.ratios import Array, Column
from doudi.formulas.unknown import FIRST_DAY
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
    codes,
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
    times,
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


def wide_of(node: Node, table: OpenTable, level: Level) -> Wide | Column:
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
    raise RuleBroken(f"{node.key} has no value")


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


def _asks(parts: Sequence[Wide]) -> Array:
    found = parts[0].asks
    for part in parts[1:]:
        found = found | part.asks
    return found


def _choice(node: Operation, parts: list[Any]) -> Wide:
    condition, first, second = parts
    return either(condition.yes, condition.yes & condition.no, condition.asks, first, second)


def _and(node: Operation, parts: list[Any]) -> Answers:
    yes, no = parts[0].yes, parts[0].no
    for part in parts[1:]:
        yes, no = yes & part.yes, no | part.no
    return answers(yes, no, _asks(parts))


def _or(node: Operation, parts: list[Any]) -> Answers:
    yes, no = parts[0].yes, parts[0].no
    for part in parts[1:]:
        yes, no = yes | part.yes, no & part.no
    return answers(yes, no, _asks(parts))


def _not(node: Operation, parts: list[Any]) -> Answers:
    return Answers(parts[0].no, parts[0].yes, parts[0].asks)


_CORNERS: Mapping[str, Callable[[Exact, Exact], Exact]] = {
    "+": added,
    "-": lambda first, second: added(first, second, -1),
    "*": multiplied,
    "/": divided,
}


def _calculated(node: Operation, parts: list[Any]) -> Numbers:
    first, second = parts
    work = _CORNERS[node.op]
    corners = [work(one, other) for one in (first.low, first.high) for other in (second.low, second.high)]
    low, high = corners[0], corners[0]
    for corner in corners[1:]:
        low, high = lesser(low, corner), greater(high, corner)
    return numbers(low, high, _asks(parts))


def _compared(node: Operation, parts: list[Any]) -> Answers:
    first, second = parts
    yes, no = _POSSIBLE[type(first)](first, second, node.op)
    return answers(yes, no, _asks(parts))


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


def _rounded(node: Operation, parts: list[Any]) -> Numbers:
    amount, rule = parts
    return numbers(_round(amount.low, rule), _round(amount.high, rule), amount.asks)


def _round(amount: Exact, rule: str) -> Exact:
    unit, how = ROUNDINGS[rule]
    den = times(amount.den, np.full(len(amount.den), unit))
    if how == "up":
        return whole(-(-amount.num // den) * unit)
    if how == "down":
        return whole(amount.num // den * unit)
    twice = times(den, np.full(len(den), 2))
    return whole((times(amount.num, np.full(len(den), 2)) + den) // twice * unit)


def _tier(node: Operation, parts: list[Any]) -> Wide:
    lines, value = parts[0].lines, parts[1]
    first, last = _line_of(lines, value.low), _line_of(lines, value.high)
    gives = [(line.gives, (first <= place) & (place <= last)) for place, line in enumerate(lines)]
    return _joined(node.type, gives, value.asks)


def _line_of(lines: Sequence[Any], value: Exact) -> Array:
    found = np.full(len(value.num), len(lines) - 1)
    for place in range(len(lines) - 2, -1, -1):
        line, top = lines[place], Fraction(lines[place].up_to)
        bound = Exact(np.full(len(found), top.numerator), np.full(len(found), top.denominator))
        within = compared(value, bound, np.less_equal if line.including else np.less)
        found = np.where(within, place, found)
    return found


def _joined(kind: Type, options: Sequence[tuple[Any, Array]], asks: Array) -> Wide:
    """Return what one of some values may be, each possible in some of the rows."""
    if kind.kind is Kind.CODE:
        bits = np.zeros(len(asks), dtype=np.uint64)
        for value, possible in options:
            bits |= np.where(possible, np.uint64(1) << np.uint64(value), np.uint64(0))
        return codes(bits, asks)
    low, high, found = _constant(0, len(asks)), _constant(0, len(asks)), np.zeros(len(asks), dtype=bool)
    for value, possible in options:
        one = _constant(value, len(asks))
        low = one.where(possible & (~found | compared(one, low, np.less)), low)
        high = one.where(possible & (~found | compared(one, high, np.greater)), high)
        found = found | possible
    return numbers(low, high, asks)


def _constant(value: Value, rows: int) -> Exact:
    exact = Fraction(value)
    return Exact(np.full(rows, exact.numerator), np.full(rows, exact.denominator))


def _banded(node: Operation, parts: list[Any]) -> Numbers:
    lines, value = parts[0].lines, parts[1]
    return numbers(_shares(lines, value.low), _shares(lines, value.high), value.asks)


def _shares(lines: Sequence[Any], value: Exact) -> Exact:
    rows = len(value.num)
    nothing = _constant(0, rows)
    total, floor = nothing, nothing
    for line in lines:
        top = value if line.up_to is None else lesser(value, _constant(line.up_to, rows))
        within = greater(added(top, floor, -1), nothing)
        total = added(total, multiplied(within, _constant(line.share, rows)))
        floor = floor if line.up_to is None else _constant(line.up_to, rows)
    return total


def _lookup(node: Operation, parts: list[Any]) -> Wide:
    cells, entries = parts[0], parts[1:]
    gives = []
    for cell, given in cells.items():
        possible = np.ones(len(entries[0].bits), dtype=bool)
        for place, entry in zip(cell, entries, strict=True):
            possible = possible & (entry.bits >> np.uint64(place) & np.uint64(1) == 1)
        gives.append((given, possible))
    return _joined(node.type, gives, _asks(entries))


def _listed(node: Operation, parts: list[Any]) -> Answers:
    pairs, code, number = parts
    rows = len(code.bits)
    met = np.zeros(rows, dtype=np.int64)
    low, high = number.low.num, number.high.num
    for place, wanted in pairs:
        met += (code.bits >> np.uint64(place) & np.uint64(1) == 1) & (low <= wanted) & (wanted <= high)
    every = _ones(code.bits) * (high - low + 1)
    return answers(met > 0, met < every, code.asks | number.asks)


def _ones(bits: Array) -> Array:
    found = np.zeros(len(bits), dtype=np.int64)
    for place in range(64):
        found += (bits >> np.uint64(place) & np.uint64(1)).astype(np.int64)
    return found


def _at_the_ends(node: Operation, parts: list[Any]) -> Numbers:
    """Return the limits of what is counted from days: it rises or falls evenly with each of them."""
    found = [
        whole(np.asarray(OF_KNOWN[node.op](node, list(corner)), dtype=np.int64))
        for corner in product(*(_day_corners(part) for part in parts))
    ]
    low, high = found[0], found[0]
    for one in found[1:]:
        low, high = lesser(low, one), greater(high, one)
    return numbers(low, high, _asks(parts))


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
    "rounded": _rounded,
    "tier": _tier,
    "banded": _banded,
    "lookup": _lookup,
    "listed": _listed,
    **dict.fromkeys(_CORNERS, _calculated),
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), _compared),
}
