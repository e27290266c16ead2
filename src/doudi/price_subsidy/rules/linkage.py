"""Sums of the price subsidy that need no database: rises in points, months in a row, shares of money."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from doudi.kernel.divisions import VILLAGE_DIGITS

STREET_DIGITS = 9
NEIGHBOURHOODS_BELOW = "200"  # GB/T 10114: 001–199 are neighbourhood committees, 200–399 village committees
STREETS_BELOW = "100"  # GB/T 10114: 001–099 are streets, 100–199 towns, 200–399 townships


def months_in_row(reached: Iterable[bool]) -> int:
    """Return how many months in a row reached the line, the newest first."""
    count = 0
    for month in reached:
        if not month:
            break
        count += 1
    return count


def share_of(total_fen: int, share: Fraction) -> int:
    """Return a share of a sum, half a fen up; the other side gets the rest, so that nothing is lost."""
    return int((total_fen * share * 2 + 1) // 2)


def area_kind_of(code: str) -> str:
    """Return URBAN or RURAL for a division by the scheme of its code, where no list says which."""
    if len(code) >= VILLAGE_DIGITS:
        return "URBAN" if code[STREET_DIGITS:VILLAGE_DIGITS] < NEIGHBOURHOODS_BELOW else "RURAL"
    if len(code) >= STREET_DIGITS:
        return "URBAN" if code[6:STREET_DIGITS] < STREETS_BELOW else "RURAL"
    return "RURAL"


def overlap_note(labels: Sequence[str]) -> str:
    """Say which standings one payment covers; nothing for a single one."""
    return f"兼有{'、'.join(labels)}，只发一份。" if len(labels) > 1 else ""
