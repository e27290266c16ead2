"""Read the levels out of a division code (区划代码): 2-4-6-9-12 digits, each the prefix of the next."""

from __future__ import annotations

from collections.abc import Mapping

LEVELS: Mapping[int, str] = {2: "PROVINCE", 4: "CITY", 6: "COUNTY", 9: "TOWNSHIP", 12: "VILLAGE"}
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
