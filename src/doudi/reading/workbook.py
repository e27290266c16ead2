"""Read Excel 97-2003 workbooks: the reader's rows, held against what the records say is there."""

from __future__ import annotations

import io
import itertools

import numpy as np
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from doudi.reading.facts import BookFacts, column_name
from doudi.reading.ole_guard import SheetCells, inspect_xls
from doudi.reading.refusals import FileRefused
from doudi.reading.sink import RowBuffer, Sink

MOST_CELLS = 4_000_000


def read_xls(data: bytes, sink: Sink) -> bool:
    """Read the workbook into the sink; return whether its days count from 1904."""
    facts = inspect_xls(data)
    _refuse_wide(facts)
    book = _opened(data)
    for index, told in enumerate(book.sheets_metadata):
        known = facts.sheet(index, told.name)
        known.hidden = known.hidden or told.visible != SheetVisibleEnum.Visible
        try:
            sheet = book.get_sheet_by_index(index) if told.typ == SheetTypeEnum.WorkSheet else None
        except (CalamineError, ValueError, IndexError) as error:
            raise FileRefused("BROKEN_SHEET", sheet=told.name, what="记录读不出来") from error
        sink.begin(known)
        if sheet is not None:
            _read_sheet(sheet, sink)
        sink.end()
    return facts.epoch_1904


def _opened(data: bytes) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise FileRefused("ENCRYPTED") from error
    except CalamineError as error:
        raise FileRefused("DAMAGED") from error
    except BaseException as error:
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise FileRefused("DAMAGED") from error  # the reader's own panic, which is no Exception


def _refuse_wide(facts: BookFacts) -> None:
    """Refuse a rectangle that the reader could not hold in memory."""
    for sheet in facts.sheets:
        places = sheet.places() if isinstance(sheet, SheetCells) else np.empty(0, np.uint32)
        if not places.size:
            continue
        first, last = int(places.min()) >> 16, int(places.max()) >> 16
        columns = int((places & 0xFFFF).max()) + 1
        if (last - first + 1) * columns > MOST_CELLS:
            raise FileRefused("FAR_CELLS", sheet=sheet.name, cell=f"{column_name(columns - 1)}{last + 1}")


def _read_sheet(sheet: CalamineSheet, sink: Sink) -> None:
    start = sheet.start
    facts, buffer, found = sink.facts, RowBuffer(sink), 0
    if start is not None:
        before: list[object] = [""] * start[1]
        # the reader begins at row 1 with blank rows, and at the first filled column
        rows = itertools.islice(sheet.iter_rows(), start[0], None)
        for number, row in enumerate(rows, start[0] + 1):
            found += sum(value != "" for value in row)
            buffer.add(number, [*before, *row])
    buffer.flush()
    merges = sheet.merged_cell_ranges or []
    facts.merges = [(a[0] + 1, a[1], b[0] + 1, b[1]) for a, b in merges]
    if isinstance(facts, SheetCells) and found > len(facts.keys):
        raise FileRefused("BROKEN_SHEET", sheet=facts.name, what="单元格的数目对不上")
