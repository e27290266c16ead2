"""Tells whether a new dated value would run into one that is there already."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """From a day until another; the end is exclusive, none means until further notice."""

    begins: date
    ends: date | None = None

    def meets(self, other: Span) -> bool:
        """Tell whether both have a day in common."""
        return (self.ends is None or other.begins < self.ends) and (
            other.ends is None or self.begins < other.ends
        )


@dataclass(frozen=True, slots=True)
class Collision:
    """The span that is in the way, and what would make room: the day to end on, or to begin on."""

    span: Span
    end_by: date | None = None
    begin_at: date | None = None


def collision(new: Span, standing: Sequence[Span]) -> Collision | None:
    """Return what a new value runs into; a value that was to hold until further notice simply ends there.

    A value with an end of its own is not cut short, and one that begins later is not covered.
    """
    days = {span.begins for span in standing}
    for span in sorted(standing, key=lambda each: each.begins):
        if span.begins == new.begins:
            return Collision(span)
        if span.begins > new.begins and new.meets(span):
            return Collision(span, end_by=span.begins)
        own_end = span.ends is not None and span.ends not in days
        if span.begins < new.begins and own_end and span.meets(new):
            return Collision(span, begin_at=span.ends)
    return None


def first_meeting(new: Span, waiting: Iterable[Span]) -> Span | None:
    """Return the first span not decided on yet that a new one has a day in common with."""
    return next((span for span in waiting if span.meets(new)), None)
