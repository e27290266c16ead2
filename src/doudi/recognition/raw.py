"""Gather the rows that name people from all tables of a file into one set of columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.reading.cells import Kind
from doudi.recognition.amounts import factor_in_words, unit_of
from doudi.recognition.crowded import SHARED, parts, people_in
from doudi.recognition.filling import Filled, filled_down
from doudi.recognition.guess import Guess
from doudi.recognition.layout import Layout
from doudi.recognition.legends import spelled_out
from doudi.recognition.said import LINE
from doudi.recognition.sections import towns_above
from doudi.recognition.sources import Source
from doudi.recognition.tables import TableGuess
from doudi.recognition.ticks import is_tick

Rows = NDArray[np.int64]
HEAD_RELATION = "户主"
TOWN = "town"
KIND, LEVEL = "disability_kind", "disability_level"
LEVEL_TOO = re.compile(r"等级|级别")
"""残疾类别及等级 holds both in one cell: 视力一级."""
HEADS_OWN = {"head_name": "name", "head_number": "id_number"}


@dataclass(frozen=True, slots=True)
class RawColumn:
    """A source's column over the whole file: texts (blank is null), what the cells held, unit factor.

    The factor is negative where amounts are a year's.
    """

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
    """The people of all tables one after another, column by column; a row that holds several is several.

    `member` counts the people of one row from 0; `carried` are the rows of a column whose blank cell was
    filled from the row above.
    """

    rows: int
    sheet: NDArray[np.int16]
    sheet_row: NDArray[np.int32]
    table: NDArray[np.int16]
    columns: Mapping[str, RawColumn]
    headings: Mapping[tuple[int, str], str]
    surroundings: Sequence[str]
    originals: Sequence[tuple[Layout, Rows, tuple[str, ...]]]
    file_name: str = ""
    member: NDArray[np.int16] = field(default_factory=lambda: np.empty(0, np.int16))
    carried: Mapping[str, NDArray[np.int64]] = field(default_factory=dict)

    def heading(self, row: int, column: str, otherwise: str) -> str:
        """Return what the file calls a column at a row, or another name where it does not have it."""
        return self.headings.get((int(self.table[row]), column), otherwise)


@dataclass(frozen=True, slots=True)
class Part:
    """One table's people: the grid row each comes from, as which of the row's people, from which columns."""

    layout: Layout
    rows: Rows
    member: NDArray[np.int16]
    places: Sequence[Mapping[str, Sequence[int]]]
    shown: Mapping[str, str]
    filled: Filled
    is_family: bool
    personal: frozenset[str] = frozenset()
    is_crowded: bool = False
    ticked: Mapping[int, str] = field(default_factory=dict)
    sections: pa.Array | None = None

    @property
    def is_of_heads(self) -> bool:
        """Say whether each row is a head's, by the headings of name and number: nobody else stands there."""
        own = [self.shown.get(name, "") for name in HEADS_OWN.values()]
        return "relation" not in self.places[0] and all(heading.startswith(HEAD_RELATION) for heading in own)

    @property
    def names(self) -> set[str]:
        """Return the columns the table has."""
        found = {name for places in self.places for name in places}
        found |= {"relation", *HEADS_OWN} if self.is_family else set()
        found |= {"relation"} if self.is_of_heads else set()
        return found | ({TOWN} if self.sections is not None else set())


def gather(source: Source, layouts: Sequence[Layout], guess: Guess) -> RawFile:
    """Return the people of a file under the column names of a source."""
    by_sheet = {layout.grid.sheet.index: layout for layout in layouts}
    parts = [_part(source, by_sheet[table.sheet], table) for table in guess.taken]
    headings = {(at, name): heading for at, part in enumerate(parts) for name, heading in part.shown.items()}
    names = [column.name for column in source.columns if any(column.name in part.names for part in parts)]
    sizes = [len(part.rows) for part in parts]
    columns = {name: _column(name, parts) for name in names}
    called = guess.file_name.rpartition(".")[0] or guess.file_name
    return RawFile(
        rows=sum(sizes),
        sheet=_spelled([part.layout.grid.sheet.index for part in parts], sizes, np.int16),
        sheet_row=_joined([part.rows + part.layout.grid.sheet.first_row for part in parts], np.int32),
        table=_spelled(list(range(len(parts))), sizes, np.int16),
        columns=columns,
        headings=headings,
        surroundings=[LINE.join([*table.around, called]) for table in guess.taken],
        originals=[
            (part.layout, part.rows, tuple(column.heading for column in table.columns))
            for part, table in zip(parts, guess.taken, strict=True)
        ],
        file_name=guess.file_name,
        member=_joined([part.member for part in parts], np.int16),
        carried=_carried(parts),
    )


