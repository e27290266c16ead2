"""Writes every workbook that leaves the product: what people typed stays text, whoever opens or edits it."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

AS_TEXT = 49  # the number of the format “@” in every spreadsheet
TEXT: Mapping[str, object] = {"num_format": AS_TEXT, "quote_prefix": True}
LONGEST = 32_767


class Page(Worksheet):  # type: ignore[misc]
    """A sheet whose texts are all in text format with a quote prefix.

    Without it a name such as =1+1 or -李 becomes a formula as soon as a clerk presses Enter in its cell.
    """

    text: Format

    def _write_string(self, row: int, col: int, string: str, cell_format: Format | None = None) -> int:
        shown = string if len(string) <= LONGEST else f"{string[: LONGEST - 1]}…"
        kept = cell_format if cell_format is not None and _is_text(cell_format) else self.text
        written: int = super()._write_string(row, col, shown, kept)
        return written


class Workbook(xlsxwriter.Workbook):  # type: ignore[misc]
    """A workbook in memory in which no text is ever taken for a formula, a link or a number."""

    def __init__(self, sink: BinaryIO) -> None:
        super().__init__(
            sink,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self.text = self.add_format()

    def add_format(self, properties: Mapping[str, Any] | None = None) -> Format:
        """Return a format for texts; one that gives a format of numbers is for numbers."""
        return super().add_format({**TEXT, **(properties or {})})

    def add_worksheet(self, name: str | None = None, worksheet_class: type[Worksheet] | None = None) -> Page:
        """Return a new sheet."""
        page: Page = super().add_worksheet(name, worksheet_class or Page)
        page.text = self.text
        return page


def _is_text(kind: Format) -> bool:
    return bool(kind.num_format in {AS_TEXT, "@"} and kind.quote_prefix)


def table_workbook(title: str, made: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as an xlsx file to print on A4: title, how it was made, headings, rows."""
    buffer = io.BytesIO()
    book = Workbook(buffer)
    page = book.add_worksheet("表")
    bold = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    small = book.add_format({"font_size": 9, "font_color": "#556270"})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EAF1FA", "text_wrap": True})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    page.merge_range(0, 0, 0, len(headings) - 1, title, bold)
    page.merge_range(1, 0, 1, len(headings) - 1, made, small)
    page.set_column(0, len(headings) - 1, 14)
    for column, label in enumerate(headings):
        page.write_string(2, column, label, head)
    for number, values in enumerate(rows, start=3):
        for column, value in enumerate(values):
            _write(page, number, column, value, cell)
    page.freeze_panes(3, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    book.close()
    return buffer.getvalue()


def _write(page: Page, row: int, column: int, value: object, cell: object) -> None:
    # text stays text, so that nothing typed in is run as a formula
    if isinstance(value, int):
        page.write_number(row, column, value, cell)
    else:
        page.write_string(row, column, "" if value is None else str(value), cell)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands around the rows of a list: title, making, what was asked for, headings with widths."""

    title: str
    made: str
    asked: str
    columns: Sequence[tuple[str, int]]
    footer: str


def list_workbook(sheet: Sheet, rows: Iterable[Sequence[object]]) -> bytes:
    """Write a list as an xlsx file to print on A4, its rows numbered; every text stays text."""
    buffer = io.BytesIO()
    book = Workbook(buffer)
    page = book.add_worksheet("表")
    head = book.add_format(
        {"bold": True, "border": 1, "bg_color": "#EAF1FA", "text_wrap": True, "align": "center"}
    )
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    columns = (("序号", 6), *sheet.columns)
    top = _head_of_list(book, page, sheet, len(columns) - 1)
    for column, (label, width) in enumerate(columns):
        page.set_column(column, column, width)
        page.write_string(top, column, label, head)
    number = 0
    for number, values in enumerate(rows, start=1):
        for column, value in enumerate((number, *values)):
            _write(page, number + top, column, value, cell)
    page.freeze_panes(top + 1, 2)
    page.autofilter(top, 0, max(number, 1) + top, len(columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)
    page.set_footer(f"&L{sheet.footer.replace('&', '&&')}&R第 &P 页 共 &N 页")
    book.close()
    return buffer.getvalue()


def _head_of_list(book: Workbook, page: Page, sheet: Sheet, last: int) -> int:
    """Write what stands above a list; return the row its headings stand in."""
    title = book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"})
    small = book.add_format({"font_size": 9, "font_color": "#556270"})
    page.merge_range(0, 0, 0, last, sheet.title, title)
    page.set_row(0, 28)
    page.merge_range(1, 0, 1, last, sheet.made, small)
    if not sheet.asked:
        return 2
    page.merge_range(2, 0, 2, last, sheet.asked, small)
    return 3
