"""Say how often a rule was right, from what officers concluded; too few conclusions say nothing."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import Field

from doudi.kernel.policy_file import Titled


class Floor(Titled):
    """Below which share a rule is pointed out, and from how many conclusions on it is judged at all."""

    lowest_percent: int = Field(ge=0, le=100)
    fewest_conclusions: int = Field(ge=0)


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
        return self.concluded >= floor.fewest_conclusions and self.percent < floor.lowest_percent
