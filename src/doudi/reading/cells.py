"""Turn the values of cells into text with a kind, column by column, as Arrow."""

from __future__ import annotations

import datetime
import itertools
import math
from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

EXACT_BELOW = 1e15
MIDNIGHT = datetime.time()
ERROR_TEXTS = ("#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!")
ERRORS = pa.array(ERROR_TEXTS, pa.string())


class Kind(IntEnum):
    """What a cell held before it became text.

    ERROR is a formula's failure such as #N/A. UNCALCULATED is a formula of which the file keeps no value; its
    text is the formula, so that it is never taken for a blank.
    """

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    LOGICAL = 4
    ERROR = 5
    UNCALCULATED = 6


class Cell(NamedTuple):
    """A cell whose kind the reader of its format has settled."""

    text: str | None
    kind: Kind


EMPTY_CELL = Cell(None, Kind.EMPTY)


def of_text(value: str) -> Cell:
    """Return a cell of text; nothing is a blank."""
    return Cell(value, Kind.TEXT) if value else EMPTY_CELL


def of_float(value: float) -> Cell:
    """Return a cell of a number as its shortest exact text."""
    if not math.isfinite(value):
        return Cell(repr(value), Kind.TEXT)
    whole = value.is_integer() and abs(value) < EXACT_BELOW
    return Cell(str(int(value)) if whole else repr(value), Kind.NUMBER)


def of_written_number(text: str) -> Cell:
    """Return a cell of a number as a file writes it; what is none, or beyond all bounds, stays text."""
    try:
        value = float(text)
    except ValueError:
        return of_text(text)
    return of_float(value) if math.isfinite(value) else of_text(text)


def of_moment(value: datetime.datetime) -> Cell:
    """Return a cell of a day, with the time of day where there is one."""
    if value.time() == MIDNIGHT:
        return Cell(value.date().isoformat(), Kind.DATE)
    return Cell(value.isoformat(sep=" ", timespec="seconds"), Kind.DATE)


def of_logical(value: bool) -> Cell:
    """Return a cell of yes or no."""
    return Cell("是" if value else "否", Kind.LOGICAL)


CELLS: dict[type, Callable[..., Cell]] = {
    Cell: lambda value: value,
    str: of_text,
    float: of_float,
    int: lambda value: Cell(str(value), Kind.NUMBER),
    bool: of_logical,
    datetime.datetime: of_moment,
    datetime.date: lambda value: Cell(value.isoformat(), Kind.DATE),
    datetime.time: lambda value: Cell(value.isoformat(), Kind.TEXT),
    datetime.timedelta: lambda value: Cell(str(value), Kind.TEXT),
}


def column_arrays(values: Sequence[object]) -> tuple[pa.Array, pa.Array]:
    """Return one column's texts and kinds; blanks are null, and words such as #N/A are errors."""
    if set(map(type, values)) <= {str}:
        texts = pa.array([value or None for value in values], pa.string())
        kinds = texts.is_valid().cast(pa.uint8())
    else:
        cells = [CELLS.get(type(value), _of_unknown)(value) for value in values]
        texts = pa.array([cell.text for cell in cells], pa.string())
        kinds = pa.array([cell.kind for cell in cells], pa.uint8())
    return texts, with_errors(texts, kinds)


def with_errors(texts: pa.Array, kinds: pa.Array) -> pa.Array:
    """Return the kinds with the words that spreadsheets write for a failure marked as such."""
    failed = pc.is_in(texts, value_set=ERRORS)
    if not failed.true_count:
        return kinds
    return pc.if_else(failed, pa.scalar(int(Kind.ERROR), pa.uint8()), kinds)


def schema_of(width: int) -> pa.Schema:
    """Return the columns of a sheet: t0, k0, t1, k1 … for text and kind."""
    return pa.schema(
        [
            pa.field(f"{mark}{place}", kind)
            for place in range(width)
            for mark, kind in (("t", pa.string()), ("k", pa.uint8()))
        ]
    )


def batch_of(rows: Sequence[Sequence[object]]) -> pa.RecordBatch:
    """Return rows of values as columns of text and kind, as wide as the widest row."""
    columns = list(itertools.zip_longest(*rows, fillvalue=""))
    arrays = [array for column in columns for array in column_arrays(column)]
    return pa.record_batch(arrays, schema=schema_of(len(columns)))


def _of_unknown(value: object) -> Cell:
    return of_text(str(value)) if value is not None else EMPTY_CELL


def sheet_table(rows: Sequence[Sequence[object]], width: int) -> pa.Table:
    """Return a whole sheet as a table of at least this width."""
    batch = batch_of([*rows, [""] * width])
    return pa.Table.from_batches([batch.slice(0, len(rows))])
