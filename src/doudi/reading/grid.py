"""Look at a sheet as a grid: texts by row and column, how much of a row is filled."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.reading.process import Sheet

UNSEEN = r"[\s\p{Z}\p{Cf}]"
IDENTITY_LIKE = r"^[\s'\"‘’`]*(?:[0-9０-９]{17}[0-9０-９xXＸｘ]|[0-9０-９]{15})[\s'\"‘’`]*$"

DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
LONG_NUMBER = r"^(?:[0-9]{17}[0-9xX]|[0-9]{15})$"
BORN_ON_A_DAY = rf"^[0-9]{{6}}(?:(?:1[89]|20)[0-9]{{2}}{DAY}[0-9]{{3}}[0-9xX]|[0-9]{{2}}{DAY}[0-9]{{3}})$"


class Grid:
    """One sheet's texts, column by column; rows count from 0 at the sheet's first filled row."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet = sheet
        self.rows = sheet.rows
        self.texts: list[pa.Array] = [
            _whole(pc.utf8_trim_whitespace(sheet.cells.column(f"t{i}"))) for i in range(sheet.columns)
        ]
        blank = pa.scalar("")
        self.filled: list[NDArray[np.bool_]] = [
            pc.fill_null(pc.not_equal(texts, blank), False).to_numpy(zero_copy_only=False)
            for texts in self.texts
        ]

    def row(self, index: int) -> list[str]:
        """Return one row's texts, blanks as empty."""
        return [texts[index].as_py() or "" for texts in self.texts]

    def rows_at(self, rows: NDArray[np.int64]) -> Iterator[list[str]]:
        """Yield the texts of some rows, blanks as empty."""
        wanted = pa.array(rows)
        columns = [texts.take(wanted).to_pylist() for texts in self.texts]
        for row in zip(*columns, strict=True):
            yield [cell or "" for cell in row]

    def head(self, rows: int) -> list[list[str]]:
        """Return the first rows as texts."""
        columns = [texts.slice(0, rows).to_pylist() for texts in self.texts]
        return [[cell or "" for cell in row] for row in zip(*columns, strict=True)]

    def filled_per_row(self, columns: list[int] | None = None) -> NDArray[np.int32]:
        """Return how many cells of each row are filled, in all columns or in some."""
        count = np.zeros(self.rows, np.int32)
        for place in range(len(self.texts)) if columns is None else columns:
            count += self.filled[place]
        return count

    def identity_share(self, place: int, rows: NDArray[np.int64]) -> float:
        """Return which share of a column's filled cells look like identity numbers, in a sample of rows."""
        sample = rows[self.filled[place][rows]][:300]
        if sample.size == 0:
            return 0.0
        texts = pc.replace_substring_regex(self.texts[place].take(pa.array(sample)), UNSEEN, "")
        typed_as_number = pc.match_substring_regex(texts, r"^[0-9](?:\.[0-9]+)?[eE]\+?1[4-8]$")
        running = pc.and_not(
            pc.match_substring_regex(texts, LONG_NUMBER), pc.match_substring_regex(texts, BORN_ON_A_DAY)
        )  # as long as an identity number, but nobody is born on such a day: 人编号, 流水号
        alike = pc.or_(pc.and_not(pc.match_substring_regex(texts, IDENTITY_LIKE), running), typed_as_number)
        return float(pc.mean(alike.cast(pa.float64())).as_py())


def _whole(texts: pa.ChunkedArray) -> pa.Array:
    whole = texts.combine_chunks()
    return whole if isinstance(whole, pa.Array) else pa.concat_arrays(whole.chunks)
