"""Read a sheet of an .xlsx workbook exactly: every row by its number, every cell by its place, or none."""

from __future__ import annotations

import re
from collections.abc import Iterator
from operator import itemgetter
from typing import NoReturn
from xml.parsers import expat

import numpy as np

from doudi.reading.facts import SheetFacts, column_name, column_place
from doudi.reading.refusals import FileRefused
from doudi.reading.sink import LAST_ROW, Sink
from doudi.reading.xlsx_book import Book
from doudi.reading.xlsx_canonical import canonical, checked
from doudi.reading.xlsx_cells import CellColumns, Tokens

MOST_TAIL = 32 << 20
DATA_START = re.compile(rb"<sheetData\b[^<>]*?(/?)>")
ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
TAG = re.compile(rb"<(col|mergeCell|filterColumn|sheetPr)\b([^<>]*)>")
TOKEN = re.compile(
    rb'(\s*(?:(<row)\b((?: [\w:]+="[^"<]*")*)\s*/?>|</row>|'
    rb'<c(?: r="([A-Z]{1,3})([0-9]{1,7})")?(?: s="([0-9]+)")?(?: t="([A-Za-z]+)")?(?:/>|>'
    rb"(?:(<f)(?: [^<>]*)?(?:/>|>([^<]*)</f>))?"
    rb"(?:<v(?: xml:space=\"preserve\")?>([^<]*)</v>|<v ?/>|"
    rb'<is><t(?: xml:space="preserve")?>([^<]*)</t></is>)?</c>))\s*)'
)
REFERENCE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
WHOLE = itemgetter(0)
ON = frozenset({b"1", b"true"})


class NotCanonicalError(Exception):
    """The sheet's XML is written in another way than nearly all programs do."""


def read_sheet(book: Book, facts: SheetFacts, part: str, sink: Sink) -> None:
    """Read a sheet into the sink: quickly where it is written as usual, else by way of a full XML parser."""
    sink.begin(facts)
    try:
        if part:
            _read(book, part, sink)
    except FileRefused as refusal:
        if refusal.code != "BROKEN_PART":
            raise
        raise FileRefused("BROKEN_SHEET", sheet=facts.name, what="校验和不对，或数据不完整") from refusal
    except (expat.ExpatError, UnicodeDecodeError, LookupError, ValueError) as error:
        raise FileRefused("BROKEN_SHEET", sheet=facts.name, what="内部的 XML 不完整或不合规范") from error
    sink.end()


def _read(book: Book, part: str, sink: Sink) -> None:
    try:
        _SheetReader(book, sink).read(checked(book.package.pieces(part)))
    except NotCanonicalError:
        sink.again()
        try:
            _SheetReader(book, sink).read(canonical(book.package.pieces(part)))
        except NotCanonicalError as error:
            raise FileRefused("BROKEN_SHEET", sheet=sink.facts.name, what="单元格的写法不合规范") from error


