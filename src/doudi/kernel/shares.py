"""A part of a whole as two whole numbers: added up, never averaged, and put into words without flattery."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

_PARTS = 10_000
NOTHING_DUE, WHOLE_UNKNOWN = "无应办", "缺分母"


@dataclass(frozen=True, slots=True)
class Share:
    """What was counted (`above`) of what was to be counted (`below`); None is a whole nobody knows."""

    above: int = 0
    below: int | None = 0

    def __add__(self, other: Share) -> Share:
        """Return both together; where one whole is not known, that of both is not."""
        known = None if self.below is None or other.below is None else self.below + other.below
        return Share(self.above + other.above, known)

    @property
    def text(self) -> str:
        """Return the share in per cent, cut off after two places, so that only all of it reads 100%.

        A whole of nothing is no share, and neither is one that nobody knows: each is said in words.
        """
        if self.below is None:
            return WHOLE_UNKNOWN
        if self.below == 0:
            return WHOLE_UNKNOWN if self.above else NOTHING_DUE
        if self.above and self.above * _PARTS < self.below:
            return "不足 0.01%"
        return per_cent(Fraction(self.above, self.below))


def per_cent(value: Fraction) -> str:
    """Return a ratio in per cent, cut off after two places."""
    parts = int(value * _PARTS)
    return f"{parts // 100}.{parts % 100:02d}%" if parts % 100 else f"{parts // 100}%"


def together(shares: Iterable[Share]) -> Share:
    """Return all shares added up."""
    return sum(shares, Share())
