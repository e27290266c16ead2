"""Read the tables of a web page, which business systems export and name .xls."""

from __future__ import annotations

import codecs
import re
from html.parser import HTMLParser

from doudi.reading.cells import of_text
from doudi.reading.facts import SheetFacts
from doudi.reading.refusals import FileRefused
from doudi.reading.sink import Sink
from doudi.reading.xml_rows import RowGatherer

CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
BLANKS = re.compile(r"[ \t\r\n\f]+")
HIDDEN = re.compile(r"display\s*:\s*none", re.IGNORECASE)
SILENT = frozenset({"script", "style", "title", "noscript", "template"})
BREAKS = frozenset({"br", "p", "div", "li"})
MOST_SPAN = 1000
FED = 1 << 20


def read_web_page(data: bytes, encoding: str, sink: Sink) -> None:
    """Read every table of a web page as a sheet of its own; refuse a page without one."""
    tables = WebTables(sink)
    text = data.decode(encoding, "strict")
    for at in range(0, len(text), FED):
        tables.feed(text[at : at + FED])
    tables.close()
    while tables.open_tables:
        tables.end_table()
    if not sink.sheets:
        raise FileRefused("WEB_PAGE")


def page_encoding(data: bytes) -> str:
    """Return the encoding that a page or an XML file names, or nothing when it names none that is known."""
    match = CHARSET.search(data[:4096]) or re.search(rb"encoding\s*=\s*[\"']([\w-]+)", data[:200])
    if match is None:
        return ""
    name = match.group(1).decode("ascii", "replace").lower()
    name = "gb18030" if name in {"gb2312", "gbk", "gb_2312-80", "x-gbk"} else name
    try:
        return codecs.lookup(name).name
    except LookupError:
        return ""


class _Table:
    """A table under way: its rows, and which places cells from rows above still cover."""

    def __init__(self) -> None:
        self.rows: list[tuple[list[str], bool]] = []
        self.merges: list[tuple[int, int, int, int]] = []
        self.covered: dict[int, int] = {}
        self.cells: list[str] | None = None
        self.hidden = False
        self.parts: list[str] | None = None
        self.spans = (1, 1)

    def open_row(self, *, hidden: bool) -> None:
        self.close_row()
        self.cells, self.hidden = [], hidden

    def close_row(self) -> None:
        self.close_cell()
        if self.cells is None:
            return
        self.rows.append((self.cells, self.hidden))
        self.cells = None
        self.covered = {place: left - 1 for place, left in self.covered.items() if left > 1}

    def open_cell(self, across: int, down: int) -> None:
        if self.cells is None:
            self.open_row(hidden=False)
        self.close_cell()
        self.parts, self.spans = [], (across, down)

    def close_cell(self) -> None:
        if self.parts is None or self.cells is None:
            return
        while len(self.cells) in self.covered:
            self.cells.append("")
        place, row, (across, down) = len(self.cells), len(self.rows) + 1, self.spans
        text = "\n".join(BLANKS.sub(" ", line).strip() for line in "".join(self.parts).split("\x01"))
        self.cells += [text.strip("\n").replace("\xa0", " ").strip(), *[""] * (across - 1)]
        if across > 1 or down > 1:
            self.merges.append((row, place, row + down - 1, place + across - 1))
        if down > 1:
            self.covered.update({place + step: down for step in range(across)})
        self.parts = None


class WebTables(HTMLParser):
    """Gathers the tables of a page; a table inside a cell is one of its own."""

    def __init__(self, sink: Sink) -> None:
        super().__init__(convert_charrefs=True)
        self.sink = sink
        self.open_tables: list[_Table] = []
        self.silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take an element's begin."""
        said = {name: value or "" for name, value in attrs}
        if tag in SILENT:
            self.silent += 1
        elif tag == "table":
            self.open_tables.append(_Table())
        elif self.open_tables:
            self._start(self.open_tables[-1], tag, said)

    def _start(self, table: _Table, tag: str, said: dict[str, str]) -> None:
        if tag == "tr":
            table.open_row(hidden=bool(HIDDEN.search(said.get("style", ""))) or "hidden" in said)
        elif tag in {"td", "th"}:
            table.open_cell(_span(said.get("colspan", "")), _span(said.get("rowspan", "")))
        elif tag in BREAKS and table.parts:
            table.parts.append("\x01")

    def handle_endtag(self, tag: str) -> None:
        """Take an element's end."""
        if tag in SILENT:
            self.silent = max(self.silent - 1, 0)
        elif self.open_tables and tag == "table":
            self.end_table()
        elif self.open_tables and tag == "tr":
            self.open_tables[-1].close_row()
        elif self.open_tables and tag in {"td", "th"}:
            self.open_tables[-1].close_cell()

    def handle_data(self, data: str) -> None:
        """Take text of a cell."""
        if self.open_tables and self.open_tables[-1].parts is not None and not self.silent:
            self.open_tables[-1].parts.append(data)

    def end_table(self) -> None:
        """Put a finished table into the sink, if it has rows."""
        table = self.open_tables.pop()
        table.close_row()
        if not any(any(cells) for cells, _ in table.rows):
            return
        rows = RowGatherer(self.sink)
        rows.begin(SheetFacts(f"表 {self.sink.sheets + 1}", merges=table.merges))
        for number, (cells, hidden) in enumerate(table.rows, 1):
            rows.open_row(number)
            for cell in cells:
                rows.add(of_text(cell))
            rows.close_row(hidden=hidden)
        rows.end()


def _span(text: str) -> int:
    return min(max(int(text), 1), MOST_SPAN) if text.strip().isdigit() else 1
