"""What a file is once it is read: sheets as columns of text with a kind, and what was told of them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from doudi.reading.cells import schema_of
from doudi.reading.frames import COUNT, WIDTH, Tag
from doudi.reading.limits import Limits
from doudi.reading.refusals import FileRefused

BLANK_ROWS = 65_536


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as text: column i is t{i} (text) and k{i} (kind), beginning with the sheet's column A.

    Row 0 of `cells` is the row a spreadsheet shows as `first_row`, row i is `first_row + i` without a gap.
    A merge is (first row, first column, last row, last column): rows count from 1 as a spreadsheet shows
    them, columns from 0. `hidden_rows` and `ragged_rows` (rows of a text table with more or fewer cells than
    most) count from 1 too, `hidden_places` are columns from 0. `filtered` says that a filter was left on.
    `errors` counts cells such as #N/A (kind ERROR), `uncalculated` formulas of which the file keeps no value
    (kind UNCALCULATED, the text is the formula); `odd_cells` names the first few of both, such as D5.
    """

    index: int
    name: str
    hidden: bool
    first_row: int
    columns: int
    hidden_rows: frozenset[int]
    hidden_columns: int
    merges: tuple[tuple[int, int, int, int], ...]
    cells: pa.Table
    hidden_places: frozenset[int] = frozenset()
    filtered: bool = False
    ragged_rows: frozenset[int] = frozenset()
    errors: int = 0
    uncalculated: int = 0
    odd_cells: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """Return how many rows the sheet has between its first and last filled one."""
        return int(self.cells.num_rows)


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file as read: its kind, what must be told of it, and its sheets."""

    kind: str
    notices: tuple[str, ...]
    epoch_1904: bool
    sheets: tuple[Sheet, ...]


class Sheets:
    """Puts the child's frames together again, sheet by sheet."""

    def __init__(self, limits: Limits) -> None:
        self.room = limits.table_bytes
        self.parts: list[pa.RecordBatch | int] = []
        self.done: list[Sheet] = []

    def take(self, tag: bytes, load: memoryview) -> None:
        """Take a frame in."""
        if tag == Tag.ROWS:
            self._take_rows(load)
        elif tag == Tag.GAP:
            self.parts.append(COUNT.unpack(load)[0])
        elif tag == Tag.AGAIN:
            self.room += sum(part.nbytes for part in self.parts if isinstance(part, pa.RecordBatch))
            self.parts = []
        elif tag == Tag.SHEET:
            self.done.append(_sheet(len(self.done), json.loads(bytes(load)), self.parts))
            self.parts = []

    def file(self, said: dict[str, Any]) -> ReadFile:
        """Return the whole file."""
        return ReadFile(said["kind"], tuple(said["notices"]), said["epoch_1904"], tuple(self.done))

    def _take_rows(self, load: memoryview) -> None:
        (width,) = WIDTH.unpack_from(load)
        batch = pa.ipc.read_record_batch(pa.py_buffer(load[WIDTH.size :]), schema_of(width))
        self.room -= len(load)
        if self.room < 0:
            raise FileRefused("TOO_BIG_TO_READ")
        self.parts.append(batch)


def _sheet(index: int, said: dict[str, Any], parts: list[pa.RecordBatch | int]) -> Sheet:
    width = said["columns"]
    schema = schema_of(width)
    batches = [batch for part in parts for batch in _widened(part, width, schema)]
    return Sheet(
        index=index,
        name=said["name"],
        hidden=said["hidden"],
        first_row=said["first_row"],
        columns=width,
        hidden_rows=frozenset(said["hidden_rows"]),
        hidden_columns=len(said["hidden_places"]),
        merges=tuple(tuple(merge) for merge in said["merges"]),
        cells=pa.Table.from_batches(batches, schema),
        hidden_places=frozenset(said["hidden_places"]),
        filtered=said["filtered"],
        ragged_rows=frozenset(said["ragged_rows"]),
        errors=said["errors"],
        uncalculated=said["uncalculated"],
        odd_cells=tuple(said["odd_cells"]),
    )


def _widened(part: pa.RecordBatch | int, width: int, schema: pa.Schema) -> list[pa.RecordBatch]:
    """Return rows with the sheet's full width; blank rows share one block of memory."""
    if isinstance(part, int):
        return [_blank(min(BLANK_ROWS, part - at), schema) for at in range(0, part, BLANK_ROWS)]
    arrays = list(part.columns)
    arrays += [_nothing(part.num_rows, field.type) for field in list(schema)[len(arrays) :]]
    return [pa.record_batch(arrays, schema=schema)]


def _blank(rows: int, schema: pa.Schema) -> pa.RecordBatch:
    text, kind = _nothing(rows, pa.string()), _nothing(rows, pa.uint8())
    return pa.record_batch([text, kind] * (len(schema) // 2), schema=schema)


def _nothing(rows: int, kind: pa.DataType) -> pa.Array:
    return pa.nulls(rows, kind) if kind == pa.string() else pa.array(np.zeros(rows, np.uint8))
