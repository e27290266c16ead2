"""Gather columns of members some of whose values are not known into one answer a family."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np

from doudi.formulas.nodes import RuleBroken, Value
from doudi.formulas.ratios import Array
from doudi.formulas.wide import Answers, Exact, Numbers, Wide, answers, kept, matters, numbers, whole


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
    """Return sums of quotients; where divisors differ the numbers are taken one by one."""
    if (body.den == 1).all():
        return whole(_groups(body.num, starts, np.add, 0))
    each = body.fractions()
    sums = [sum(each[first:last], Fraction(0)) for first, last in pairwise(starts)]
    num = np.array([one.numerator for one in sums], dtype=object)
    return Exact(num, np.array([one.denominator for one in sums], dtype=object))


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
        if not ((body.low.den == 1).all() and (body.high.den == 1).all()):
            raise RuleBroken("the highest of quotients: round them first")
        low = _groups(body.low.num, starts, function, 0)
        high = _groups(body.high.num, starts, function, 0)
        owner = np.repeat(np.arange(len(starts) - 1), np.diff(starts))
        counts = matters(body, whole(low).at(owner), whole(high).at(owner), op)
        return numbers(whole(low), whole(high), _all_asks(kept(body.asks, counts), starts))

    return gather


GATHER: Mapping[str, Callable[[Any, Array], Wide]] = {
    "sum": _sum,
    "count": _count,
    "any": _any,
    "all": _all,
    "highest": _extreme("max"),
    "lowest": _extreme("min"),
}
