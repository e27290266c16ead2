"""Say how often a rule was right, from what officers concluded; too few conclusions say nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Floor:
    """Below which share a rule is pointed out, and from how many conclusions on it is judged at all."""

    lowest_percent: int
    fewest: int
    verified: bool


@dataclass(frozen=True, slots=True)
class Precision:
    """How many findings were looked into, and how many of them were mistaken."""

    concluded: int
    mistaken: int

    @property
    def percent(self) -> int:
        """Return the share that was right, in whole per cent, never rounded up."""
        return 100 * (self.concluded - self.mistaken) // self.concluded if self.concluded else 0

    def is_low(self, floor: Floor) -> bool:
        """Say whether enough was concluded, and too little of it right."""
        return self.concluded >= floor.fewest and self.percent < floor.lowest_percent


def floor_of(text: Mapping[str, object]) -> Floor:
    """Build the floor from its policy file; KeyError names what is missing."""
    return Floor(
        lowest_percent=int(str(text["lowest_percent"])),
        fewest=int(str(text["fewest_conclusions"])),
        verified=text["verified"] is True,
    )
