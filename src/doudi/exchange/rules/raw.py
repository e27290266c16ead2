"""Gather the rows that name people from all tables of a file into one set of columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.exchange.reading.cells import Kind
from doudi.exchange.rules.headings import level_heading, money_factor
from doudi.exchange.rules.layout import Layout
from doudi.exchange.rules.recognition import Guess
from doudi.exchange.rules.sources import Source

Rows = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A source's column over the whole file: texts (blank is null), what the cells held, unit factor."""

    texts: pa.Array
    kinds: NDArray[np.uint8]
    factors: NDArray[np.int64]

    @property
    def filled(self) -> NDArray[np.bool_]:
        """Return which cells hold something."""
        return np.asarray(self.texts.is_valid().to_numpy(zero_copy_only=False))

    def values(self) -> list[str | None]:
        """Return the texts as a list, blanks as None."""
        found: list[str | None] = self.texts.to_pylist()
        return found


@dataclass(frozen=True, slots=True)
class RawFile:
    """The rows that name people, of all tables one after another, column by column."""

    rows: int
    sheet: NDArray[np.int16]
    sheet_row: NDArray[np.int32]
    table: NDArray[np.int16]
    columns: Mapping[str, RawColumn]
    headings: Mapping[tuple[int, str], str]
    surroundings: Sequence[str]
    originals: Sequence[tuple[Layout, Rows, tuple[str, ...]]]

    def heading(self, row: int, column: str, otherwise: str) -> str:
        """Return what the file calls a column at a row, or another name where it does not have it."""
        return self.headings.get((int(self.table[row]), column), otherwise)


def gather(source: Source, layouts: Sequence[Layout], guess: Guess) -> RawFile:
    """Return the people's rows of a file under the column names of a source."""
    by_sheet = {layout.grid.sheet.index: layout for layout in layouts}
    parts, headings, surroundings, originals = [], {}, [], []
    for index, table in enumerate(guess.tables):
        layout = by_sheet[table.sheet]
        rows = layout.data_rows(layout.blocks[table.block])
        places = {column.column: column.place for column in table.columns if column.column}
        shown = {column.column: column.heading for column in table.columns if column.column}
        headings.update({(index, name): heading for name, heading in shown.items()})
        parts.append((layout, rows, places, shown))
        surroundings.append(" ".join([layout.grid.sheet.name, *layout.titles]))
        originals.append((layout, rows, tuple(column.heading for column in table.columns)))
    names = [column.name for column in source.columns if any(column.name in part[2] for part in parts)]
    fill_down = {column.name for column in source.columns if column.fill_down}
    sizes = [len(rows) for _, rows, _, _ in parts]
    return RawFile(
        rows=sum(sizes),
        sheet=_spelled([part[0].grid.sheet.index for part in parts], sizes, np.int16),
        sheet_row=_joined([part[1] + part[0].grid.sheet.first_row for part in parts], np.int32),
        table=_spelled(list(range(len(parts))), sizes, np.int16),
        columns={name: _column(name, parts, fill=name in fill_down) for name in names},
        headings=headings,
        surroundings=surroundings,
        originals=originals,
    )


Part = tuple[Layout, Rows, Mapping[str, int], Mapping[str, str]]


def _column(name: str, parts: Sequence[Part], *, fill: bool) -> RawColumn:
    texts, kinds, factors = [], [], []
    for layout, rows, places, shown in parts:
        if name not in places:
            texts.append(pa.nulls(len(rows), pa.string()))
            kinds.append(np.full(len(rows), Kind.EMPTY, np.uint8))
            factors.append(np.ones(len(rows), np.int64))
            continue
        place = places[name]
        source_rows = _filled_from(layout, place, rows) if fill else rows
        texts.append(_texts(layout, place, source_rows))
        kinds.append(_kinds(layout, place)[source_rows])
        factors.append(np.full(len(rows), money_factor(level_heading(shown[name])), np.int64))
    whole = pa.concat_arrays(texts) if texts else pa.nulls(0, pa.string())
    return RawColumn(whole, _joined(kinds, np.uint8), _joined(factors, np.int64))


def _texts(layout: Layout, place: int, rows: Rows) -> pa.Array:
    texts = layout.grid.texts[place].take(pa.array(rows))
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _kinds(layout: Layout, place: int) -> NDArray[np.uint8]:
    return np.asarray(layout.grid.sheet.cells.column(f"k{place}").to_numpy())


def _filled_from(layout: Layout, place: int, rows: Rows) -> Rows:
    """Return from which row each row takes its cell: inside a merged cell, from its first row."""
    origin = np.arange(layout.grid.rows, dtype=np.int64)
    first_row = layout.grid.sheet.first_row
    for top, left, bottom, right in layout.grid.sheet.merges:
        if left <= place <= right and bottom > top and left == place:
            origin[max(top - first_row, 0) : bottom - first_row + 1] = max(top - first_row, 0)
    return origin[rows]


def _spelled(values: Sequence[int], sizes: Sequence[int], kind: type) -> NDArray[np.int16]:
    return np.repeat(np.array(values, kind), sizes)


def _joined(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate(parts).astype(kind) if parts else np.empty(0, kind)
