"""Write .ods workbooks by hand: one small zip of three parts."""

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

from tools.demo_county.sheets import Book, Cell, Merge, Sheet

MIME_TYPE = "application/vnd.oasis.opendocument.spreadsheet"
NAMES = "urn:oasis:names:tc:opendocument:xmlns"
MANIFEST = (
    f'<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="{NAMES}:manifest:1.0">'
    f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{MIME_TYPE}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
OPENING = (
    '<?xml version="1.0" encoding="UTF-8"?><office:document-content office:version="1.2"'
    f' xmlns:office="{NAMES}:office:1.0" xmlns:table="{NAMES}:table:1.0" xmlns:text="{NAMES}:text:1.0">'
    "<office:body><office:spreadsheet>"
)
CLOSING = "</office:spreadsheet></office:body></office:document-content>"


def write_ods(book: Book, path: Path) -> None:
    """Write the book as .ods, with every part dated alike so that the file repeats byte for byte."""
    content = OPENING + "".join(part for sheet in book.sheets for part in _sheet_parts(sheet)) + CLOSING
    parts = (
        ("mimetype", MIME_TYPE, zipfile.ZIP_STORED),
        ("content.xml", content, zipfile.ZIP_DEFLATED),
        ("META-INF/manifest.xml", MANIFEST, zipfile.ZIP_DEFLATED),
    )
    with zipfile.ZipFile(path, "w") as archive:
        for name, text, compression in parts:
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = compression
            archive.writestr(entry, text)


def _sheet_parts(sheet: Sheet) -> Iterator[str]:
    merges = {(merge.top, merge.left): merge for merge in sheet.merges}
    covered = {
        (top, left)
        for merge in sheet.merges
        for top in range(merge.top, merge.bottom + 1)
        for left in range(merge.left, merge.right + 1)
        if (top, left) != (merge.top, merge.left)
    }
    yield f"<table:table table:name={quoteattr(sheet.name)}>"
    for top, row in enumerate(sheet.rows):
        yield '<table:table-row table:visibility="collapse">' if top in sheet.hidden else "<table:table-row>"
        for left, cell in enumerate(row):
            yield _cell_part(cell, merges.get((top, left)), (top, left) in covered)
        yield "</table:table-row>"
    yield "</table:table>"


def _cell_part(cell: Cell, merge: Merge | None, covered: bool) -> str:
    if covered:
        return "<table:covered-table-cell/>"
    span = ""
    if merge:
        span = (
            f' table:number-columns-spanned="{merge.right - merge.left + 1}"'
            f' table:number-rows-spanned="{merge.bottom - merge.top + 1}"'
        )
    if cell is None or cell == "":
        return f"<table:table-cell{span}/>"
    return f"<table:table-cell{span}{_value_part(cell)}</table:table-cell>"


def _value_part(cell: Cell) -> str:
    if isinstance(cell, date):
        return (
            f' office:value-type="date" office:date-value="{cell:%Y-%m-%d}"><text:p>{cell:%Y-%m-%d}</text:p>'
        )
    if isinstance(cell, str):
        return f' office:value-type="string"><text:p>{escape(cell)}</text:p>'
    return f' office:value-type="float" office:value="{cell!r}"><text:p>{cell!r}</text:p>'
