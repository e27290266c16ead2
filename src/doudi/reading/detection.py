"""Tell what a file is from its content; what its name says is only compared."""

from __future__ import annotations

import io
import re
from enum import StrEnum

import olefile

from doudi.reading.limits import STANDARD, Limits
from doudi.reading.refusals import FileRefused
from doudi.reading.zip_guard import Package

ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
HEAD_BYTES = 4096
WEB_PAGE = re.compile(
    r"(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta|style|div|center|script)\b", re.DOTALL
)


class FileKind(StrEnum):
    """A kind of file we read, named by what it contains."""

    XLSX = "XLSX"
    XLS = "XLS"
    ODS = "ODS"
    TEXT = "TEXT"
    WEB_PAGE = "WEB_PAGE"
    XML_2003 = "XML_2003"


SUFFIXES: dict[FileKind, frozenset[str]] = {
    FileKind.XLSX: frozenset({"xlsx", "xlsm", "xltx"}),
    FileKind.XLS: frozenset({"xls", "et"}),
    FileKind.ODS: frozenset({"ods"}),
    FileKind.TEXT: frozenset({"csv", "txt", "tsv"}),
    FileKind.WEB_PAGE: frozenset({"htm", "html"}),
    FileKind.XML_2003: frozenset({"xml"}),
}

KIND_NAMES: dict[FileKind, str] = {
    FileKind.XLSX: "Excel 工作簿（.xlsx）",
    FileKind.XLS: "Excel 97-2003 工作簿（.xls）",
    FileKind.ODS: "开放文档表格（.ods）",
    FileKind.TEXT: "文本表格（.csv）",
    FileKind.WEB_PAGE: "网页格式的表格（业务系统常这样导出）",
    FileKind.XML_2003: "Excel 2003 的 XML 表格",
}

FOREIGN_MAGIC: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "IMAGE"),
    (b"\xff\xd8\xff", "IMAGE"),
    (b"GIF8", "IMAGE"),
    (b"BM", "IMAGE"),
    (b"Rar!", "ARCHIVE"),
    (b"7z\xbc\xaf", "ARCHIVE"),
    (b"\x1f\x8b", "ARCHIVE"),
    (b"MZ", "PROGRAM"),
    (b"\x7fELF", "PROGRAM"),
)

ZIP_MEMBERS: tuple[tuple[str, str], ...] = (
    ("xl/workbook.bin", "XLSB"),
    ("word/document.xml", "WORD"),
    ("ppt/presentation.xml", "SLIDES"),
)

OLE_STREAMS: tuple[tuple[str, str], ...] = (
    ("EncryptedPackage", "ENCRYPTED"),
    ("WordDocument", "WORD"),
    ("PowerPoint Document", "SLIDES"),
)


def kind_of(data: bytes, limits: Limits = STANDARD) -> FileKind:
    """Return the kind of a file from its content; refuse what is not a table."""
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise FileRefused("EMPTY")
    if data.startswith((ZIP_MAGIC, EMPTY_ZIP_MAGIC)):
        return _kind_of_zip(data, limits)
    if data.startswith(OLE_MAGIC):
        return _kind_of_ole(data)
    return _kind_of_rest(data)


def renamed_notice(name: str, kind: FileKind) -> str:
    """Return a sentence when a file's name claims another kind than its content; else an empty one."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix in SUFFIXES[kind]:
        return ""
    return f"文件名的后缀是“.{suffix}”，内容其实是{KIND_NAMES[kind]}，已按内容读取。" if suffix else ""


def _kind_of_zip(data: bytes, limits: Limits) -> FileKind:
    package = Package(data, limits)
    for member, refusal in ZIP_MEMBERS:
        if package.has(member):
            raise FileRefused(refusal)
    if package.has("xl/workbook.xml") or b"spreadsheetml.sheet.main" in package.whole("[Content_Types].xml"):
        return FileKind.XLSX
    return _kind_of_open_document(package)


def _kind_of_open_document(package: Package) -> FileKind:
    """Return the kind of an OpenDocument file: what is in it counts more than what it says it is."""
    content = next(package.pieces("content.xml"), b"") if package.has("content.xml") else b""
    if b"office:spreadsheet" in content or package.whole("mimetype").startswith(ODS_MIMETYPE):
        return FileKind.ODS
    if b"office:text" in content:
        raise FileRefused("WORD")
    if b"office:presentation" in content:
        raise FileRefused("SLIDES")
    raise FileRefused("ARCHIVE")


def _kind_of_ole(data: bytes) -> FileKind:
    streams = _streams(data)
    for stream, refusal in OLE_STREAMS:
        if stream in streams:
            raise FileRefused(refusal)
    if streams & {"Workbook", "Book"}:
        return FileKind.XLS
    raise FileRefused("UNKNOWN_KIND")


def _streams(data: bytes) -> set[str]:
    """Return the names of a compound file's outermost streams."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as document:
            return {path[0] for path in document.listdir()}
    except (OSError, ValueError, IndexError, TypeError, AttributeError) as error:
        raise FileRefused("TRUNCATED") from error


def _kind_of_rest(data: bytes) -> FileKind:
    for magic, refusal in FOREIGN_MAGIC:
        if data.startswith(magic) and (refusal != "IMAGE" or b"\x00" in data[:HEAD_BYTES]):
            raise FileRefused(refusal)
    return _kind_of_markup(_head_text(data))


def _head_text(data: bytes) -> str:
    """Return a text file's first characters in small letters, whatever their encoding."""
    wide = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(data[:2], "utf-8")
    return data[:HEAD_BYTES].decode(wide, "replace").lstrip("\ufeff").lstrip().lower()


def _kind_of_markup(head: str) -> FileKind:
    if head.startswith("mime-version"):
        raise FileRefused("WEB_ARCHIVE")
    if head.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return FileKind.XML_2003 if "<html" not in head else FileKind.WEB_PAGE
    if head.startswith("<workbook") and "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return FileKind.XML_2003
    if WEB_PAGE.match(head) or (head.startswith("<?xml") and "<html" in head):
        return FileKind.WEB_PAGE
    if head.startswith("<?xml"):
        raise FileRefused("OTHER_XML")
    return FileKind.TEXT
