"""Prints what a computation came to: one page for the family, as many as it takes for the file."""

from __future__ import annotations

from datetime import datetime

from doudi.common.papers import pages_of, paper
from doudi.policy.sheet import Sheet
from doudi.studies.rules.sheets import clerk_data, resident_data

RESIDENT, CLERK = "studies/papers/resident.typ", "studies/papers/clerk.typ"
SIZES = (11, 10, 9, 8)  # points; the largest that leaves one page


def resident_paper(sheet: Sheet, *, place: str, at: datetime) -> bytes:
    """Return the explanation for the family (计算说明), as large as fits on one page."""
    data = resident_data(sheet, place=place)
    made = b""
    for size in SIZES:
        made = paper(RESIDENT, {**data, "size": size}, at=at)
        if pages_of(made) == 1:
            break
    return made


def clerk_paper(sheet: Sheet, *, place: str, at: datetime) -> bytes:
    """Return the computation sheet for the file (核算单)."""
    return paper(CLERK, clerk_data(sheet, place=place), at=at)
