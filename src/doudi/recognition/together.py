"""Give the members of homes what the sheet of homes says: a class, a day, a village."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from doudi.recognition.headings import level_value
from doudi.recognition.homes import HEADS_NUMBER, NUMBER, is_of_members, of_homes
from doudi.recognition.raw import RawColumn, RawFile
from doudi.recognition.sources import Source

WHOLE = re.compile(r"\d{17}[\dX]|\d{15}")


def with_homes(source: Source, raw: RawFile) -> RawFile:
    """Return the file with the members' blanks filled from the row of their head on the sheet of homes."""
    numbers, heads = raw.columns.get(NUMBER), raw.columns.get(HEADS_NUMBER)
    if numbers is None or heads is None:
        return raw
    has = [frozenset(name for at, name in raw.headings if at == table) for table in range(len(raw.originals))]
    homes = {at for at, names in enumerate(has) if of_homes(source, names)}
    members = {at for at, names in enumerate(has) if is_of_members(source, names)}
    if not homes or not members:
        return raw
    of_heads = np.flatnonzero(np.isin(raw.table, sorted(homes)))
    row_of = {_leveled(text): row for row, text in _at(numbers, of_heads)}
    wanted = np.flatnonzero(np.isin(raw.table, sorted(members)))
    pairs = [
        (row, row_of[head]) for row, text in _at(heads, wanted) if (head := _leveled(text)) and head in row_of
    ]
    spoken = frozenset().union(*(of_homes(source, has[at]) for at in homes))
    columns = {
        name: _filled(column, pairs) if name in spoken else column for name, column in raw.columns.items()
    }
    return replace(raw, columns=columns)


def _at(column: RawColumn, rows: NDArray[np.int64]) -> list[tuple[int, str | None]]:
    return list(zip(rows.tolist(), column.texts.take(pa.array(rows)).to_pylist(), strict=True))


def _leveled(text: str | None) -> str:
    """Return a whole number as it is compared; '' of a masked or broken one, which may be anybody's."""
    leveled = level_value(text or "")
    return leveled if WHOLE.fullmatch(leveled) else ""


def _filled(column: RawColumn, pairs: Sequence[tuple[int, int]]) -> RawColumn:
    """Return a column in which blank members' cells hold what their home's does."""
    texts, kinds, factors = column.values(), column.kinds.copy(), column.factors.copy()
    for row, home in pairs:
        if not texts[row]:
            texts[row], kinds[row], factors[row] = texts[home], kinds[home], factors[home]
    return RawColumn(pa.array(texts, pa.string()), kinds, factors)
