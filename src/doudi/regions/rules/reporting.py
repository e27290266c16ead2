"""Checks that reporting units leave no county out and count none twice (不重不漏)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import StringConstraints

from doudi.kernel.policy_file import Sourced, Text


class UnitBeside(Sourced):
    """A zone or county that reports to its province beside the cities (`workforce/reporting-units.yaml`)."""

    province: Annotated[str, StringConstraints(pattern=r"^[0-9]{2}$")]
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    name: Text
    kind: Literal["ZONE", "COUNTY"]


@dataclass(frozen=True, slots=True)
class Totals:
    """A province's lines by unit, the sum of them, and what is outside every line."""

    lines: Mapping[str, int]
    total: int
    missed: tuple[str, ...]
    doubled: tuple[str, ...]

    @property
    def balances(self) -> bool:
        """Say whether the province's total is the sum of its lines, each county once."""
        return not self.missed and not self.doubled and sum(self.lines.values()) == self.total


def totals_of(
    counties: Iterable[str], units: Mapping[str, Iterable[str]], counts: Mapping[str, int]
) -> Totals:
    """Add counts by county into one line for each unit; `total` is added up without regard to units."""
    unit_counties = {unit: tuple(members) for unit, members in units.items()}
    placed = [county for members in unit_counties.values() for county in members]
    every = set(counties)
    return Totals(
        lines={unit: sum(counts.get(c, 0) for c in members) for unit, members in unit_counties.items()},
        total=sum(counts.get(county, 0) for county in every),
        missed=tuple(sorted(every - set(placed))),
        doubled=tuple(sorted({county for county in placed if placed.count(county) > 1})),
    )
