"""Say whether an authority covers a source on a day (最低生活保障审核确认办法第九条、第十七条)."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Authority:
    """What one person allowed: which items, from a day until before another, and since when no longer.

    `has_paper` says whether the signed paper still stands; withdrawn with it goes the authority.
    """

    key: int
    items: Collection[str]
    valid_from: date
    valid_to: date
    withdrawn_on: date | None = None
    has_paper: bool = True

    def covers(self, item: str, on: date) -> bool:
        """Say whether the person may be looked up for an item on a day; not on the day they withdraw."""
        is_over = self.withdrawn_on is not None and self.withdrawn_on <= on
        return self.has_paper and item in self.items and self.valid_from <= on < self.valid_to and not is_over


def covering(authorities: Iterable[Authority], item: str, on: date) -> Authority | None:
    """Return the authority by which a person may be looked up; of several the one that lasts longest."""
    found = [one for one in authorities if one.covers(item, on)]
    return max(found, key=lambda one: (one.valid_to, one.key), default=None)
