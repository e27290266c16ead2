"""Tell what a file is from its content; what its name says is only compared."""

from __future__ import annotations

import io
import zipfile
from enum import StrEnum

import olefile

from doudi.exchange.reading.refusals import FileRefused

ZIP_MAGIC = b"PK\x03\x04"
EMPTY_ZIP_MAGIC = b"PK\x05\x06"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
HEAD_BYTES = 4096


class FileKind(StrEnum):
    """A kind of file we read, named by what it contains."""

    XLSX = "XLSX"
    XLS = "XLS"
    ODS = "ODS"
    TEXT = "TEXT"


SUFFIXES: dict[FileKind, frozenset[str]] = {
    FileKind.XLSX: frozenset({"xlsx"}),
    FileKind.XLS: frozenset({"xls", "et"}),
    FileKind.ODS: frozenset({"ods"}),
    FileKind.TEXT: frozenset({"csv", "txt", "tsv"}),
}

KIND_NAMES: dict[FileKind, str] = {
    FileKind.XLSX: "Excel 工作簿（.xlsx）",
    FileKind.XLS: "Excel 97-2003 工作簿（.xls）",
    FileKind.ODS: "开放文档表格（.ods）",
    FileKind.TEXT: "文本表格（.csv）",
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


def kind_of(data: bytes) -> FileKind:
    """Return the kind of a file from its content; refuse what is not a table."""
    if not data.strip(b"\x00\r\n\t \xef\xbb\xbf"):
        raise FileRefused("EMPTY")
    if data.startswith((ZIP_MAGIC, EMPTY_ZIP_MAGIC)):
        return _kind_of_zip(data)
    if data.startswith(OLE_MAGIC):
        return _kind_of_ole(data)
    return _kind_of_rest(data)


def renamed_notice(name: str, kind: FileKind) -> str:
    """Return a sentence when a file's name claims another kind than its content; else an empty one."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix in SUFFIXES[kind]:
        return ""
    return f"文件名的后缀是“.{suffix}”，内容其实是{KIND_NAMES[kind]}，已按内容读取。" if suffix else ""


def _kind_of_zip(data: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            mimetype = _mimetype(archive) if "mimetype" in names else b""
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise FileRefused("TRUNCATED") from error
    for member, refusal in ZIP_MEMBERS:
        if member in names:
            raise FileRefused(refusal)
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if mimetype.startswith(ODS_MIMETYPE):
        return FileKind.ODS
    raise FileRefused("ARCHIVE")


def _mimetype(archive: zipfile.ZipFile) -> bytes:
    with archive.open("mimetype") as member:
        return member.read(200)


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
    head = data[:HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta", b"<style", b"mime-version")):
        raise FileRefused("WEB_PAGE")
    return FileKind.TEXT
