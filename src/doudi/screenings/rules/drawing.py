"""Whom a screening round draws and what a township has done of it: pure counting."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from doudi.kernel.dates import Period
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.kernel.policy_file import Distinct, Sourced, Stated, Text


class Amount(Sourced):
    """One number of the way of drawing."""

    title: Text
    value: int = Field(ge=1)
    unit: Text


class Drawing(Stated):
    """How rounds draw people: ages in years, months counted back, the rules whose findings are grounds."""

    title: Text
    document: Text
    old_age: Amount
    relief_months: Amount
    signs: Distinct[Text]
    heavy: Distinct[Text]

    @property
    def verified(self) -> bool:
        """Whether both numbers were checked against their documents."""
        return self.old_age.verified and self.relief_months.verified


@dataclass(frozen=True, slots=True)
class Progress:
    """How far one township has come: people to be done, done, and whether it is late."""

    township: str
    due: int
    done: int
    is_late: bool

    @property
    def rate(self) -> int:
        """Return the share done in whole per cent, never rounded up."""
        return 100 * self.done // self.due if self.due else 100


def progress(people: Iterable[tuple[str, bool]], *, due_on: date, on: date) -> list[Progress]:
    """Count (division, is it done) by township, in order of code; late is who is not done after the day."""
    counts: dict[str, list[int]] = {}
    for division, is_done in people:
        held = counts.setdefault(division[:TOWNSHIP_DIGITS], [0, 0])
        held[0] += 1
        held[1] += is_done
    return [
        Progress(township, due, done, is_late=on > due_on and done < due)
        for township, (due, done) in sorted(counts.items())
    ]


def months_back(period: Period, months: int) -> Period:
    """Return the first of so many months that end with this one."""
    for _ in range(months - 1):
        period = period.previous()
    return period
