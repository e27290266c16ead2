"""Turn the reader's values into text with a kind, column by column, as Arrow."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum

import pyarrow as pa

CHUNK_ROWS = 4096
EXACT_BELOW = 1e15
MIDNIGHT = datetime.time()


class Kind(IntEnum):
    """What a cell held before it became text."""

    EMPTY = 0
    TEXT = 1
    NUMBER = 2
    DATE = 3
    LOGICAL = 4


Cell = tuple[str | None, Kind]
EMPTY_CELL: Cell = (None, Kind.EMPTY)


def _of_text(value: str) -> Cell:
    return (value, Kind.TEXT) if value else EMPTY_CELL


def _of_float(value: float) -> Cell:
    whole = value.is_integer() and abs(value) < EXACT_BELOW
    return (str(int(value)) if whole else repr(value), Kind.NUMBER)


def _of_moment(value: datetime.datetime) -> Cell:
    if value.time() == MIDNIGHT:
        return (value.date().isoformat(), Kind.DATE)
    return (value.isoformat(sep=" ", timespec="seconds"), Kind.DATE)


CELLS: dict[type, Callable[..., Cell]] = {
    str: _of_text,
    float: _of_float,
    int: lambda value: (str(value), Kind.NUMBER),
    bool: lambda value: ("是" if value else "否", Kind.LOGICAL),
    datetime.datetime: _of_moment,
    datetime.date: lambda value: (value.isoformat(), Kind.DATE),
    datetime.time: lambda value: (value.isoformat(), Kind.TEXT),
    datetime.timedelta: lambda value: (str(value), Kind.TEXT),
}


def column_arrays(values: Sequence[object]) -> tuple[pa.Array, pa.Array]:
    """Return one column's texts and kinds; blanks are null."""
    types = set(map(type, values))
    if types <= {str}:
        texts = pa.array([value or None for value in values], pa.string())
        return texts, texts.is_valid().cast(pa.uint8())
    cells = [CELLS.get(type(value), _of_unknown)(value) for value in values]
    texts, kinds = zip(*cells, strict=True)
    return pa.array(texts, pa.string()), pa.array(kinds, pa.uint8())


def sheet_table(rows: Iterable[Sequence[object]], width: int) -> pa.Table:
    """Return a sheet as an Arrow table with a text column t0, t1 … and a kind column k0, k1 … each."""
    schema = pa.schema(
        [
            pa.field(f"{mark}{i}", kind)
            for i in range(width)
            for mark, kind in (("t", pa.string()), ("k", pa.uint8()))
        ]
    )
    batches = [_batch(chunk, width, schema) for chunk in _chunked(rows)]
    return pa.Table.from_batches(batches, schema)


def _batch(chunk: list[Sequence[object]], width: int, schema: pa.Schema) -> pa.RecordBatch:
    columns = list(itertools.zip_longest(*chunk, fillvalue=""))
    columns += [("",) * len(chunk)] * (width - len(columns))
    arrays = [array for column in columns for array in column_arrays(column)]
    return pa.record_batch(arrays, schema=schema)


def _chunked(rows: Iterable[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    coming = iter(rows)
    while chunk := list(itertools.islice(coming, CHUNK_ROWS)):
        yield chunk


def _of_unknown(value: object) -> Cell:
    return (str(value), Kind.TEXT) if value is not None else EMPTY_CELL
