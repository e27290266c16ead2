"""Writes pages as the files departments send: xlsx, xlsm, xls, ods, csv in two encodings, tsv, a web page."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TypeAlias
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

from tests.second_county.pages import Cell, Page

MACRO_FREE = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
MACRO_ENABLED = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"


def xlsx(pages: Sequence[Page], *, since_1904: bool = False) -> bytes:
    """Write a workbook of today's kind."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(
        sink,
        {
            "in_memory": True,
            "date_1904": since_1904,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    for each in pages:
        _xlsx_page(book, each)
    book.close()
    return sink.getvalue()


def _filled(each: Page) -> Iterator[tuple[int, int, Cell]]:
    """Yield the cells that are written in, with their places."""
    for line, row in enumerate(each.rows):
        yield from (
            (line, column, cell) for column, cell in enumerate(row) if cell is not None and cell != ""
        )


def _xlsx_page(book: xlsxwriter.Workbook, each: Page) -> None:
    sheet = book.add_worksheet(each.title)
    for line, column, cell in _filled(each):
        sheet.write(line, column, cell)
    for span in each.merges:
        sheet.merge_range(*span, each.rows[span[0]][span[1]] or "")
    for line in each.hidden_rows:
        sheet.set_row(line, None, None, {"hidden": True})
    for column in each.hidden_columns:
        sheet.set_column(column, column, None, None, {"hidden": True})
    if each.filtered:
        sheet.autofilter(*each.filtered)
    if each.hidden:
        sheet.hide()


def xlsx_of_1904(pages: Sequence[Page]) -> bytes:
    """Write a workbook whose days count from 1904, as those begun on an old Macintosh do."""
    return xlsx(pages, since_1904=True)


def xlsm(pages: Sequence[Page]) -> bytes:
    """Write a workbook saved as one that may hold macros and holds none."""
    return rezipped(xlsx(pages), lambda name, data: data.replace(MACRO_FREE, MACRO_ENABLED))


def rezipped(data: bytes, changed: Callable[[str, bytes], bytes]) -> bytes:
    """Return a zip with every member passed through a function."""
    sink = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            new.writestr(item.filename, changed(item.filename, old.read(item)))
    return sink.getvalue()


def xls(pages: Sequence[Page], *, since_1904: bool = False) -> bytes:
    """Write a workbook of Excel 97."""
    book = xlwt.Workbook(encoding="utf-8")
    book.dates_1904 = since_1904
    day, plain = xlwt.easyxf(num_format_str="YYYY-MM-DD"), xlwt.Style.default_style
    for each in pages:
        sheet = book.add_sheet(each.title, cell_overwrite_ok=True)
        for line, column, cell in _filled(each):
            sheet.write(line, column, cell, day if isinstance(cell, date) else plain)
        for top, left, bottom, right in each.merges:
            sheet.merge(top, bottom, left, right)
        for line in each.hidden_rows:
            sheet.row(line).hidden = True
        for column in each.hidden_columns:
            sheet.col(column).hidden = True
        sheet.visibility = int(each.hidden)
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


def _text_rows(each: Page) -> list[list[str]]:
    return [[_as_text(cell) for cell in row] for row in each.rows]


def _as_text(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.strftime("%Y/%m/%d")
    if isinstance(cell, date):
        return f"{cell.year}/{cell.month}/{cell.day}"
    if isinstance(cell, float) and cell > LONGEST_SHOWN:
        return f"{cell:.5E}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def _separated(pages: Sequence[Page], encoding: str, mark: str) -> bytes:
    """Write the first page as text; the other pages are lost, as they are when a clerk saves as CSV."""
    sink = io.StringIO()
    csv.writer(sink, delimiter=mark, lineterminator="\r\n").writerows(_text_rows(pages[0]))
    return sink.getvalue().encode(encoding)


def csv_utf8(pages: Sequence[Page]) -> bytes:
    """Write comma-separated text as a web system exports it."""
    return _separated(pages, "utf-8-sig", ",")


def csv_gbk(pages: Sequence[Page]) -> bytes:
    """Write comma-separated text as a Chinese desktop saves it."""
    return _separated(pages, "gb18030", ",")


def tsv(pages: Sequence[Page]) -> bytes:
    """Write tab-separated text as “Unicode text” is saved."""
    return _separated(pages, "utf-16", "\t")


def web_page(pages: Sequence[Page]) -> bytes:
    """Write the table of a web page, which old systems hand out under the name of a workbook."""
    rows = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>\n"
        for row in _text_rows(pages[0])
    )
    head = '<html><head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
    return f"{head}<table border=1>\n{rows}</table></body></html>".encode()


LONGEST_SHOWN = 1e11
COLLAPSED = ' table:visibility="collapse"'
NAMESPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
    )
)


def ods(pages: Sequence[Page]) -> bytes:
    """Write an OpenDocument workbook, as WPS and LibreOffice do."""
    tables = "".join(_ods_table(each) for each in pages)
    style = (
        '<office:automatic-styles><style:style style:name="hid" style:family="table">'
        '<style:table-properties table:display="false"/></style:style></office:automatic-styles>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMESPACES} office:version="1.2">'
        f"{style}<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest '
        'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
        "</manifest:manifest>"
    )
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return sink.getvalue()


def _ods_table(each: Page) -> str:
    style = ' table:style-name="hid"' if each.hidden else ""
    columns = "".join(
        f"<table:table-column{COLLAPSED if column in each.hidden_columns else ''}/>"
        for column in range(each.width)
    )
    rows = "".join(_ods_row(each, line) for line in range(len(each.rows)))
    return f'<table:table table:name="{escape(each.title)}"{style}>{columns}{rows}</table:table>'


def _ods_row(each: Page, line: int) -> str:
    hidden = COLLAPSED if line in each.hidden_rows else ""
    return f"<table:table-row{hidden}>{''.join(_ods_cells(each, line))}</table:table-row>"


def _ods_cells(each: Page, line: int) -> Iterator[str]:
    for column, cell in enumerate(each.rows[line]):
        span = next(
            (span for span in each.merges if span[0] <= line <= span[2] and span[1] <= column <= span[3]),
            None,
        )
        if span is None:
            yield _ods_cell(cell, "")
        elif (line, column) == span[:2]:
            yield _ods_cell(
                cell,
                f' table:number-columns-spanned="{span[3] - span[1] + 1}"'
                f' table:number-rows-spanned="{span[2] - span[0] + 1}"',
            )
        else:
            yield "<table:covered-table-cell/>"


def _ods_cell(cell: Cell, span: str) -> str:
    if cell is None or cell == "":
        return f"<table:table-cell{span}/>"
    text = f"<text:p>{escape(_as_text(cell))}</text:p>"
    if isinstance(cell, date):
        kind = f'office:value-type="date" office:date-value="{cell.isoformat()}"'
    elif isinstance(cell, (int, float)):
        kind = f'office:value-type="float" office:value="{cell}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}{span}>{text}</table:table-cell>"


Writer: TypeAlias = Callable[[Sequence[Page]], bytes]

WRITERS: Mapping[str, Writer] = {
    "xlsx": xlsx,
    "xlsm": xlsm,
    "xls": xls,
    "ods": ods,
    "csv": csv_utf8,
    "gbk.csv": csv_gbk,
    "txt": tsv,
    "web.xls": web_page,
}
MANY_SHEETS = ("xlsx", "xlsm", "xls", "ods")
ONE_SHEET = ("csv", "gbk.csv", "txt")
