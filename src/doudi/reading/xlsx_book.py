"""Read what an .xlsx workbook says of itself: its sheets, its shared strings, which styles are dates."""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree
from xml.parsers import expat

import pyarrow as pa

from doudi.reading.facts import SheetFacts
from doudi.reading.refusals import FileRefused
from doudi.reading.zip_guard import Package, local, part_name, strict_parser

STRING = re.compile(
    rb'(<si>\s*<t(?: xml:space="preserve")?>([^<]*)</t>\s*</si>\s*|<si>\s*<t\s*/>\s*</si>\s*)'
)
STRINGS_START = re.compile(rb"\s*(?:<\?xml[^>]*\?>)?\s*<sst\b[^<>]*>\s*")
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
DATE_FORMATS = frozenset({*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)})
NOT_SHOWN = re.compile(r"\[(?![hms]+\])[^\]]*\]|\"[^\"]*\"|\\.|_.|\*.|general", re.IGNORECASE)
SHOWS_TIME = re.compile(r"[ymdhs]", re.IGNORECASE)
TRUE = frozenset({"1", "true"})


@dataclass(slots=True)
class Book:
    """A workbook's sheets with their parts, its date system, its date styles and its shared strings."""

    package: Package
    sheets: list[tuple[SheetFacts, str]] = field(default_factory=list)
    epoch_1904: bool = False
    to_be_calculated: bool = False
    date_styles: frozenset[int] = frozenset()
    strings: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))


def open_book(package: Package) -> Book:
    """Return what the workbook says of itself; refuse one whose parts are missing or broken."""
    place = _workbook_place(package)
    root = package.tree(place)
    if root is None:
        raise FileRefused("BROKEN_PART", part=part_name(place))
    folder = posixpath.dirname(place)
    relations = _relations(package, f"{folder}/_rels/{posixpath.basename(place)}.rels", folder)
    book = Book(package)
    for element in root.iter():
        name = local(element.tag)
        if name == "workbookPr":
            book.epoch_1904 = _attribute(element, "date1904") in TRUE
        elif name == "calcPr":
            book.to_be_calculated = _attribute(element, "fullCalcOnLoad") in TRUE
        elif name == "sheet":
            _add_sheet(book, element, relations)
    if not book.sheets:
        raise FileRefused("BROKEN_PART", part=part_name(place))
    by_kind = dict(relations.values())
    book.date_styles = _date_styles(package, by_kind.get("styles", f"{folder}/styles.xml"))
    strings = by_kind.get("sharedStrings", f"{folder}/sharedStrings.xml")
    book.strings = _strings(package, strings) if package.has(strings) else book.strings
    return book


def _workbook_place(package: Package) -> str:
    root = package.tree("_rels/.rels")
    for element in root.iter() if root is not None else ():
        if _attribute(element, "Type").endswith("/officeDocument"):
            return _attribute(element, "Target").lstrip("/")
    return "xl/workbook.xml"


def _relations(package: Package, place: str, folder: str) -> dict[str, tuple[str, str]]:
    """Return kind and part of what a part refers to, by the reference's name."""
    root = package.tree(place)
    found = {}
    for element in root.iter() if root is not None else ():
        target = _attribute(element, "Target")
        whole = target if target.startswith("/") else posixpath.normpath(f"{folder}/{target}")
        kind = _attribute(element, "Type").rpartition("/")[2]
        found[_attribute(element, "Id")] = (kind, whole.lstrip("/"))
    return found


def _add_sheet(book: Book, element: ElementTree.Element, relations: dict[str, tuple[str, str]]) -> None:
    name = element.get("name", "")
    kind, part = relations.get(_attribute(element, "id"), ("", ""))
    if "macro" in kind.lower():
        raise FileRefused("MACROS")
    if kind in {"chartsheet", "dialogsheet"}:
        part = ""
    elif not part or not book.package.has(part):
        raise FileRefused("BROKEN_SHEET", sheet=name, what="这张表的数据不在文件里")
    book.sheets.append((SheetFacts(name, hidden=element.get("state", "visible") != "visible"), part))


