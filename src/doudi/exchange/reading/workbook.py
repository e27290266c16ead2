"""Hand a guarded workbook to the reader and its sheets on, row by row."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, PasswordError, SheetVisibleEnum

from doudi.exchange.reading.facts import BookFacts, SheetFacts
from doudi.exchange.reading.limits import Limits
from doudi.exchange.reading.ole_guard import inspect_xls
from doudi.exchange.reading.refusals import FileRefused
from doudi.exchange.reading.zip_guard import inspect_ods, inspect_xlsx

MOST_MERGES = 200_000


@dataclass(slots=True)
class ReadSheet:
    """One sheet as the reader gives it: rows from `first_row` on, starting in column A."""

    facts: SheetFacts
    first_row: int
    height: int
    columns: int
    merges: list[list[int]]
    rows: Iterator[Sequence[object]]


def sheets_of(data: bytes, kind: str, limits: Limits) -> tuple[bool, Iterator[ReadSheet]]:
    """Return whether days count from 1904, and the sheets one by one; refuse what the guards refuse."""
    facts = _inspect(data, kind, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError as error:
        raise FileRefused("ENCRYPTED") from error
    except CalamineError as error:
        raise FileRefused("DAMAGED") from error
    return facts.epoch_1904, _each(book, facts, limits)


def _inspect(data: bytes, kind: str, limits: Limits) -> BookFacts:
    try:
        if kind == "XLS":
            return inspect_xls(data)
        return (inspect_xlsx if kind == "XLSX" else inspect_ods)(data, limits)
    except (ValueError, OSError, EOFError, KeyError, NotImplementedError) as error:
        raise FileRefused("DAMAGED") from error


def _each(book: CalamineWorkbook, facts: BookFacts, limits: Limits) -> Iterator[ReadSheet]:
    for index, told in enumerate(book.sheets_metadata):
        try:
            sheet = book.get_sheet_by_index(index)
        except (CalamineError, ValueError, IndexError) as error:
            raise FileRefused("DAMAGED") from error
        known = facts.sheet(index, told.name)
        known.hidden = known.hidden or told.visible != SheetVisibleEnum.Visible
        yield _read_sheet(sheet, known, limits)


def _read_sheet(sheet: CalamineSheet, known: SheetFacts, limits: Limits) -> ReadSheet:
    start, end = sheet.start, sheet.end
    if start is None or end is None:
        return ReadSheet(known, 1, 0, 0, [], iter(()))
    columns, height = end[1] + 1, end[0] - start[0] + 1
    if columns > limits.columns * 4:
        raise FileRefused("FAR_CELLS", sheet=known.name, cell=f"第 {columns} 列")
    merges = [[a[0] + 1, a[1], b[0] + 1, b[1]] for a, b in (sheet.merged_cell_ranges or [])[:MOST_MERGES]]
    before = [""] * start[1]
    told = itertools.islice(sheet.iter_rows(), start[0], None)  # the reader begins at row 1 with blank rows
    rows = (before + row if before else row for row in told)
    return ReadSheet(known, start[0] + 1, height, columns, merges, rows)
