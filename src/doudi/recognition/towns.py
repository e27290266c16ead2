"""Give a village without a town the town above, where that town has a village of every such name."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from doudi.kernel.divisions import VILLAGE_DIGITS
from doudi.recognition.places import DivisionLookup
from doudi.recognition.raw import RawFile

FEWEST = 2


def towns_above(
    raw: RawFile, towns: pa.Array, villages: pa.Array, places: DivisionLookup
) -> tuple[pa.Array, NDArray[np.int64]]:
    """Return the towns with those blanks filled, and the rows that were; both arrays as texts, '' for blank.

    A list whose merged cells came apart names a town once for several villages. In a short one nothing shows
    that but the divisions: each village without a town lies in the town above it. One that does not, or a
    town that is written twice in succession, and the table stays as it is.
    """
    said, named = towns.to_pylist(), villages.to_pylist()
    filled: dict[int, str] = {}
    for table in np.unique(raw.table).tolist():
        rows = np.flatnonzero(raw.table == table).tolist()
        filled |= _filled(rows, said, named, places)
    whole = [filled.get(row, town) for row, town in enumerate(said)]
    return pa.array(whole, pa.string()), np.array(sorted(filled), np.int64)


def _filled(rows: list[int], said: list[str], named: list[str], places: DivisionLookup) -> dict[int, str]:
    """Return the towns of the rows whose blank is the one above; {} where not all of them show it."""
    found: dict[int, str] = {}
    above = before = ""
    for row in rows:
        if said[row] and said[row] == before:
            return {}
        before = said[row]
        above = said[row] or above
        if said[row] or not named[row]:
            continue
        if not above or not _lies_in(places, above, named[row]):
            return {}
        found[row] = above
    return found if len(found) >= FEWEST else {}


def _lies_in(places: DivisionLookup, town: str, village: str) -> bool:
    place = places.find(county="", town=town, village=village, code="", address="", around="")
    return len(place.code) == VILLAGE_DIGITS and not place.problem
