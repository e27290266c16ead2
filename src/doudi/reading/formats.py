"""Give a file to the reader of its kind."""

from __future__ import annotations

from doudi.reading.detection import FileKind
from doudi.reading.limits import Limits
from doudi.reading.refusals import FileRefused
from doudi.reading.sink import Sink


def read_kind(kind: FileKind, data: bytes, limits: Limits, sink: Sink) -> bool:
    """Read the file into the sink; return whether its days count from 1904.

    A format's reader is only loaded when it is needed: the process lives for one file.
    """
    match kind:
        case FileKind.TEXT:
            return _read_text(data, sink)
        case FileKind.XLSX:
            return _read_xlsx(data, limits, sink)
        case FileKind.XLS:
            from doudi.reading.workbook import read_xls

            return read_xls(data, sink)
        case FileKind.ODS:
            from doudi.reading.ods import read_ods

            read_ods(data, limits, sink)
            return False
        case FileKind.WEB_PAGE | FileKind.XML_2003:
            return _read_markup(kind, data, sink)


def _read_text(data: bytes, sink: Sink) -> bool:
    from doudi.reading.delimited import read_text

    read_text(data, sink)
    return False


def _read_xlsx(data: bytes, limits: Limits, sink: Sink) -> bool:
    from doudi.reading.xlsx_book import open_book
    from doudi.reading.xlsx_sheet import read_sheet
    from doudi.reading.zip_guard import Package

    try:
        book = open_book(Package(data, limits))
    except (ValueError, LookupError) as error:
        raise FileRefused("DAMAGED") from error
    for facts, part in book.sheets:
        read_sheet(book, facts, part, sink)
    return book.epoch_1904


def _read_markup(kind: FileKind, data: bytes, sink: Sink) -> bool:
    from doudi.reading.delimited import encoding_of
    from doudi.reading.excel_2003 import Excel2003
    from doudi.reading.web_page import page_encoding, read_web_page

    named = page_encoding(data)
    try:
        encoding = encoding_of(data) if data[:2] in {b"\xff\xfe", b"\xfe\xff"} or not named else named
        if kind == FileKind.WEB_PAGE:
            read_web_page(data, encoding, sink)
            return False
        table = Excel2003(sink)
        table.read([without_declaration(data.decode(encoding)).encode()])
    except UnicodeDecodeError as error:
        raise FileRefused("ENCODING") from error
    return table.epoch_1904


def without_declaration(text: str) -> str:
    """Return XML without its declaration, which may name an encoding that the parser does not know."""
    text = text.removeprefix("\ufeff").lstrip()
    return text.partition("?>")[2] if text.startswith("<?xml") else text
