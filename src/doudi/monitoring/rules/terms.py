"""Cuts time into the terms a comparison is planned for: months, quarters, half years, years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from doudi.kernel.dates import Period

MONTHS: Mapping[str, int] = {"MONTH": 1, "QUARTER": 3, "HALF_YEAR": 6, "YEAR": 12}


@dataclass(frozen=True, slots=True)
class Term:
    """A span of whole months in which a list is to be compared once."""

    first: Period
    last: Period

    def is_over(self, on: date) -> bool:
        """Say whether the term's last day has come: what was not compared by then is missed."""
        return on >= self.last.last_day

    def holds(self, period: str) -> bool:
        """Say whether a month lies in the term."""
        return str(self.first) <= period <= str(self.last)


def terms(every: str, since: Period, on: date) -> list[Term]:
    """Return the terms from the one a month lies in to the one a day lies in, oldest first.

    They begin where the calendar's quarters and half years do.
    """
    months = MONTHS[every]
    first = since
    while (first.first_day.month - 1) % months:
        first = first.previous()
    found = []
    while first.first_day <= on:
        last = first
        for _ in range(months - 1):
            last = last.next()
        found.append(Term(first, last))
        first = last.next()
    return found
