"""Write the old binary workbook (.xls, and WPS's .et)."""

from datetime import date
from pathlib import Path

import xlwt

from tools.demo_county.sheets import Book, Sheet


def write_xls(book: Book, path: Path) -> None:
    """Write the book as a binary workbook, whatever its name ends in."""
    workbook = xlwt.Workbook(encoding="utf-8")
    workbook.dates_1904 = int(book.epoch_1904)
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    centred = xlwt.easyxf("align: horiz centre; font: bold on")
    for sheet in book.sheets:
        _write_sheet(workbook.add_sheet(sheet.name), sheet, day, centred)
    workbook.save(str(path))


def _write_sheet(worksheet: xlwt.Worksheet, sheet: Sheet, day: xlwt.XFStyle, centred: xlwt.XFStyle) -> None:
    covered = {
        (top, left): merge
        for merge in sheet.merges
        for top in range(merge.top, merge.bottom + 1)
        for left in range(merge.left, merge.right + 1)
    }
    for top, row in enumerate(sheet.rows):
        line = worksheet.row(top)
        for left, cell in enumerate(row):
            if cell is None or cell == "" or (top, left) in covered:
                continue
            if isinstance(cell, date):
                line.write(left, cell, day)
            else:
                line.write(left, cell)
    for merge in sheet.merges:
        first = sheet.rows[merge.top][merge.left]
        worksheet.write_merge(merge.top, merge.bottom, merge.left, merge.right, first, centred)
    for top in sheet.hidden:
        worksheet.row(top).hidden = True
