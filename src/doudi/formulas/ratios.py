"""Columns of exact quotients, kept as whole numbers over named divisors."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from numpy.typing import NDArray

from doudi.formulas.nodes import Node

Array = NDArray[Any]
# an array with one entry a row, a Ratio of two, or one value all rows share
Column = Any


@dataclass(frozen=True, slots=True)
class Ratio:
    """Exact quotients: numerators over one whole number and over divisors that differ from row to row.

    A divisor is known by its expression, with its values and how often it divides, so that two quotients
    over the same divisor meet without multiplying by it.
    """

    num: Column
    den: int = 1
    over: Mapping[Node, tuple[Column, int]] = field(default_factory=dict)

    @property
    def whole_den(self) -> Column:
        """The denominators, written out."""
        return over_all(self.den, self.over)

    def each(self, change: Callable[[Column], Column]) -> Ratio:
        """Return the quotients with every column changed in the same way."""
        over = {key: (change(column), times) for key, (column, times) in self.over.items()}
        return Ratio(change(self.num), self.den, over)


def over_all(den: Column, over: Mapping[Node, tuple[Column, int]]) -> Column:
    """Return a column multiplied by divisors, each as often as it divides."""
    for column, times in over.values():
        for _ in range(times):
            den = den * column
    return den


def as_ratio(value: Column) -> Ratio:
    """Return a value as a quotient."""
    return value if isinstance(value, Ratio) else Ratio(value)


def meeting(first: Ratio, second: Ratio) -> tuple[Column, Column, Ratio]:
    """Return both numerators over one denominator, and a quotient that has it."""
    if _is_nothing(second):
        return first.num, 0, first
    if _is_nothing(first):
        return 0, second.num, second
    den = math.lcm(first.den, second.den)
    over = dict(first.over)
    for key, (column, times) in second.over.items():
        if key not in over or over[key][1] < times:
            over[key] = (column, times)
    left = _raised(first, den, over)
    return left, _raised(second, den, over), Ratio(left, den, over)


def _is_nothing(ratio: Ratio) -> bool:
    """Tell whether all rows are 0, which is 0 over any denominator."""
    return isinstance(ratio.num, int) and ratio.num == 0


def _raised(ratio: Ratio, den: int, over: Mapping[Node, tuple[Column, int]]) -> Column:
    """Return the numerators over a larger denominator."""
    num = times(ratio.num, den // ratio.den)
    lacking = {
        key: (column, times - ratio.over.get(key, (None, 0))[1]) for key, (column, times) in over.items()
    }
    return over_all(num, lacking)


def times(values: Column, factor: int) -> Column:
    """Return a column times a number; by one nothing is worked."""
    return values if factor == 1 else values * factor


def joined_over(
    first: Mapping[Node, tuple[Column, int]], second: Mapping[Node, tuple[Column, int]]
) -> dict[Node, tuple[Column, int]]:
    """Return the divisors of a product of two quotients."""
    over = dict(first)
    for key, (column, times) in second.items():
        over[key] = (column, times + (over[key][1] if key in over else 0))
    return over
