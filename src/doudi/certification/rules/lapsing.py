"""Says how a recognition reads on a day: it holds, runs out soon, has run out (认定已到期)."""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum


class Reading(StrEnum):
    """How a recognition reads on a day; worked out, never kept."""

    COMING = "COMING"
    HOLDS = "HOLDS"
    ENDS_SOON = "ENDS_SOON"
    LAPSED = "LAPSED"
    UNREVIEWED = "UNREVIEWED"
    ENDED = "ENDED"


def reading(
    begins: date, said: date | None, usual: date | None, *, is_ended: bool, soon: timedelta, on: date
) -> Reading:
    """Return how a recognition reads; `said` is the last day it was given, `usual` the one the rules give.

    One that was given no last day goes on until somebody decides, and reads so once the usual day is past.
    """
    last = said or usual
    if said is not None and said < on:
        return Reading.ENDED if is_ended else Reading.LAPSED
    if on < begins:
        return Reading.COMING
    if last is None:
        return Reading.HOLDS
    if last < on:
        return Reading.UNREVIEWED
    return Reading.ENDS_SOON if last - soon <= on else Reading.HOLDS
