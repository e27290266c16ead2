"""Whom a kind of care is for: the ages and the sex as the county's table says them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Range:
    """The ages a kind is for in whole years, `under` exclusive; None sets no bound."""

    begins: int | None = None
    under: int | None = None
    sex: str = ""

    def covers(self, *, age: int, sex: str) -> bool:
        """Say whether somebody of this age and sex belongs to the kind."""
        if self.begins is not None and age < self.begins:
            return False
        if self.under is not None and age >= self.under:
            return False
        return not self.sex or sex == self.sex


def range_of(entry: Mapping[str, object]) -> Range:
    """Read a line of the table."""
    begins, under = entry.get("from"), entry.get("under")
    return Range(
        begins if isinstance(begins, int) else None,
        under if isinstance(under, int) else None,
        str(entry.get("sex", "")),
    )
