"""Find people by token among millions, a column at a time.

An index of buckets over the sorted roster: the leading bits of the mixed low half of a token name a bucket
of one entry or none, 32 more bits rule out nearly every stranger, and both halves are compared before a row
is said to be someone's. It does for a batch what a hash join does, keeps the batch's order, and touches
only what fits the processor's cache.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Value = TypeVar("Value", bound=np.generic)
NOBODY = -1

_MIX = np.uint64(0x9E3779B97F4A7C15)  # spreads tokens that are not random, as in tests, over the buckets
_SMALLEST, _LARGEST = 4, 26


@dataclass(frozen=True, slots=True)
class RosterIndex:
    """The roster's tokens in bucket order; `order` gives each entry's place as it was handed over."""

    high: Ints
    low: Ints
    marks: npt.NDArray[np.uint32]
    order: Ints
    starts: npt.NDArray[np.int32]
    bits: int


def index_of(high: Ints, low: Ints) -> RosterIndex:
    """Build the index; where two entries share a token, the one handed over first is found."""
    bits = min(max(len(low).bit_length() + 1, _SMALLEST), _LARGEST)  # about two buckets an entry
    mixed = low.view(np.uint64) * _MIX
    order = np.argsort(mixed, kind="stable")
    mixed = mixed[order]
    buckets = (mixed >> np.uint64(64 - bits)).astype(np.int64)
    starts = np.zeros((1 << bits) + 1, np.int32)
    np.cumsum(np.bincount(buckets, minlength=1 << bits), out=starts[1:])
    return RosterIndex(high[order], low[order], mixed.astype(np.uint32), order, starts, bits)


def find(index: RosterIndex, high: Ints, low: Ints, usable: Bools) -> tuple[Ints, Ints]:
    """Return the rows that name someone, in their order, and the index's entries they name."""
    mixed = low.view(np.uint64) * _MIX
    buckets = (mixed >> np.uint64(64 - index.bits)).astype(np.int64)
    starts, ends = _at(index.starts, buckets), _at(index.starts, buckets + 1)
    rows = np.flatnonzero((starts < ends) & usable)
    found = np.full(len(low), NOBODY, np.int64)
    marks, place, end = (
        _at(mixed, rows).astype(np.uint32),
        _at(starts, rows).astype(np.int64),
        _at(ends, rows),
    )
    while len(rows):
        likely = np.flatnonzero(_at(index.marks, place) == marks)
        there, who = _at(rows, likely), _at(place, likely)
        same = _at(index.low, who) == _at(low, there)
        same &= _at(index.high, who) == _at(high, there)
        found[there[same]] = who[same]
        going_on = place + 1 < end
        going_on[likely[same]] = False
        left = np.flatnonzero(going_on)
        rows, marks, place, end = _at(rows, left), _at(marks, left), _at(place, left) + 1, _at(end, left)
    named = np.flatnonzero(found != NOBODY)
    return named, _at(found, named)


def _at(values: npt.NDArray[Value], places: Ints) -> npt.NDArray[Value]:
    """Pick values at places that are known to be there: numpy's own check would cost half as much again."""
    return values.take(places, mode="wrap")
