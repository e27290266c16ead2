"""Look through an Excel 97-2003 workbook before the reader does, and count what the reader must find."""

from __future__ import annotations

import io
import struct
from array import array
from collections.abc import Iterator

import numpy as np
import olefile
from numpy.typing import NDArray

from doudi.reading.facts import BookFacts, SheetFacts, column_name
from doudi.reading.refusals import FileRefused

FILE_PASSWORD = 0x002F
DATE_MODE = 0x0022
BOUND_SHEET = 0x0085
BEGIN, END = 0x0809, 0x000A
ROW = 0x0208
COLUMN_INFO = 0x007D
FILTER_ON = 0x009B
MERGED = 0x00E5
TABLES = frozenset({BEGIN, END, ROW, COLUMN_INFO, FILTER_ON})
LABEL_SHARED, LABEL, NUMBER, RK, MANY_RK = 0x00FD, 0x0204, 0x0203, 0x027E, 0x00BD
LOGICAL, FORMULA, RICH_LABEL = 0x0205, 0x0006, 0x00D6
ONE_CELL = frozenset({LABEL_SHARED, LABEL, NUMBER, RK, LOGICAL, FORMULA, RICH_LABEL})
BOOK = frozenset({FILE_PASSWORD, DATE_MODE, BOUND_SHEET})
WANTED = BOOK | TABLES | ONE_CELL | {MANY_RK}
MACRO_SHEETS = frozenset({1, 6})
WORKSHEET = 0x0010
ROW_IS_HIDDEN = 0x20
COLUMN_IS_HIDDEN = 0x01


class SheetCells(SheetFacts):
    """What an old workbook's records say of one sheet, with the places of its cells."""

    def __init__(self, name: str, *, hidden: bool) -> None:
        super().__init__(name, hidden=hidden)
        self.keys = array("I")
        self.ended = False

    def places(self) -> NDArray[np.uint32]:
        """Return where the cells are, row × 65,536 + column, in the order of their records."""
        return np.frombuffer(self.keys, np.uint32) if self.keys else np.empty(0, np.uint32)


def inspect_xls(data: bytes) -> BookFacts:
    """Return what the workbook says of its sheets; refuse macros, passwords, cut and doubled records."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as document:
            if document.exists("_VBA_PROJECT_CUR/VBA") or document.exists("Macros/VBA"):
                raise FileRefused("MACROS")
            name = "Workbook" if document.exists("Workbook") else "Book"
            size = document.get_size(name)
            stream = document.openstream(name).read()
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise FileRefused("TRUNCATED") from error
    if len(stream) < size:
        raise FileRefused("TRUNCATED")
    return _Records(stream).facts()


def _records(stream: bytes) -> Iterator[tuple[int, int, bytes]]:
    place, end, unpack = 0, len(stream) - 4, struct.Struct("<HH").unpack_from
    while place <= end:
        kind, size = unpack(stream, place)
        if kind in WANTED:
            body = stream[place + 4 : place + 4 + size]
            if len(body) < size:
                raise FileRefused("TRUNCATED")
            yield kind, place, body
        place += 4 + size


class _Records:
    """The records of a workbook stream, walked once."""

    def __init__(self, stream: bytes) -> None:
        self.stream = stream
        self.book = BookFacts()
        self.current: SheetCells | None = None
        self.depth = 0
        self.begins: dict[int, SheetCells] = {}

    def facts(self) -> BookFacts:
        for kind, place, body in _records(self.stream):
            if kind in BOOK:
                self._take_book(kind, body)
            elif kind in {BEGIN, END}:
                self._bound(kind, place)
            elif self.current is not None and self.depth == 1:
                _take(self.current, kind, body)
        for sheet in self.begins.values():
            if not sheet.ended:
                raise FileRefused("BROKEN_SHEET", sheet=sheet.name, what="这张表的数据不在文件里")
            _refuse_doubled(sheet)
        return self.book

    def _take_book(self, kind: int, body: bytes) -> None:
        if kind == FILE_PASSWORD:
            raise FileRefused("ENCRYPTED")
        if kind == DATE_MODE:
            self.book.epoch_1904 = body[:1] == b"\x01"
        elif kind == BOUND_SHEET:
            sheet = _bound_sheet(body)
            self.book.sheets.append(sheet)
            self.begins[struct.unpack_from("<I", body)[0]] = sheet

    def _bound(self, kind: int, place: int) -> None:
        """Take the begin or end of a sheet; charts lie inside of sheets with a begin and end of their own."""
        if kind == END:
            self.depth = max(self.depth - 1, 0)
            if self.depth == 0 and self.current is not None:
                self.current.ended, self.current = True, None
            return
        self.depth += 1
        if place in self.begins:
            self.depth, self.current = 1, self.begins[place]


def _bound_sheet(body: bytes) -> SheetCells:
    if len(body) < 8:
        raise FileRefused("DAMAGED")
    state, kind, length, wide = body[4] & 3, body[5], body[6], body[7] & 1
    if kind in MACRO_SHEETS:
        raise FileRefused("MACROS")
    name = (
        body[8 : 8 + length * 2].decode("utf-16-le", "replace")
        if wide
        else body[8 : 8 + length].decode("latin-1")
    )
    return SheetCells(name, hidden=state != 0)


def _take(sheet: SheetCells, kind: int, body: bytes) -> None:
    if kind in ONE_CELL:
        _take_cell(sheet, kind, body)
    elif kind == MANY_RK and len(body) >= 6:
        row, first = struct.unpack_from("<HH", body)
        for place in range(first, first + (len(body) - 6) // 6):
            _add(sheet, row, place)
    elif kind == FILTER_ON:
        sheet.filtered = True
    else:
        _take_shape(sheet, kind, body)


def _take_cell(sheet: SheetCells, kind: int, body: bytes) -> None:
    if len(body) < 6:
        raise FileRefused("BROKEN_SHEET", sheet=sheet.name, what="有一条记录不完整")
    row, place = struct.unpack_from("<HH", body)
    _add(sheet, row, place)


def _add(sheet: SheetCells, row: int, place: int) -> None:
    sheet.keys.append(row << 16 | place)


def _refuse_doubled(sheet: SheetCells) -> None:
    places = np.sort(sheet.places())
    doubled = places[1:][places[1:] == places[:-1]]
    if doubled.size:
        cell = f"{column_name(int(doubled[0]) & 0xFFFF)}{(int(doubled[0]) >> 16) + 1}"
        raise FileRefused("BROKEN_SHEET", sheet=sheet.name, what=f"单元格 {cell} 出现了两次")


def _take_shape(sheet: SheetFacts, kind: int, body: bytes) -> None:
    if kind == ROW and len(body) >= 16 and body[12] & ROW_IS_HIDDEN:
        sheet.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
    if kind == COLUMN_INFO and len(body) >= 10 and body[8] & COLUMN_IS_HIDDEN:
        first, last = struct.unpack_from("<HH", body)
        sheet.hidden_places.update(range(first, last + 1))
