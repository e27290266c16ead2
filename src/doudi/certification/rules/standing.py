"""Works out where a certification stands on a day from what was checked, proposed and decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

GRANT, REFUSE, RENEW, END = "GRANT", "REFUSE", "RENEW", "END"
TO_CHECK, CHECKED, PROPOSED, CERTIFIED, REFUSED, ENDED, EXPIRED = (
    *("TO_CHECK", "CHECKED", "PROPOSED", "CERTIFIED"),
    *("REFUSED", "ENDED", "EXPIRED"),
)


@dataclass(frozen=True, slots=True)
class Check:
    """A check of somebody's circumstances; `order` is its place among all rows of the certification."""

    order: int
    is_met: bool


@dataclass(frozen=True, slots=True)
class Proposal:
    """What was proposed: for a grant or renewal from and to which day, for an end from which day.

    `is_agreed` is None while nobody has decided. `ends_on` is the first day on which it holds no more.
    """

    order: int
    matter: str
    begins_on: date
    ends_on: date | None
    is_agreed: bool | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """Where a certification stands; the span is what was granted, as renewed or ended."""

    state: str
    begins_on: date | None = None
    ends_on: date | None = None
    last_check: Check | None = None
    allowed: frozenset[str] = frozenset()
    """What may be proposed now."""


def position(checks: Sequence[Check], proposals: Sequence[Proposal], *, on: date) -> Position:
    """Return where a certification stands on a day; rows may come in any order."""
    agreed = sorted((each for each in proposals if each.is_agreed), key=lambda each: each.order)
    begins, ends = _span(agreed)
    last = max(checks, key=lambda each: each.order, default=None)
    state = _state(agreed, begins, ends, last, on)
    if any(each.is_agreed is None for each in proposals):
        return Position(PROPOSED, begins, ends, last)
    settled = agreed[-1].order if agreed else 0
    return Position(state, begins, ends, last, _allowed(state, last, settled))


def _span(agreed: Sequence[Proposal]) -> tuple[date | None, date | None]:
    begins = ends = None
    for each in agreed:
        if each.matter == GRANT:
            begins, ends = each.begins_on, each.ends_on
        elif each.matter == RENEW:
            ends = each.ends_on
        elif each.matter == END:
            ends = each.begins_on
    return begins, ends


def _state(
    agreed: Sequence[Proposal], begins: date | None, ends: date | None, last: Check | None, on: date
) -> str:
    if agreed and agreed[-1].matter == REFUSE:
        return REFUSED
    if begins is None:
        return TO_CHECK if last is None else CHECKED
    if ends is not None and ends <= on:
        return ENDED if agreed[-1].matter == END else EXPIRED
    return CERTIFIED


def _allowed(state: str, last: Check | None, settled: int) -> frozenset[str]:
    """Say what may be proposed: what somebody looked into since the last decision, an end at any time."""
    fresh = last is not None and last.order > settled
    if state == CHECKED and fresh and last is not None:
        return frozenset({GRANT}) if last.is_met else frozenset({REFUSE})
    if state == CERTIFIED:
        return frozenset({END, RENEW}) if fresh and last is not None and last.is_met else frozenset({END})
    return frozenset()
