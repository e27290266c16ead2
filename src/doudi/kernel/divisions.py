"""Read the levels out of a division code (区划代码): 2-4-6-9-12 digits, each the prefix of the next."""

from __future__ import annotations

from collections.abc import Mapping

from doudi.kernel.words import DivisionLevel

DIGITS: Mapping[str, int] = {
    DivisionLevel.PROVINCE: 2,
    DivisionLevel.CITY: 4,
    DivisionLevel.COUNTY: 6,
    DivisionLevel.TOWNSHIP: 9,
    DivisionLevel.VILLAGE: 12,
}
"""How many digits a level's codes have; those of a level above are the first of those below."""

CITY_DIGITS = DIGITS[DivisionLevel.CITY]
COUNTY_DIGITS = DIGITS[DivisionLevel.COUNTY]
TOWNSHIP_DIGITS = DIGITS[DivisionLevel.TOWNSHIP]
VILLAGE_DIGITS = DIGITS[DivisionLevel.VILLAGE]

LEVELS: Mapping[int, str] = {digits: level for level, digits in DIGITS.items()}
LENGTHS = tuple(LEVELS)


class NotADivision(ValueError):
    """The text is not a division code of 2, 4, 6, 9 or 12 digits."""


def level_of(code: str) -> str:
    """Return the level a code stands for, by its length."""
    if len(code) not in LEVELS or not (code.isascii() and code.isdigit()):
        raise NotADivision(f"{code!r} is not a division code")
    return LEVELS[len(code)]


def parent_code(code: str) -> str:
    """Return the code one level up; a province has none and gives the empty text."""
    level_of(code)
    position = LENGTHS.index(len(code))
    return code[: LENGTHS[position - 1]] if position else ""


def is_within(code: str, prefix: str) -> bool:
    """Tell whether a division is the other one or lies in it; everything lies in the empty prefix."""
    return code.startswith(prefix)