def _part(source: Source, layout: Layout, table: TableGuess) -> Part:
    """Return the people of one table, those of one row one after another."""
    places = [_places(table, member) for member in range(table.people)]
    data = layout.data_rows(layout.blocks[table.block])
    own = [member for member in places if table.people == 1 or member]
    stands = np.stack([_stands(layout, member, data) for member in own], axis=1) if own else None
    if table.is_crowded:
        rows, member = _apart(layout, places[0], data)
    elif table.people == 1 or stands is None:
        rows, member = data, np.zeros(data.size, np.int16)
    else:
        stands[:, 0] |= ~stands.any(axis=1)
        at, person = np.nonzero(stands) if table.is_family else np.nonzero(stands.T)[::-1]
        rows, member = data[at], person.astype(np.int16)
    shown: dict[str, str] = {}
    for column in table.columns:
        if column.column:
            shown.setdefault(column.column, column.heading)
    if LEVEL in places[0]:
        shown.setdefault(LEVEL, shown.get(KIND, ""))
    filled = filled_down(source, layout, layout.blocks[table.block], places[0])
    personal = frozenset(column.name for column in source.columns if column.personal)
    ticked = {column.place: column.ticked for column in table.columns if column.ticked}
    sections = None if TOWN in table.mapped else towns_above(layout, layout.blocks[table.block], rows)
    return Part(
        layout,
        rows,
        member,
        places,
        shown,
        filled,
        table.is_family,
        personal,
        table.is_crowded,
        ticked,
        sections,
    )


def _apart(layout: Layout, places: Mapping[str, Sequence[int]], data: Rows) -> tuple[Rows, NDArray[np.int16]]:
    """Return each row once for every person its cells name, and as which of them."""
    name, number = (_texts(layout, places[one][0], data).to_pylist() for one in SHARED)
    counts = np.array([people_in(*pair) for pair in zip(name, number, strict=True)], np.int64)
    starts = np.repeat(np.cumsum(counts) - counts, counts)
    return np.repeat(data, counts), (np.arange(counts.sum()) - starts).astype(np.int16)


def _places(table: TableGuess, member: int) -> dict[str, list[int]]:
    """Return where each column of one of a row's people stands, several where they complete each other."""
    found: dict[str, list[int]] = {}
    for column in table.columns:
        if column.column and column.member == member:
            found.setdefault(column.column, []).append(column.place)
    for column in table.columns:
        if column.column == KIND and column.member == member and LEVEL_TOO.search(column.heading):
            found.setdefault(LEVEL, [column.place])
    return found


def _stands(layout: Layout, places: Mapping[str, Sequence[int]], rows: Rows) -> NDArray[np.bool_]:
    """Return in which rows one of the row's people is named."""
    own = [place for name in ("name", "id_number") for place in places.get(name, ())]
    return np.asarray(
        np.logical_or.reduce([layout.grid.filled[place][rows] for place in own], initial=False)
        if own
        else np.zeros(rows.size, bool)
    )


def _column(name: str, parts: Sequence[Part]) -> RawColumn:
    texts, kinds, factors = [], [], []
    for part in parts:
        found = _of_part(name, part)
        texts.append(found.texts)
        kinds.append(found.kinds)
        factors.append(found.factors)
    whole = pa.concat_arrays(texts) if texts else pa.nulls(0, pa.string())
    return RawColumn(whole, _joined(kinds, np.uint8), _joined(factors, np.int64))