class _SheetReader:
    """Cuts a sheet's XML into head, rows and tail, and the rows into cells."""

    def __init__(self, book: Book, sink: Sink) -> None:
        self.sink, self.facts = sink, sink.facts
        self.cells = CellColumns(book, sink)
        self.row = 0

    def read(self, pieces: Iterator[bytes]) -> None:
        """Read the whole sheet."""
        rest, ended = self._head(pieces), False
        for piece in pieces:
            rest += piece
            end = -1 if ended else rest.find(b"</sheetData>")
            if ended:
                self._refuse_long(rest)
            elif end >= 0:
                self._rows(rest[:end])
                rest, ended = rest[end:], True
            else:
                cut = rest.rfind(b"<row")
                self._refuse_long(rest[cut:])
                if cut > 0:
                    self._rows(rest[:cut])
                    rest = rest[cut:]
        if not ended and (end := rest.find(b"</sheetData>")) >= 0:
            self._rows(rest[:end])
            rest = rest[end:]
        self._tail(rest)

    def _head(self, pieces: Iterator[bytes]) -> bytes:
        """Read up to the rows; return what follows."""
        head = b""
        for piece in pieces:
            head += piece
            start = DATA_START.search(head)
            if start is None:
                self._refuse_long(head)
                continue
            self._facts(head[: start.start()])
            return (b"</sheetData>" if start.group(1) else b"") + head[start.end() :]
        if b"<sheetData" in head or b"\x00" in head or b":worksheet" in head:
            raise NotCanonicalError
        return b"</sheetData>" + head

    def _refuse_long(self, text: bytes) -> None:
        if len(text) > MOST_TAIL:
            self._refuse("表格以外的内容过长")

    def _tail(self, tail: bytes) -> None:
        if not tail.startswith(b"</sheetData>"):
            raise NotCanonicalError
        self._facts(tail)

    def _facts(self, text: bytes) -> None:
        """Take in what stands around the rows: hidden columns, merges, filters."""
        if b"<!" in text or (b"<?" in text.lstrip()[2:]):
            raise NotCanonicalError
        if DATA_START.search(text) or b":sheetData" in text:
            self._refuse("有两处数据区")
        for name, attributes in TAG.findall(text):
            said = {key: one or other for key, one, other in ATTRIBUTE.findall(attributes)}
            if name == b"col" and said.get(b"hidden") in ON:
                first, last = int(said.get(b"min", b"1")), int(said.get(b"max", b"1"))
                self.facts.hidden_places.update(range(first - 1, min(last, 16_384)))
            elif name == b"mergeCell":
                self._merge(said.get(b"ref", b"").decode("ascii", "replace"))
            elif name == b"filterColumn":
                self.facts.filtered = True

    def _merge(self, reference: str) -> None:
        match = REFERENCE.fullmatch(reference)
        if match is None:
            self._refuse(f"合并单元格“{reference[:20]}”写错")
        left, top, right, bottom = match.groups()
        if right is not None:
            self.facts.merges.append((int(top), column_place(left), int(bottom), column_place(right)))

    def _rows(self, text: bytes) -> None:
        """Read whole rows."""
        found = TOKEN.findall(text)
        if sum(map(len, map(WHOLE, found))) != len(text):
            raise NotCanonicalError
        if text.count(b"<c r=") != text.count(b"<c"):
            found = _placed(found)
        opened = [at for at, token in enumerate(found) if token[1]]
        rows = [self.row, *(self._open_row(found[at][2]) for at in opened)]
        filled = [at for at, token in enumerate(found) if token[9] or token[7] or token[10]]
        if filled:
            numbers = np.array(rows, np.int64)[np.searchsorted(opened, filled)]
            tokens = list(zip(*(found[at] for at in filled), strict=True))
            self.cells.take(numbers, Tokens(*tokens[3:]))

    def _open_row(self, attributes: bytes) -> int:
        """Return the number of a row that begins."""
        said = {key: one or other for key, one, other in ATTRIBUTE.findall(attributes)}
        number = int(said[b"r"]) if b"r" in said else self.row + 1
        if number <= self.row:
            self._refuse(f"第 {number} 行出现了两次或次序颠倒")
        if number > LAST_ROW:
            self._refuse(f"行号 {number} 超出表格范围")
        self.row = number
        if said.get(b"hidden") in ON:
            self.facts.hidden_rows.add(number)
        return number

    def _refuse(self, what: str) -> NoReturn:
        raise FileRefused("BROKEN_SHEET", sheet=self.facts.name, what=what)


def _placed(found: list[tuple[bytes, ...]]) -> list[tuple[bytes, ...]]:
    """Return the cells with a place each: one that names none stands right of the one before."""
    placed, place = [], -1
    for token in found:
        if token[1]:
            place = -1
        elif not token[0].strip().startswith(b"</"):
            place = column_place(token[3].decode()) if token[3] else place + 1
            token = (*token[:3], column_name(place).encode(), *token[4:])
        placed.append(token)
    return placed
