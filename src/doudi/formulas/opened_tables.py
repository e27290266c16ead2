"""Work out in columns what comes from a table, a scale, bands, a list or a rule of rounding, set or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import reduce
from typing import Any

import numpy as np

from doudi.formulas.arithmetic import ROUNDINGS
from doudi.formulas.nodes import INT, Kind, Operation, Type, Value
from doudi.formulas.ratios import Array
from doudi.formulas.unknown import Between, Unset, options_of
from doudi.formulas.wide import (
    Answers,
    Exact,
    Numbers,
    Wide,
    added,
    answers,
    codes,
    compared,
    greater,
    lesser,
    multiplied,
    numbers,
    times,
    whole,
)


@dataclass(frozen=True, slots=True)
class NobodySet:
    """A table, scale, bands, list or rule of rounding nobody has set; `gives` is what one place may hold."""

    asks: Array
    gives: Wide | NobodySet | None


def unset_column(kind: Type, value: Value, asks: Array) -> Wide | NobodySet:
    """Return what a value nobody has set may be, the same in every row."""
    rows = len(asks)
    if isinstance(value, Between):
        return Numbers(one_value(value.low, rows), one_value(value.high, rows), asks)
    if kind.kind is Kind.YES_NO:
        possible = np.ones(rows, dtype=bool)
        return Answers(possible, possible, asks)
    if kind.kind is Kind.CODE:
        return codes(np.full(rows, np.uint64(sum(1 << place for place in options_of(value)))), asks)
    return NobodySet(
        asks, unset_column(kind.gives or INT, value.gives, asks) if isinstance(value, Unset) else None
    )


def asks_of(parts: Sequence[Wide | NobodySet]) -> Array:
    """Return what each row of some parts waits for."""
    found = parts[0].asks
    for part in parts[1:]:
        found = found | part.asks
    return found


def undecided(asks: Array) -> Answers:
    """Return answers that may be yes or no in every row."""
    possible = np.ones(len(asks), dtype=bool)
    return Answers(possible, possible, asks)


def _rounded(node: Operation, parts: list[Any]) -> Numbers:
    amount, rule = parts
    if not isinstance(rule, NobodySet):
        return numbers(_round(amount.low, rule), _round(amount.high, rule), amount.asks)
    corners = [_round(end, one) for end in (amount.low, amount.high) for one in ROUNDINGS]
    return numbers(reduce(lesser, corners), reduce(greater, corners), amount.asks | rule.asks)


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
    if isinstance(parts[0], NobodySet):
        return _of_nobody(parts)
    lines, value = parts[0].lines, parts[1]
    first, last = _line_of(lines, value.low), _line_of(lines, value.high)
    gives = [(line.gives, (first <= place) & (place <= last)) for place, line in enumerate(lines)]
    return _joined(node.type, gives, value.asks)


def _of_nobody(parts: list[Any]) -> Wide:
    """Return what a place of a table nobody has set may hold, whichever place it is."""
    found: Wide = replace(parts[0].gives, asks=asks_of(parts))
    return found


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
    low, high, found = one_value(0, len(asks)), one_value(0, len(asks)), np.zeros(len(asks), dtype=bool)
    for value, possible in options:
        one = one_value(value, len(asks))
        low = one.where(possible & (~found | compared(one, low, np.less)), low)
        high = one.where(possible & (~found | compared(one, high, np.greater)), high)
        found = found | possible
    return numbers(low, high, asks)


def one_value(value: Value, rows: int) -> Exact:
    """Return one known number for so many rows."""
    exact = Fraction(value)
    return Exact(np.full(rows, exact.numerator), np.full(rows, exact.denominator))


def _banded(node: Operation, parts: list[Any]) -> Wide:
    if isinstance(parts[0], NobodySet):
        return _of_nobody(parts)
    lines, value = parts[0].lines, parts[1]
    return numbers(_shares(lines, value.low), _shares(lines, value.high), value.asks)


def _shares(lines: Sequence[Any], value: Exact) -> Exact:
    rows = len(value.num)
    nothing = one_value(0, rows)
    total, floor = nothing, nothing
    for line in lines:
        top = value if line.up_to is None else lesser(value, one_value(line.up_to, rows))
        within = greater(added(top, floor, -1), nothing)
        total = added(total, multiplied(within, one_value(line.share, rows)))
        floor = floor if line.up_to is None else one_value(line.up_to, rows)
    return total


def _lookup(node: Operation, parts: list[Any]) -> Wide:
    if isinstance(parts[0], NobodySet):
        return _of_nobody(parts)
    cells, entries = parts[0], parts[1:]
    gives = []
    for cell, given in cells.items():
        possible = np.ones(len(entries[0].bits), dtype=bool)
        for place, entry in zip(cell, entries, strict=True):
            possible = possible & (entry.bits >> np.uint64(place) & np.uint64(1) == 1)
        gives.append((given, possible))
    return _joined(node.type, gives, asks_of(entries))


def _listed(node: Operation, parts: list[Any]) -> Answers:
    pairs, code, number = parts
    if isinstance(pairs, NobodySet):
        return undecided(asks_of(parts))
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


OF_TABLES: Mapping[str, Callable[[Operation, list[Any]], Wide]] = {
    "rounded": _rounded,
    "tier": _tier,
    "banded": _banded,
    "lookup": _lookup,
    "listed": _listed,
}
