"""Whom a screening round draws and what a township has done of it: pure counting."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from doudi.kernel.dates import Period

TOWNSHIP_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Drawing:
    """How rounds draw people: ages in years, months counted back, the rules whose findings are grounds."""

    old_age: int
    relief_months: int
    signs: tuple[str, ...]
    heavy: tuple[str, ...]
    verified: bool


def drawing_of(text: Mapping[str, Any]) -> Drawing:
    """Build the way of drawing from its policy file; KeyError names what is missing."""
    old, relief = text["old_age"], text["relief_months"]
    return Drawing(
        old_age=int(old["value"]),
        relief_months=int(relief["value"]),
        signs=tuple(text["signs"]),
        heavy=tuple(text["heavy"]),
        verified=old["verified"] is True and relief["verified"] is True,
    )


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