def _attribute(element: ElementTree.Element, name: str) -> str:
    """Return an attribute whatever its name space."""
    return next((value for key, value in element.attrib.items() if local(key) == name), "")


def _date_styles(package: Package, place: str) -> frozenset[int]:
    """Return which cell styles show a number as a day or a time."""
    root = package.tree(place)
    if root is None:
        return frozenset()
    dates, styles = set(DATE_FORMATS), []
    for element in root:
        if local(element.tag) == "numFmts":
            for one in element:
                number = int(_attribute(one, "numFmtId") or -1)
                shows = SHOWS_TIME.search(NOT_SHOWN.sub("", _attribute(one, "formatCode").partition(";")[0]))
                (dates.add if shows else dates.discard)(number)
        elif local(element.tag) == "cellXfs":
            styles = [int(_attribute(one, "numFmtId") or 0) for one in element]
    return frozenset(at for at, number in enumerate(styles) if number in dates)


def _strings(package: Package, place: str) -> pa.Array:
    """Return the shared strings: quickly where they are plain, element by element where they are not."""
    try:
        found = list(_plain_strings(package, place))
    except _NotPlainError:
        found = list(_any_strings(package, place))
    except (expat.ExpatError, ValueError) as error:
        raise FileRefused("BROKEN_PART", part=part_name(place)) from error
    return pa.concat_arrays(found) if found else pa.array([], pa.string())


class _NotPlainError(Exception):
    """The part is written in another way than nearly all programs do."""


def _plain_strings(package: Package, place: str) -> Iterator[pa.Array]:
    check, rest, started = strict_parser(), b"", False
    for piece in package.pieces(place):
        check.Parse(piece, False)
        rest += piece
        if not started:
            start = STRINGS_START.match(rest)
            if start is None:
                raise _NotPlainError
            rest, started = rest[start.end() :], True
        cut = rest.rfind(b"</si>") + 5
        if cut >= 5:
            yield _array_of(rest[:cut])
            rest = rest[cut:]
    check.Parse(b"", True)
    if rest.strip() not in {b"</sst>", b""}:
        raise _NotPlainError


def _array_of(text: bytes) -> pa.Array:
    text = text.replace(b"\r\n", b"\n").lstrip()
    found = STRING.findall(text)
    if sum(len(whole) for whole, _ in found) != len(text):
        raise _NotPlainError
    escaped = b"&" in text or b"_x" in text
    try:
        strings = [said.decode() for _, said in found]
    except UnicodeDecodeError as error:
        raise _NotPlainError from error
    return pa.array([unescaped(html.unescape(one)) for one in strings] if escaped else strings, pa.string())


def unescaped(text: str) -> str:
    """Return text with the characters that workbooks write as _x000D_; half a character stays as it is."""
    return ESCAPED.sub(_character, text) if "_x" in text else text


def _character(match: re.Match[str]) -> str:
    code = int(match.group(1), 16)
    return match.group(0) if 0xD800 <= code <= 0xDFFF else chr(code)


class _AnyStrings:
    """Gathers shared strings written in any way XML allows; readings of characters are left out."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self.path: list[str] = []
        self.parts: list[str] = []

    def start(self, name: str, _: dict[str, str]) -> None:
        self.path.append(local(name))
        if self.path[-1] == "si":
            self.parts = []

    def end(self, _: str) -> None:
        if self.path.pop() == "si":
            self.found.append(unescaped("".join(self.parts)))

    def text(self, said: str) -> None:
        if self.path[-1:] == ["t"] and "rPh" not in self.path:
            self.parts.append(said)


def _any_strings(package: Package, place: str) -> Iterator[pa.Array]:
    gathered, parser = _AnyStrings(), strict_parser()
    parser.StartElementHandler, parser.EndElementHandler = gathered.start, gathered.end
    parser.CharacterDataHandler = gathered.text
    try:
        for piece in package.pieces(place):
            parser.Parse(piece, False)
            if gathered.found:
                yield pa.array(gathered.found, pa.string())
                gathered.found = []
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise FileRefused("BROKEN_PART", part=part_name(place)) from error
    yield pa.array(gathered.found, pa.string())
