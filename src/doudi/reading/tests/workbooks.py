"""Makes the files clerks send, ugly ones and hostile ones; nobody in them exists."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

import xlsxwriter
import xlwt

from doudi.kernel.identity import check_digit

Row = Sequence[object]
HEADING: Row = ("姓名", "身份证号", "金额")
SHEET_PART = "xl/worksheets/sheet1.xml"


def number_of(serial: int, born: str = "19600101", county: str = "440204") -> str:
    """Return a made-up identity number that is well formed."""
    first17 = f"{county}{born}{serial % 1000:03d}"
    return first17 + check_digit(first17)


def xlsx(
    sheets: Mapping[str, Sequence[Row]],
    *,
    hidden_sheets: Sequence[str] = (),
    hidden_rows: Sequence[int] = (),
    merges: Sequence[tuple[int, int, int, int, str]] = (),
    date_1904: bool = False,
    created: datetime = datetime(2026, 11, 1),  # noqa: DTZ001 - a workbook knows no zones
) -> bytes:
    """Return a workbook; a date is written as a date cell, a float as a number; rows count from 0."""
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink, {"in_memory": True, "date_1904": date_1904})
    book.set_properties({"created": created})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                _write(sheet, at, place, cell, day)
        for at in hidden_rows:
            sheet.set_row(at, None, None, {"hidden": True})
        for top, left, bottom, right, text in merges:
            sheet.merge_range(top, left, bottom, right, text)
        if name in hidden_sheets:
            sheet.hide()
    book.close()
    return sink.getvalue()


def _write(
    sheet: xlsxwriter.worksheet.Worksheet, at: int, place: int, cell: object, day: xlsxwriter.format.Format
) -> None:
    if isinstance(cell, datetime | date):
        sheet.write_datetime(at, place, cell, day)
    elif isinstance(cell, int | float):
        sheet.write_number(at, place, cell)
    elif cell:
        sheet.write_string(at, place, str(cell))


def xls(sheets: Mapping[str, Sequence[Row]], *, hidden_rows: Sequence[int] = ()) -> bytes:
    """Return an Excel 97-2003 workbook, which WPS writes as .et too."""
    sink = io.BytesIO()
    _xls_book(sheets, hidden_rows).save(sink)
    return sink.getvalue()


def xls_with(change: Callable[[bytes], bytes]) -> bytes:
    """Return an Excel 97-2003 workbook whose records have been changed."""
    stream = change(_xls_book({"名单": [HEADING, ("张三", number_of(1), 100)]}, ()).get_biff_data())
    sink = io.BytesIO()
    xlwt.CompoundDoc.XlsDoc().save(sink, stream)
    return sink.getvalue()


def _xls_book(sheets: Mapping[str, Sequence[Row]], hidden_rows: Sequence[int]) -> xlwt.Workbook:
    book = xlwt.Workbook(encoding="utf-8")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for name, rows in sheets.items():
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                style = day if isinstance(cell, date) else xlwt.Style.default_style
                sheet.write(at, place, cell, style)
        for at in hidden_rows:
            sheet.row(at).hidden = True
    return book


def password_record(stream: bytes) -> bytes:
    """Put the record of a file password behind the first record."""
    end = 4 + struct.unpack_from("<H", stream, 2)[0]
    return stream[:end] + struct.pack("<HHHH", 0x2F, 4, 0, 0) + stream[end:]


def macro_sheet_record(stream: bytes) -> bytes:
    """Turn the first sheet into an Excel 4 macro sheet."""
    place = 0
    while struct.unpack_from("<H", stream, place)[0] != 0x85:
        place += 4 + struct.unpack_from("<H", stream, place + 2)[0]
    return stream[: place + 9] + b"\x01" + stream[place + 10 :]


def encrypted_xlsx() -> bytes:
    """Return what Excel makes of a workbook with a password: a compound file with an encrypted package."""
    data = xls({"名单": [HEADING]})
    old, new = "Workbook".encode("utf-16-le"), "EncryptedPackage".encode("utf-16-le")
    place = data.index(old)
    entry = new.ljust(64, b"\x00") + struct.pack("<H", len(new) + 2)
    return data[:place] + entry + data[place + 66 :]


def ods(tables: Mapping[str, Sequence[Row]], *, hidden_rows: Sequence[int] = (), tail: str = "") -> bytes:
    """Return an OpenDocument table; `tail` is XML put behind the rows of each table."""
    body = "".join(
        f'<table:table table:name="{escape(name)}">{_ods_rows(rows, hidden_rows)}{tail}</table:table>'
        for name, rows in tables.items()
    )
    content = (
        '<?xml version="1.0" encoding="UTF-8"?><office:document-content '
        'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2">'
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/></manifest:manifest>'
    )
    return zipped({"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest})


def _ods_rows(rows: Sequence[Row], hidden_rows: Sequence[int]) -> str:
    shown = {True: ' table:visibility="collapse"', False: ""}
    return "".join(
        f"<table:table-row{shown[at in hidden_rows]}>{''.join(map(_ods_cell, row))}</table:table-row>"
        for at, row in enumerate(rows)
    )


def _ods_cell(cell: object) -> str:
    if isinstance(cell, int | float):
        return f'<table:table-cell office:value-type="float" office:value="{cell}"/>'
    text = f"<text:p>{escape(str(cell))}</text:p>"
    return f'<table:table-cell office:value-type="string">{text}</table:table-cell>'


def csv(rows: Sequence[Row], *, encoding: str = "utf-8", separator: str = ",") -> bytes:
    """Return a text table."""
    return "".join(separator.join(map(str, row)) + "\r\n" for row in rows).encode(encoding)


def zipped(members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file of these members."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return sink.getvalue()


def with_members(data: bytes, members: Mapping[str, str | bytes]) -> bytes:
    """Return a zip file with some members put in or replaced."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        kept = {name: archive.read(name) for name in archive.namelist()}
    return zipped({**kept, **members})


def doubled(data: bytes, name: str) -> bytes:
    """Return a zip file with a member that is there twice."""
    sink = io.BytesIO(data)
    with zipfile.ZipFile(sink, "a") as archive, warnings.catch_warnings(action="ignore"):
        archive.writestr(name, b"<other/>")
    return sink.getvalue()


def without_member(data: bytes, name: str) -> bytes:
    """Return a zip file without one of its members."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return zipped({one: archive.read(one) for one in archive.namelist() if one != name})


def with_wrong_checksum(data: bytes, name: str) -> bytes:
    """Return a zip file in which a member's checksum is another one, in both places where it stands."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        known = struct.pack("<I", archive.getinfo(name).CRC)
    return data.replace(known, bytes(byte ^ 0x5A for byte in known))


def with_cells(cells: str) -> bytes:
    """Return a workbook whose one sheet is this XML."""
    sheet = (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{cells}</sheetData></worksheet>"
    )
    return with_members(xlsx({"名单": [HEADING]}), {SHEET_PART: sheet})


def bomb() -> bytes:
    """Return a small workbook that unpacks to eighty megabytes of nothing."""
    return with_members(xlsx({"名单": [HEADING]}), {"xl/media/image1.png": b" " * (80 << 20)})
