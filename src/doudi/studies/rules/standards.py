"""Sums of new standards: a share of expense, growth, the ratio and gap between town and country."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from doudi.formulas.arithmetic import rounded
from doudi.policy.showing import money_text

MONTHS = 12
WHOLE_POINTS = 10_000
HUNDRED = 100


def from_expense(expense_year_fen: int, share: Fraction, rounding: str) -> int:
    """Return the monthly standard that a share of a year's expense per head comes to."""
    return rounded(Fraction(expense_year_fen) * share / MONTHS, rounding)


def grown(
    current_fen: int, growth_points: int, *, passed_on: Fraction, rounding: str, may_fall: bool = False
) -> int:
    """Return a standard after its indicator has grown; it falls only where the region says it may."""
    growth = Fraction(growth_points, WHOLE_POINTS) * passed_on
    new = rounded(current_fen * (1 + growth), rounding)
    return new if may_fall else max(new, current_fen)


@dataclass(frozen=True, slots=True)
class Pair:
    """What holds in town and in the country on a day, in fen a month; no whole fen where set by the year."""

    urban_fen: int | Fraction
    rural_fen: int | Fraction

    @property
    def urban_text(self) -> str:
        """Write the town's standard in yuan."""
        return money_text(self.urban_fen)

    @property
    def rural_text(self) -> str:
        """Write the country's standard in yuan."""
        return money_text(self.rural_fen)

    @property
    def ratio(self) -> Fraction:
        """Return town over country; equal standards give 1."""
        return Fraction(self.urban_fen) / self.rural_fen

    @property
    def gap(self) -> Fraction:
        """Return how far the country lies below the town, as a share of the town's standard."""
        return Fraction(self.urban_fen - self.rural_fen) / self.urban_fen

    @property
    def ratio_text(self) -> str:
        """Write the ratio with two decimals, half up."""
        return two_decimals(self.ratio)

    @property
    def gap_text(self) -> str:
        """Write the gap in percent, to a tenth, half up; whole percents without a decimal."""
        return percent(self.gap)


def two_decimals(value: Fraction) -> str:
    """Write a ratio with two decimals, half up."""
    hundredths = int((value * HUNDRED * 2 + 1) // 2)
    sign, size = ("-", -hundredths) if hundredths < 0 else ("", hundredths)
    return f"{sign}{size // HUNDRED}.{size % HUNDRED:02d}"


def percent(value: Fraction) -> str:
    """Write a share in percent, to a tenth, half up; whole percents without a decimal."""
    tenths = int((value * HUNDRED * 10 * 2 + 1) // 2)
    sign, size = ("-", -tenths) if tenths < 0 else ("", tenths)
    return f"{sign}{size // 10}{'.' + str(size % 10) if size % 10 else ''}%"
