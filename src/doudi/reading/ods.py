"""Read OpenDocument tables (.ods): rows and cells with their repeats, spans, filters and formulas."""

from __future__ import annotations

import datetime

from doudi.reading.cells import (
    Cell,
    Kind,
    of_logical,
    of_moment,
    of_text,
    of_written_number,
)
from doudi.reading.facts import SheetFacts
from doudi.reading.limits import Limits
from doudi.reading.refusals import FileRefused
from doudi.reading.sink import Sink
from doudi.reading.xml_rows import XmlTables
from doudi.reading.zip_guard import Package

CELLS = frozenset({"table-cell", "covered-table-cell"})
NOT_CELL_TEXT = frozenset({"annotation", "shapes", "ruby-text", "tracked-changes", "note"})
MOST_SPACES = 1000
NUMBERS = frozenset({"float", "percentage", "currency"})


def read_ods(data: bytes, limits: Limits, sink: Sink) -> None:
    """Read an OpenDocument table; refuse macros, passwords and what is not one."""
    package = Package(data, limits)
    if b"encryption-data" in package.whole("META-INF/manifest.xml"):
        raise FileRefused("ENCRYPTED")
    OpenDocument(sink).read(package.pieces("content.xml"))


class OpenDocument(XmlTables):
    """The elements of an OpenDocument table."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(sink)
        self.attributes: dict[str, str] = {}
        self.row: dict[str, str] = {}
        self.hidden_styles: set[str] = set()
        self.style = ""
        self.column = 0
        self.paragraphs = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element's begin."""
        if name in OPENED and not NOT_CELL_TEXT.intersection(self.path):
            OPENED[name](self, attributes)

    def closed(self, name: str) -> None:
        """Take an element's end."""
        if name in CLOSED and not NOT_CELL_TEXT.intersection(self.path):
            CLOSED[name](self)

    def wants_text(self) -> bool:
        """Say whether text at the place reached belongs to a cell."""
        return "p" in self.path and "table" in self.path and not NOT_CELL_TEXT.intersection(self.path)

    def open_table(self, attributes: dict[str, str]) -> None:
        """Begin a sheet; a table inside a cell is no sheet and cannot be read."""
        if self.path.count("table") > 1:
            self.rows.refuse("单元格里还有一张表")
        hidden = attributes.get("style-name", "") in self.hidden_styles
        self.column = 0
        self.rows.begin(SheetFacts(attributes.get("name", ""), hidden=hidden))

    def open_column(self, attributes: dict[str, str]) -> None:
        """Take columns in, hidden or not."""
        times = _times(attributes, "number-columns-repeated")
        if attributes.get("visibility") in {"collapse", "filter"}:
            self.rows.facts.hidden_places.update(range(self.column, min(self.column + times, 16_384)))
        self.column += times

    def open_row(self, attributes: dict[str, str]) -> None:
        """Begin a row."""
        self.row = attributes
        self.rows.open_row(self.rows.row + 1)

    def close_row(self) -> None:
        """Finish a row with its repeats."""
        shown = self.row.get("visibility", "visible")
        self.rows.facts.filtered |= shown == "filter"
        self.rows.close_row(_times(self.row, "number-rows-repeated"), hidden=shown != "visible")

    def open_cell(self, attributes: dict[str, str]) -> None:
        """Begin a cell."""
        self.attributes, self.said, self.paragraphs = attributes, [], 0

    def close_cell(self) -> None:
        """Put the cell into its row."""
        said = self.attributes
        across, down = _times(said, "number-columns-spanned") - 1, _times(said, "number-rows-spanned") - 1
        self.rows.merge(across, down)
        self.rows.add(self._cell(self.text()), _times(said, "number-columns-repeated"))

    def open_paragraph(self, _: dict[str, str]) -> None:
        """Part paragraphs of a cell by a line break."""
        if self.paragraphs:
            self.said.append("\n")
        self.paragraphs += 1

    def open_spaces(self, attributes: dict[str, str]) -> None:
        """Take spaces in that are written as a number."""
        self.said.append(" " * min(_times(attributes, "c"), MOST_SPACES))

    def open_style(self, attributes: dict[str, str]) -> None:
        """Remember which style is described."""
        self.style = attributes.get("name", "")

    def open_table_style(self, attributes: dict[str, str]) -> None:
        """Note a style that hides its sheet."""
        if attributes.get("display") == "false":
            self.hidden_styles.add(self.style)

    def _cell(self, text: str) -> Cell:
        said = self.attributes
        kind = said.get("value-type", "")
        if said.get("formula") and not kind:
            return Cell("=" + said["formula"].partition(":=")[2], Kind.UNCALCULATED)
        if kind in NUMBERS:
            return of_written_number(said.get("value", text))
        if kind == "date":
            return _day(said.get("date-value", text))
        if kind == "boolean":
            return of_logical(said.get("boolean-value", "") == "true")
        if kind == "time":
            return of_text(text or said.get("time-value", ""))
        return of_text(said.get("string-value", text))


def _times(attributes: dict[str, str], name: str) -> int:
    return max(int(attributes.get(name, "1")), 1)


def _day(text: str) -> Cell:
    try:
        return of_moment(datetime.datetime.fromisoformat(text.rstrip("Z")))
    except ValueError:
        return of_text(text)


OPENED = {
    "table": OpenDocument.open_table,
    "table-column": OpenDocument.open_column,
    "table-row": OpenDocument.open_row,
    "table-cell": OpenDocument.open_cell,
    "covered-table-cell": OpenDocument.open_cell,
    "p": OpenDocument.open_paragraph,
    "s": OpenDocument.open_spaces,
    "tab": lambda document, _: document.said.append("\t"),
    "line-break": lambda document, _: document.said.append("\n"),
    "style": OpenDocument.open_style,
    "table-properties": OpenDocument.open_table_style,
}
CLOSED = {
    "table": lambda document: document.rows.end(),
    "table-row": OpenDocument.close_row,
    "table-cell": OpenDocument.close_cell,
    "covered-table-cell": OpenDocument.close_cell,
}
