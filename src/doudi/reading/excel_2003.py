"""Read the XML that Excel 2003 wrote and many business systems still export, mostly named .xls."""

from __future__ import annotations

import datetime

from doudi.reading.cells import (
    EMPTY_CELL,
    Cell,
    Kind,
    of_logical,
    of_moment,
    of_text,
    of_written_number,
)
from doudi.reading.facts import SheetFacts
from doudi.reading.sink import Sink
from doudi.reading.xml_rows import XmlTables

ON = frozenset({"1", "true"})


class Excel2003(XmlTables):
    """The elements of an Excel 2003 XML table."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(sink)
        self.epoch_1904 = False
        self.cell: dict[str, str] = {}
        self.kind = ""
        self.value: Cell = EMPTY_CELL
        self.hidden = False
        self.column = 0

    def opened(self, name: str, attributes: dict[str, str]) -> None:
        """Take an element's begin."""
        if name in OPENED:
            OPENED[name](self, attributes)

    def closed(self, name: str) -> None:
        """Take an element's end."""
        if name in CLOSED and "Comment" not in self.path:
            CLOSED[name](self)

    def wants_text(self) -> bool:
        """Say whether text at the place reached belongs to a cell, or says that a sheet is hidden."""
        return ("Data" in self.path and "Comment" not in self.path) or self.path[-1:] == ["Visible"]

    def open_sheet(self, attributes: dict[str, str]) -> None:
        """Begin a sheet."""
        self.column = 0
        self.rows.begin(SheetFacts(attributes.get("Name", "")))

    def open_column(self, attributes: dict[str, str]) -> None:
        """Take columns in, hidden or not."""
        self.column = int(attributes.get("Index", self.column + 1)) - 1
        end = self.column + 1 + int(attributes.get("Span", "0"))
        if attributes.get("Hidden") in ON:
            self.rows.facts.hidden_places.update(range(self.column, min(end, 16_384)))
        self.column = end

    def open_row(self, attributes: dict[str, str]) -> None:
        """Begin a row."""
        self.rows.open_row(int(attributes.get("Index", self.rows.row + 1)))
        self.hidden = attributes.get("Hidden") in ON

    def close_row(self) -> None:
        """Finish a row; one that spans further rows is blank in these."""
        self.rows.close_row(hidden=self.hidden)

    def open_cell(self, attributes: dict[str, str]) -> None:
        """Begin a cell."""
        self.cell, self.value, self.said = attributes, EMPTY_CELL, []
        place = int(attributes.get("Index", self.rows.place + 1)) - 1
        if place < self.rows.place:
            self.rows.refuse(f"第 {self.rows.row} 行的单元格出现了两次或次序颠倒")
        self.rows.place = place

    def open_data(self, attributes: dict[str, str]) -> None:
        """Begin a cell's value."""
        self.kind = attributes.get("Type", "String")

    def close_data(self) -> None:
        """Take a cell's value."""
        self.value = _value(self.kind, self.text(), epoch_1904=self.epoch_1904)

    def close_cell(self) -> None:
        """Put the cell into its row."""
        across, down = int(self.cell.get("MergeAcross", "0")), int(self.cell.get("MergeDown", "0"))
        self.rows.merge(across, down)
        value = self.value
        if self.cell.get("Formula") and value.text is None and self.kind != "String":
            value = Cell(self.cell["Formula"], Kind.UNCALCULATED)
        self.kind = ""
        self.rows.add(value)
        self.rows.place += across

    def close_visible(self) -> None:
        """Note a hidden sheet."""
        self.rows.facts.hidden |= self.text().strip() != "SheetVisible"

    def open_filter(self, _: dict[str, str]) -> None:
        """Note a filter left on."""
        self.rows.facts.filtered = True

    def note_1904(self, _: dict[str, str]) -> None:
        """Note that days count from 1904."""
        self.epoch_1904 = True


def _value(kind: str, text: str, *, epoch_1904: bool) -> Cell:
    if kind == "Number":
        return of_written_number(text)
    if kind == "Boolean":
        return of_logical(text in ON)
    if kind == "Error":
        return Cell(text, Kind.ERROR)
    if kind != "DateTime":
        return of_text(text)
    try:
        moment = datetime.datetime.fromisoformat(text)
    except ValueError:
        return of_text(text)
    return (
        of_text(moment.time().isoformat("seconds"))
        if moment.year < 1900 + 4 * epoch_1904
        else of_moment(moment)
    )


OPENED = {
    "Worksheet": Excel2003.open_sheet,
    "Column": Excel2003.open_column,
    "Row": Excel2003.open_row,
    "Cell": Excel2003.open_cell,
    "Data": Excel2003.open_data,
    "AutoFilterColumn": Excel2003.open_filter,
    "Date1904": Excel2003.note_1904,
}
CLOSED = {
    "Worksheet": lambda table: table.rows.end(),
    "Row": Excel2003.close_row,
    "Cell": Excel2003.close_cell,
    "Data": Excel2003.close_data,
    "Visible": Excel2003.close_visible,
}
