"""Gather columns of members into one answer a family: sums, counts, whether anyone, whether everyone."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from doudi.formulas.ratios import Array, Column, Ratio


def _over(body: Column, starts: Array) -> Column:
    """Return a column for the rows gathered; a value all rows share is written out."""
    if isinstance(body, np.ndarray) and body.ndim:
        return body
    return np.full(int(starts[-1]), body)


def _sum(body: Column, starts: Array) -> Column:
    if isinstance(body, Ratio):
        over = {key: (_one_each(column, starts), times) for key, (column, times) in body.over.items()}
        return Ratio(_sum(body.num, starts), body.den, over)
    # sums that wrap on the way come right again: the difference is proved to fit
    running = np.zeros(int(starts[-1]) + 1, dtype=np.int64)
    np.cumsum(_over(body, starts), out=running[1:])
    ends = running[starts]
    return ends[1:] - ends[:-1]


def _one_each(dens: Column, starts: Array) -> Column:
    """Return the divisor each group shares; 1 for a group of nobody."""
    found = np.ones(len(starts) - 1, dtype=np.int64)
    filled = starts[1:] > starts[:-1]
    found[filled] = dens[starts[:-1][filled]]
    return found


def _any(body: Column, starts: Array) -> Column:
    return _sum(body, starts) > 0


def _all(body: Column, starts: Array) -> Column:
    return ~_any(~_over(body, starts), starts)


def _extreme(function: Column) -> Callable[[Column, Array], Column]:
    """Make a gatherer of the highest or lowest value; where there is nobody the answer is 0."""

    def gather(body: Column, starts: Array) -> Column:
        if isinstance(body, Ratio):
            return Ratio(gather(body.num, starts), body.den)
        found = np.zeros(len(starts) - 1, dtype=np.int64)
        filled = starts[1:] > starts[:-1]
        if filled.any():
            found[filled] = function.reduceat(_over(body, starts), starts[:-1][filled])
        return found

    return gather


GATHER: Mapping[str, Callable[[Column, Array], Column]] = {
    "sum": _sum,
    "count": _sum,
    "any": _any,
    "all": _all,
    "highest": _extreme(np.maximum),
    "lowest": _extreme(np.minimum),
}