def _of_part(name: str, part: Part) -> RawColumn:
    """Return a column of one table: what is each person's own, else what the row says of all of them."""
    size = len(part.rows)
    texts, kinds = pa.nulls(size, pa.string()), np.full(size, Kind.EMPTY, np.uint8)
    if name == TOWN and part.sections is not None:
        texts = part.sections
    for member, places in enumerate(part.places):
        wanted = (part.member == member) | part.is_crowded
        own = places.get(_asked(name, part, member))
        if own is None and member and part.is_family and name not in part.personal:
            own = part.places[0].get(_asked(name, part, 0))
        for place in own or ():
            rows = part.filled.rows(name, place)[part.rows]
            found = _texts(part.layout, place, rows)
            if part.is_crowded and name in SHARED:
                found = _own_parts(found, part)
            if place in part.ticked:
                word = part.ticked[place]
                found = pa.array([word if is_tick(text) else None for text in found.to_pylist()], pa.string())
            found = spelled_out(found, part.shown.get(name, ""))
            use = wanted & ~np.asarray(texts.is_valid()) & np.asarray(found.is_valid())
            texts = pc.if_else(pa.array(use), found, texts)
            kinds[use] = _kinds(part.layout, place)[rows][use]
    if name == "relation" and (part.is_family or part.is_of_heads):
        heads = pa.array((part.member == 0) & ~np.asarray(texts.is_valid()))
        texts = pc.if_else(heads, pa.scalar(HEAD_RELATION), texts)
    return RawColumn(texts, kinds, _factors(name, part, size))


def _factors(name: str, part: Part, size: int) -> NDArray[np.int64]:
    """Return what each row's amount is multiplied by: by heading, title or a column of units behind it."""
    unit = unit_of(part.shown.get(name, ""), part.layout.titles)
    factors = np.full(size, -unit.factor if unit.per == "年" else unit.factor, np.int64)
    place = part.places[0].get(name, [-1])[0]
    behind = place + 1
    if place < 0 or unit.factor != 1 or behind >= len(part.layout.grid.texts):
        return factors
    said = [factor_in_words(text) for text in _texts(part.layout, behind, part.rows).to_pylist()]
    return factors * np.array(said, np.int64) if said and all(said) else factors


def _own_parts(texts: pa.Array, part: Part) -> pa.Array:
    """Return of cells that name several people what is each person's."""
    several = np.isin(part.rows, part.rows[part.member > 0])
    return pa.array(
        [
            found[at] if apart and at < len(found := parts(text)) else text
            for text, at, apart in zip(texts.to_pylist(), part.member.tolist(), several.tolist(), strict=True)
        ],
        pa.string(),
    )


def _asked(name: str, part: Part, member: int) -> str:
    """Return which column of the row's first person serves: of a family the head is its first person."""
    if part.is_family and name in HEADS_OWN and name not in part.places[0]:
        return HEADS_OWN[name] if not member else name
    return name


def _texts(layout: Layout, place: int, rows: Rows) -> pa.Array:
    texts = layout.grid.texts[place].take(pa.array(rows))
    return pc.if_else(pc.equal(texts, ""), pa.scalar(None, pa.string()), texts)


def _kinds(layout: Layout, place: int) -> NDArray[np.uint8]:
    return np.asarray(layout.grid.sheet.cells.column(f"k{place}").to_numpy())


def _carried(parts: Sequence[Part]) -> dict[str, NDArray[np.int64]]:
    """Return which rows of the whole file took a column's cell from the row above."""
    found: dict[str, list[NDArray[np.int64]]] = {}
    start = 0
    for part in parts:
        for name, grid_rows in part.filled.carried.items():
            mine = np.flatnonzero(np.isin(part.rows, grid_rows) & (part.member == 0)) + start
            found.setdefault(name, []).append(mine)
        start += len(part.rows)
    return {name: np.concatenate(rows) for name, rows in found.items()}


def _spelled(values: Sequence[int], sizes: Sequence[int], kind: type) -> NDArray[np.int16]:
    return np.repeat(np.array(values, kind), sizes)


def _joined(parts: Sequence[NDArray[Any]], kind: type) -> NDArray[Any]:
    return np.concatenate(parts).astype(kind) if parts else np.empty(0, kind)
