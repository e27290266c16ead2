"""Say which levels hear of a task that is late, and when the next one does."""

from __future__ import annotations

from collections.abc import Sequence

from doudi.kernel.divisions import CITY_DIGITS, COUNTY_DIGITS, DIGITS, TOWNSHIP_DIGITS


def division_above(division: str, digits: int) -> str:
    """Return the division next above one that decides with so many digits; a province is its own."""
    return division[: max((each for each in DIGITS.values() if each < digits), default=digits)]


def divisions_told(division: str, *, handled_digits: int, late: int, rungs: Sequence[int]) -> tuple[str, ...]:
    """Return the divisions that hear of a late task by now, nearest first, up to the city.

    The first rung is the working days after which the level above the one that handles it is told, the second
    those for the next one, and so on.
    """
    above = [
        division[:digits]
        for digits in (TOWNSHIP_DIGITS, COUNTY_DIGITS, CITY_DIGITS)
        if digits < handled_digits
    ]
    return tuple(told for told, days in zip(above, rungs, strict=False) if late >= days)
