"""Columns of values some of which are not known: what each row's value may be, and which facts it waits for.

Numbers and days have a lowest and a highest, exact quotients of whole numbers; answers say whether yes and no
are possible; codes are sets of bits. A row whose value is known waits for nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from doudi.formulas.ratios import Array

LARGEST = 2**62


@dataclass(frozen=True, slots=True)
class Exact:
    """One quotient of whole numbers a row; whole numbers of any size where 64 bits might not hold them."""

    num: Array
    den: Array

    def where(self, chosen: Array, other: Exact) -> Exact:
        """Return this value in the rows chosen, the other's elsewhere."""
        return Exact(np.where(chosen, self.num, other.num), np.where(chosen, self.den, other.den))

    def at(self, rows: Array) -> Exact:
        """Return the values of rows, by place."""
        return Exact(self.num[rows], self.den[rows])

    def fractions(self) -> list[Fraction]:
        """Return the values one by one."""
        return [Fraction(num, den) for num, den in zip(self.num.tolist(), self.den.tolist(), strict=True)]


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers or days: the least and the most each may be, both possible."""

    low: Exact
    high: Exact
    asks: Array


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers: whether yes, and whether no, is possible; one of them always is."""

    yes: Array
    no: Array
    asks: Array


@dataclass(frozen=True, slots=True)
class Codes:
    """Codes of one enumeration: a bit for each that is possible, the first member the lowest."""

    bits: Array
    asks: Array


Wide = Numbers | Answers | Codes


def times(first: Array, second: Array) -> Array:
    """Return a product, in whole numbers of any size where 64 bits might not hold it."""
    if first.dtype != object and second.dtype != object and _most(first) * _most(second) >= LARGEST:
        first = first.astype(object)
    return first * second


def roomy(column: Array, many: int) -> Array:
    """Return numbers so many of which can be added up: of any size where 64 bits might not hold the sum."""
    return column.astype(object) if column.dtype != object and _most(column) * many >= LARGEST else column


def _most(column: Array) -> int:
    return int(np.abs(column).max(initial=0))


def whole(column: Array) -> Exact:
    """Return whole numbers as quotients over one."""
    return Exact(column, np.ones(len(column), dtype=np.int64))


def added(first: Exact, second: Exact, sign: int = 1) -> Exact:
    """Return the sum, or with sign -1 the difference."""
    left, right, den = _over_one_divisor(first, second)
    return Exact(left + sign * right, den)


def multiplied(first: Exact, second: Exact) -> Exact:
    """Return the product."""
    return Exact(times(first.num, second.num), times(first.den, second.den))


def divided(first: Exact, second: Exact) -> Exact:
    """Return the quotient; the divisor is proved to be more than nothing."""
    return Exact(times(first.num, second.den), times(first.den, second.num))


def compared(first: Exact, second: Exact, compare: Callable[[Any, Any], Any]) -> Array:
    """Return how each row's two values compare."""
    left, right, _ = _over_one_divisor(first, second)
    answer: Array = np.asarray(compare(left, right), dtype=bool)
    return answer


def _over_one_divisor(first: Exact, second: Exact) -> tuple[Array, Array, Array]:
    if first.den is second.den or bool(np.array_equal(first.den, second.den)):
        return first.num, second.num, first.den
    return times(first.num, second.den), times(second.num, first.den), times(first.den, second.den)


def lesser(first: Exact, second: Exact) -> Exact:
    """Return the smaller value of each row."""
    return first.where(compared(first, second, np.less_equal), second)


def greater(first: Exact, second: Exact) -> Exact:
    """Return the larger value of each row."""
    return first.where(compared(first, second, np.greater_equal), second)


def numbers(low: Exact, high: Exact, asks: Array) -> Numbers:
    """Return numbers; where only one is possible nothing is waited for."""
    return Numbers(low, high, kept(asks, compared(low, high, np.less)))


def answers(yes: Array, no: Array, asks: Array) -> Answers:
    """Return answers; where only one is possible nothing is waited for."""
    return Answers(yes, no, kept(asks, yes & no))


def codes(bits: Array, asks: Array) -> Codes:
    """Return codes; where only one is possible nothing is waited for."""
    return Codes(bits, kept(asks, bits & (bits - np.uint64(1)) != 0))


def kept(asks: Array, rows: Array) -> Array:
    """Return what is waited for in the rows chosen, nothing elsewhere."""
    return np.where(rows[:, None], asks, np.uint64(0))


def known(column: Wide) -> Array:
    """Return which rows' values are known."""
    if isinstance(column, Numbers):
        return ~compared(column.low, column.high, np.less)
    if isinstance(column, Answers):
        return np.asarray(~(column.yes & column.no))
    return np.asarray(column.bits & (column.bits - np.uint64(1)) == 0)


def at(column: Wide, rows: Array) -> Wide:
    """Return the values of rows, by place: an upper row's values for each of the rows below it."""
    if isinstance(column, Numbers):
        return Numbers(column.low.at(rows), column.high.at(rows), column.asks[rows])
    if isinstance(column, Answers):
        return Answers(column.yes[rows], column.no[rows], column.asks[rows])
    return Codes(column.bits[rows], column.asks[rows])


def either(chosen: Array, open_: Array, asks: Array, first: Wide, second: Wide) -> Wide:
    """Return the first where chosen, else the second; where that is `open_`, resting on `asks`, both."""
    waited = np.where(open_[:, None], asks | first.asks | second.asks, _of_one(chosen, first, second))
    if isinstance(first, Numbers) and isinstance(second, Numbers):
        low, high = first.low.where(chosen, second.low), first.high.where(chosen, second.high)
        low = lesser(first.low, second.low).where(open_, low)
        return numbers(low, greater(first.high, second.high).where(open_, high), waited)
    if isinstance(first, Answers) and isinstance(second, Answers):
        yes, no = np.where(chosen, first.yes, second.yes), np.where(chosen, first.no, second.no)
        both = np.where(open_, first.yes | second.yes, yes), np.where(open_, first.no | second.no, no)
        return answers(*both, waited)
    if isinstance(first, Codes) and isinstance(second, Codes):
        bits = np.where(open_, first.bits | second.bits, np.where(chosen, first.bits, second.bits))
        return codes(bits, waited)
    raise TypeError("a choice is between values of one kind")


def _of_one(chosen: Array, first: Wide, second: Wide) -> Array:
    return np.where(chosen[:, None], first.asks, second.asks)


def matters(part: Numbers, low: Exact, high: Exact, op: str) -> Array:
    """Return in which rows a part can be the greatest (max) or least (min), which lies in low..high."""
    if op == "max":
        return compared(part.high, low, np.greater)
    return compared(part.low, high, np.less)
