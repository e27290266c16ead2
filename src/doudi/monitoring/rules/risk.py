"""The level of a person's risk of falling back into poverty, from factors and their points (研判)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

HIGH, MEDIUM, LOW = "HIGH", "MEDIUM", "LOW"


@dataclass(frozen=True, slots=True)
class Factor:
    """One factor: how many points it gives, at once or from a figure upwards."""

    key: str
    title: str
    unit: str
    steps: tuple[tuple[int, int], ...]

    def points(self, figure: int) -> int:
        """Return the points of a figure: those of the highest step it reaches."""
        return max((points for least, points in self.steps if figure >= least), default=0)


@dataclass(frozen=True, slots=True)
class Scale:
    """The factors and where the levels begin."""

    factors: tuple[Factor, ...]
    high_from: int
    medium_from: int
    document: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Risk:
    """A level with what brought it about."""

    level: str
    points: int
    triggered: tuple[str, ...]


def assess(figures: Mapping[str, int], scale: Scale) -> Risk:
    """Add up the points of the factors and name those that gave any."""
    given = {factor.key: factor.points(figures.get(factor.key, 0)) for factor in scale.factors}
    total = sum(given.values())
    level = HIGH if total >= scale.high_from else MEDIUM if total >= scale.medium_from else LOW
    return Risk(level, total, tuple(key for key, points in given.items() if points))


def scale_of(text: Mapping[str, object]) -> Scale:
    """Build a scale from its policy file; KeyError or TypeError names what is missing."""
    factors = text["factors"]
    if not isinstance(factors, Mapping):
        raise TypeError("factors")
    return Scale(
        factors=tuple(_factor(key, entry) for key, entry in factors.items()),
        high_from=int(str(text["high_from"])),
        medium_from=int(str(text["medium_from"])),
        document=str(text["document"]),
        verified=bool(text["verified"]),
    )


def _factor(key: str, entry: Mapping[str, object]) -> Factor:
    points = entry["points"]
    steps = points.items() if isinstance(points, Mapping) else ((1, points),)
    return Factor(
        key=key,
        title=str(entry["title"]),
        unit=str(entry.get("unit", "")),
        steps=tuple((int(str(least)), int(str(worth))) for least, worth in steps),
    )
