"""Write text tables in the encodings that systems export."""

import csv
import io
from datetime import date
from pathlib import Path

from tools.demo_county.sheets import Book, Cell


def write_gbk_csv(book: Book, path: Path) -> None:
    """Write comma-separated text in GBK, as Chinese Windows programs do."""
    path.write_bytes(_table(book, ",").encode("gb18030"))


def write_utf8_csv(book: Book, path: Path) -> None:
    """Write comma-separated UTF-8 text with the byte order mark Excel wants."""
    path.write_bytes(_table(book, ",").encode("utf-8-sig"))


def write_utf16_text(book: Book, path: Path) -> None:
    """Write tab-separated UTF-16 text, Excel's own “Unicode 文本”."""
    path.write_bytes(b"\xff\xfe" + _table(book, "\t").encode("utf-16-le"))


def _table(book: Book, separator: str) -> str:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    for sheet in book.sheets:
        writer.writerows([_shown(cell) for cell in row] for row in sheet.rows)
    return text.getvalue()


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and abs(cell) >= 1e11:
        return f"{cell:.5E}"
    if isinstance(cell, float):
        return f"{cell:.10g}"
    if isinstance(cell, date):
        return f"{cell:%Y/}{cell.month}/{cell.day}"
    return str(cell)
