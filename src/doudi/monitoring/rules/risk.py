"""The level of a person's risk of falling back into poverty, from factors and their points (研判)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from doudi.kernel.policy_file import Stated, Text, Titled
from doudi.kernel.words import Risk as Level

Points = int | dict[int, int]


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
    level = (
        Level.HIGH if total >= scale.high_from else Level.MEDIUM if total >= scale.medium_from else Level.LOW
    )
    return Risk(level, total, tuple(key for key, points in given.items() if points))


class FactorLine(Stated):
    """One factor as the file says it: points at once, or by the figure they begin at."""

    title: Text
    unit: str = ""
    points: Points


class RiskTable(Titled):
    """The factors and where the levels begin (`monitoring/risk.yaml`)."""

    high_from: int
    medium_from: int
    factors: dict[str, FactorLine]


def scale_of(table: RiskTable) -> Scale:
    """Return the scale of a file."""
    return Scale(
        factors=tuple(_factor(key, one) for key, one in table.factors.items()),
        high_from=table.high_from,
        medium_from=table.medium_from,
        document=table.document,
        verified=table.verified,
    )


def _factor(key: str, line: FactorLine) -> Factor:
    steps = ((1, line.points),) if isinstance(line.points, int) else tuple(line.points.items())
    return Factor(key, line.title, line.unit, steps)
