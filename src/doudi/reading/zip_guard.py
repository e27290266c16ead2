"""Open a zipped workbook with care: no bombs, no passwords, no doubled members, no wrong checksums."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree import ElementTree
from xml.parsers import expat

from doudi.reading.limits import MIB, Limits
from doudi.reading.refusals import FileRefused

PIECE_BYTES = MIB
PART_BYTES = 16 * MIB
SUSPICIOUS_RATIO = 250
SUSPICIOUS_BYTES = 64 * MIB
MACRO_MEMBERS = re.compile(r"vbaproject\.bin$|^xl/macrosheets/|^basic/.+/|^scripts/.+/", re.IGNORECASE)
PART_NAMES = (
    ("sharedstrings", "文字表"),
    ("styles", "样式表"),
    ("worksheets", "工作表数据"),
    ("content.xml", "表格内容"),
    ("workbook", "工作簿目录"),
)
BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)


class Package:
    """A zipped workbook whose members are found whatever the case and the slashes of their names."""

    def __init__(self, data: bytes, limits: Limits) -> None:
        self.limits = limits
        try:
            self.archive = zipfile.ZipFile(io.BytesIO(data))
        except BROKEN as error:
            raise FileRefused("TRUNCATED") from error
        members = self.archive.infolist()
        self.members: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = _plain(member.filename)
            if name in self.members:
                raise FileRefused("DOUBLED_PARTS", part=part_name(name))
            self.members[name] = member
        self._refuse_dangers(members, len(data))

    def _refuse_dangers(self, members: list[zipfile.ZipInfo], size: int) -> None:
        if any(member.flag_bits & 1 for member in members):
            raise FileRefused("ENCRYPTED")
        if any(MACRO_MEMBERS.search(name) for name in self.members):
            raise FileRefused("MACROS")
        unpacked = sum(member.file_size for member in members)
        swollen = unpacked / max(size, 1) > SUSPICIOUS_RATIO and unpacked > SUSPICIOUS_BYTES
        if unpacked > self.limits.unpacked_bytes or swollen:
            raise FileRefused("BOMB", limit=self.limits.unpacked_bytes // MIB)

    def has(self, name: str) -> bool:
        """Say whether there is a member of this name."""
        return _plain(name) in self.members

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a member piece by piece; its checksum is compared at the end."""
        if not self.has(name):
            raise FileRefused("BROKEN_PART", part=part_name(name))
        room = self.limits.unpacked_bytes
        try:
            with self.archive.open(self.members[_plain(name)]) as member:
                while piece := member.read(min(PIECE_BYTES, room + 1)):
                    room -= len(piece)
                    yield piece
        except BROKEN as error:
            raise FileRefused("BROKEN_PART", part=part_name(name)) from error
        if room < 0:
            raise FileRefused("BOMB", limit=self.limits.unpacked_bytes // MIB)

    def whole(self, name: str) -> bytes:
        """Return a small member whole; nothing when there is none."""
        if not self.has(name):
            return b""
        gathered = bytearray()
        for piece in self.pieces(name):
            gathered += piece
            if len(gathered) > PART_BYTES:
                raise FileRefused("BROKEN_PART", part=part_name(name))
        return bytes(gathered)

    def tree(self, name: str) -> ElementTree.Element | None:
        """Return a small member as XML; None when there is none."""
        part = self.whole(name)
        if not part:
            return None
        try:
            parser = ElementTree.XMLParser(target=_Builder())  # noqa: S314 – a document type is refused
            parser.feed(part)
            root: ElementTree.Element = parser.close()
        except (ElementTree.ParseError, ValueError, LookupError) as error:
            raise FileRefused("BROKEN_PART", part=part_name(name)) from error
        return root


class _Builder(ElementTree.TreeBuilder):
    def doctype(self, name: str, pubid: str, system: str) -> None:
        """Refuse a document type: no workbook has one, and entities can be made to swell."""
        raise ValueError("document type")


def part_name(name: str) -> str:
    """Return what a member of a workbook is, in words for a clerk."""
    return next((words for mark, words in PART_NAMES if mark in name.lower()), "内部数据")


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def strict_parser(encoding: str | None = None) -> expat.XMLParserType:
    """Return an XML parser that refuses a document type and gathers text."""
    parser = expat.ParserCreate(encoding)
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartDoctypeDeclHandler = _refuse_doctype
    return parser


def _refuse_doctype(*_: object) -> None:
    raise ValueError("document type")


def local(name: str) -> str:
    """Return a name without its prefix or name space."""
    return name.rpartition("}")[2].rpartition(":")[2]
