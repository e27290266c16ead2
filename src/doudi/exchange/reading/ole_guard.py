"""Look through an Excel 97-2003 workbook before the reader does."""

from __future__ import annotations

import io
import struct

import olefile

from doudi.exchange.reading.facts import BookFacts, SheetFacts
from doudi.exchange.reading.refusals import FileRefused

FILE_PASSWORD = 0x002F
DATE_MODE = 0x0022
BOUND_SHEET = 0x0085
BEGIN = 0x0809
ROW = 0x0208
COLUMN_INFO = 0x007D
WANTED = frozenset({FILE_PASSWORD, DATE_MODE, BOUND_SHEET, BEGIN, ROW, COLUMN_INFO})
MACRO_SHEETS = frozenset({1, 6})
ROW_IS_HIDDEN = 0x20
COLUMN_IS_HIDDEN = 0x01


def inspect_xls(data: bytes) -> BookFacts:
    """Return what the workbook says of its sheets; refuse macros and passwords."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as document:
            if document.exists("_VBA_PROJECT_CUR") or document.exists("Macros"):
                raise FileRefused("MACROS")
            name = "Workbook" if document.exists("Workbook") else "Book"
            stream = document.openstream(name).read()
    except (OSError, ValueError, IndexError, TypeError) as error:
        raise FileRefused("TRUNCATED") from error
    return _Records(stream).facts()


class _Records:
    """The records of a workbook stream, walked once."""

    def __init__(self, stream: bytes) -> None:
        self.stream = stream
        self.book = BookFacts()
        self.current: SheetFacts | None = None
        self.begins: dict[int, SheetFacts] = {}

    def facts(self) -> BookFacts:
        place, end, unpack = 0, len(self.stream) - 4, struct.Struct("<HH").unpack_from
        while place <= end:
            kind, size = unpack(self.stream, place)
            if kind in WANTED:
                self._take(kind, self.stream[place + 4 : place + 4 + size], place)
            place += 4 + size
        return self.book

    def _take(self, kind: int, body: bytes, place: int) -> None:
        if kind == FILE_PASSWORD:
            raise FileRefused("ENCRYPTED")
        if kind == DATE_MODE:
            self.book.epoch_1904 = body[:1] == b"\x01"
        elif kind == BOUND_SHEET:
            self._bind(body)
        elif kind == BEGIN:
            self.current = self.begins.get(place, self.current)
        elif self.current is not None:
            _take_shape(self.current, kind, body)

    def _bind(self, body: bytes) -> None:
        sheet = _bound_sheet(body)
        self.book.sheets.append(sheet)
        self.begins[struct.unpack_from("<I", body)[0]] = sheet


def _bound_sheet(body: bytes) -> SheetFacts:
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
    return SheetFacts(name, hidden=state != 0)


def _take_shape(sheet: SheetFacts, kind: int, body: bytes) -> None:
    if kind == ROW and len(body) >= 16 and body[12] & ROW_IS_HIDDEN:
        sheet.hidden_rows.add(struct.unpack_from("<H", body)[0] + 1)
    if kind == COLUMN_INFO and len(body) >= 10 and body[8] & COLUMN_IS_HIDDEN:
        first, last = struct.unpack_from("<HH", body)
        sheet.hidden_columns += last - first + 1
