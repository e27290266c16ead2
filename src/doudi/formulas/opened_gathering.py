"""Gather columns of members some of whose values are not known into one answer a family."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from doudi.formulas.bounds import MOST_ROWS
from doudi.formulas.nodes import Value
from doudi.formulas.ratios import Array
from doudi.formulas.wide import (
    Answers,
    Exact,
    Numbers,
    Wide,
    answers,
    kept,
    matters,
    numbers,
    roomy,
    times,
    whole,
)

MOST_DIVISOR = 2**31


def _groups(column: Array, starts: Array, function: np.ufunc, empty: Value) -> Array:
    """Return one answer a group of rows, `empty` for a group of nobody."""
    shape = (len(starts) - 1, *column.shape[1:])
    found = np.full(shape, empty, dtype=column.dtype)
    filled = starts[1:] > starts[:-1]
    if filled.any():
        found[filled] = function.reduceat(column, starts[:-1][filled])
    return found


def _all_asks(asks: Array, starts: Array) -> Array:
    return _groups(asks, starts, np.bitwise_or, np.uint64(0))


def _sum(body: Numbers, starts: Array) -> Numbers:
    return numbers(_total(body.low, starts), _total(body.high, starts), _all_asks(body.asks, starts))


def _total(body: Exact, starts: Array) -> Exact:
    """Return sums of quotients; where their divisors have little in common one by one."""
    num, den = _over_one_divisor(body)
    if den < MOST_DIVISOR:
        return Exact(_groups(roomy(num, MOST_ROWS), starts, np.add, 0), np.full(len(starts) - 1, den))
    each = body.fractions()
    sums = [sum(each[first:last], Fraction(0)) for first, last in pairwise(starts)]
    num = np.array([one.numerator for one in sums], dtype=object)
    return Exact(num, np.array([one.denominator for one in sums], dtype=object))


def _over_one_divisor(body: Exact) -> tuple[Array, int]:
    """Return the numerators of all rows over the least divisor they have in common."""
    den = math.lcm(*set(body.den.tolist()))
    if (body.den == den).all():
        return body.num, den
    return times(body.num, np.array([den // one for one in body.den.tolist()], dtype=object)), den


def _of_groups(body: Exact, starts: Array, function: np.ufunc) -> Exact:
    """Return the highest or lowest of each group, 0 of a group of nobody."""
    num, den = _over_one_divisor(body)
    return Exact(_groups(num, starts, function, 0), np.full(len(starts) - 1, den))


def _count(body: Answers, starts: Array) -> Numbers:
    certain = _groups((body.yes & ~body.no).astype(np.int64), starts, np.add, 0)
    possible = _groups(body.yes.astype(np.int64), starts, np.add, 0)
    return numbers(whole(certain), whole(possible), _all_asks(body.asks, starts))


def _any(body: Answers, starts: Array) -> Answers:
    yes = _groups(body.yes, starts, np.logical_or, False)
    no = _groups(body.no, starts, np.logical_and, True)
    return answers(yes, no, _all_asks(body.asks, starts))


def _all(body: Answers, starts: Array) -> Answers:
    yes = _groups(body.yes, starts, np.logical_and, True)
    no = _groups(body.no, starts, np.logical_or, False)
    return answers(yes, no, _all_asks(body.asks, starts))


def _extreme(op: str) -> Callable[[Numbers, Array], Numbers]:
    """Make a gatherer of the highest or lowest; where there is nobody the answer is 0."""
    function = np.maximum if op == "max" else np.minimum

    def gather(body: Numbers, starts: Array) -> Numbers:
        low, high = (_of_groups(one, starts, function) for one in (body.low, body.high))
        owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        counts = matters(body, low.at(owner), high.at(owner), op)
        return numbers(low, high, _all_asks(kept(body.asks, counts), starts))

    return gather


GATHER: Mapping[str, Callable[[Any, Array], Wide]] = {
    "sum": _sum,
    "count": _count,
    "any": _any,
    "all": _all,
    "highest": _extreme("max"),
    "lowest": _extreme("min"),
}
