"""Rises and shares as people write them: 3.5% is 350 points, a ratio of the book an exact fraction."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from fractions import Fraction

from doudi.policy.book import Parameters

POINTS_IN_PERCENT = 100
MOST_PERCENT = 100


class NotARise(ValueError):
    """A text that is not a rise in percent."""


def points_of(percent: str | Decimal) -> int:
    """Return a rise in hundredths of a percent: 3.5 is 350; a fall is negative."""
    try:
        value = Decimal(str(percent).strip().rstrip("%％").strip())
    except InvalidOperation as error:
        raise NotARise("not a number") from error
    if not value.is_finite() or abs(value) > MOST_PERCENT:
        raise NotARise("not a rise of prices")
    points = value * POINTS_IN_PERCENT
    if points != points.to_integral_value():
        raise NotARise("more than two decimals")
    return int(points)


def percent_text(points: int | None) -> str:
    """Write a rise as people read it: 350 is 3.5%."""
    if points is None:
        return "—"
    whole, rest = divmod(abs(points), POINTS_IN_PERCENT)
    decimals = f"{rest:02d}".rstrip("0")
    return f"{'-' if points < 0 else ''}{whole}{'.' + decimals if decimals else ''}%"


def ratio_in(known: Parameters, key: str) -> Fraction | None:
    """Return a ratio among the values of a day; nothing where nobody set it."""
    chosen = known.get(key)
    return Fraction(chosen.value) if chosen is not None and isinstance(chosen.value, int | Fraction) else None
