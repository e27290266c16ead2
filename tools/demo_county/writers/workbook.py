"""Write .xlsx workbooks, byte for byte the same for the same book."""

from datetime import date, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from tools.demo_county.sheets import Book, Sheet

MADE_AT = datetime(2026, 1, 1, 8, 0)  # noqa: DTZ001 – the file format keeps no zone
OPTIONS = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "default_date_format": "yyyy-mm-dd",
}


def write_xlsx(book: Book, path: Path) -> None:
    """Write the book as .xlsx."""
    with xlsxwriter.Workbook(str(path), {**OPTIONS, "date_1904": book.epoch_1904}) as workbook:
        workbook.set_properties({"created": MADE_AT, "author": "经办"})
        centred = workbook.add_format({"align": "center", "valign": "vcenter", "bold": True})
        for sheet in book.sheets:
            _write_sheet(workbook.add_worksheet(sheet.name), sheet, centred)


def _write_sheet(worksheet: Worksheet, sheet: Sheet, centred: Format) -> None:
    for top, row in enumerate(sheet.rows):
        for left, cell in enumerate(row):
            if cell is None or cell == "":
                continue
            if isinstance(cell, date):
                worksheet.write_datetime(top, left, cell)
            elif isinstance(cell, str):
                worksheet.write_string(top, left, cell)
            else:
                worksheet.write_number(top, left, cell)
    for merge in sheet.merges:
        first = sheet.rows[merge.top][merge.left]
        worksheet.merge_range(merge.top, merge.left, merge.bottom, merge.right, first, centred)
    for top in sorted(sheet.hidden):
        worksheet.set_row(top, None, None, {"hidden": True})
