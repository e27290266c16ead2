"""Read the tables of an XML document row by row: what OpenDocument and Excel 2003 share."""

from __future__ import annotations

from collections.abc import Iterable
from xml.parsers import expat

from doudi.reading.cells import EMPTY_CELL, Cell
from doudi.reading.facts import SheetFacts
from doudi.reading.refusals import FileRefused
from doudi.reading.sink import RowBuffer, Sink
from doudi.reading.zip_guard import local, strict_parser

MOST_COPIES = 200_000


class RowGatherer:
    """Puts cells into rows and rows into the sink; repeats and merges are counted as a spreadsheet shows."""

    def __init__(self, sink: Sink) -> None:
        self.sink = sink
        self.buffer = RowBuffer(sink)
        self.facts = SheetFacts("")
        self.row = self.place = 0
        self.cells: list[Cell] = []
        self.copies = 0

    def begin(self, facts: SheetFacts) -> None:
        """Open a sheet."""
        self.facts, self.row, self.copies = facts, 0, 0
        self.buffer = RowBuffer(self.sink)
        self.sink.begin(facts)

    def end(self) -> None:
        """Close the sheet."""
        self.buffer.flush()
        self.sink.end()

    def open_row(self, number: int) -> None:
        """Begin row `number`."""
        if number <= self.row:
            self.refuse(f"第 {number} 行出现了两次或次序颠倒")
        self.row, self.place, self.cells = number, 0, []

    def add(self, cell: Cell, times: int = 1) -> None:
        """Put a cell, or several alike, at the place reached; blanks only move on."""
        if cell.text is not None:
            if self.place + times > self.sink.limits.columns:
                raise FileRefused("FAR_CELLS", sheet=self.facts.name, cell=f"第 {self.place + times} 列")
            self.cells += [EMPTY_CELL] * (self.place - len(self.cells)) + [cell] * times
        self.place += times

    def merge(self, across: int, down: int) -> None:
        """Note that the cell at the place reached covers further columns and rows."""
        if across or down:
            self.facts.merges.append((self.row, self.place, self.row + down, self.place + across))

    def close_row(self, times: int = 1, *, hidden: bool = False) -> None:
        """Finish the row, or several alike."""
        filled = any(cell.text is not None for cell in self.cells)
        if filled and times > 1:
            self.copies += times
            if self.copies > MOST_COPIES:
                raise FileRefused("FAR_CELLS", sheet=self.facts.name, cell=f"第 {self.row + times - 1} 行")
        if hidden and times <= MOST_COPIES:
            self.facts.hidden_rows.update(range(self.row, self.row + times))
        for step in range(times if filled else 0):
            self.buffer.add(self.row + step, [cell if cell.text else "" for cell in self.cells])
        self.row += times - 1

    def refuse(self, what: str) -> None:
        """Refuse the sheet."""
        raise FileRefused("BROKEN_SHEET", sheet=self.facts.name, what=what)


class XmlTables:
    """Walks an XML document; a format says what its elements mean by `opened`, `closed` and the text."""

    def __init__(self, sink: Sink) -> None:
        self.rows = RowGatherer(sink)
        self.path: list[str] = []
        self.said: list[str] = []

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element's begin."""

    def closed(self, name: str) -> None:
        """Take an element's end; it is no longer on the path."""

    def wants_text(self) -> bool:
        """Say whether text at the place reached belongs to a cell."""
        return False

    def read(self, pieces: Iterable[bytes]) -> None:
        """Read the whole document."""
        parser = strict_parser()
        parser.StartElementHandler, parser.EndElementHandler = self._start, self._end
        parser.CharacterDataHandler = self._text
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError) as error:
            sheet = self.rows.facts.name
            if sheet:
                raise FileRefused("BROKEN_SHEET", sheet=sheet, what="内部的 XML 不完整或不合规范") from error
            raise FileRefused("DAMAGED") from error

    def text(self) -> str:
        """Return what was said since the last call."""
        said, self.said = "".join(self.said), []
        return said

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        name = local(name)
        self.path.append(name)
        self.opened(name, {local(key): value for key, value in attributes.items()})

    def _end(self, name: str) -> None:
        self.path.pop()
        self.closed(local(name))

    def _text(self, said: str) -> None:
        if self.wants_text():
            self.said.append(said)
