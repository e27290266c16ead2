"""Put several lists together: everyone once, with every list that names them."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class Named:
    """A row of a list that names somebody: `who` is the same for one person on every list."""

    who: Hashable
    batch: str
    row: int
    visited_on: date | None


@dataclass(slots=True)
class Merged:
    """One person of several lists: the first row on each list, and when somebody last went there."""

    who: Hashable
    rows: dict[str, int] = field(default_factory=dict)
    visited_on: date | None = None


def merge(rows: Iterable[Named]) -> list[Merged]:
    """Return everyone once, in the order in which the lists first name them."""
    found: dict[Hashable, Merged] = {}
    for row in rows:
        one = found.setdefault(row.who, Merged(row.who))
        one.rows.setdefault(row.batch, row.row)
        visits = [day for day in (one.visited_on, row.visited_on) if day]
        one.visited_on = max(visits, default=None)
    return list(found.values())
