"""Look through a zipped workbook before any reader may unpack it.

The reader (calamine) allocates the whole rectangle between the first and the last filled cell and aborts the
process when it is absurd, so cell references are measured from the sheets' XML first.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Iterator

from doudi.exchange.reading.facts import BookFacts, SheetFacts
from doudi.exchange.reading.limits import MIB, Limits
from doudi.exchange.reading.refusals import FileRefused
from doudi.exchange.reading.sheet_scan import SheetScan

CHUNK_BYTES = 4 * MIB
PART_BYTES = 8 * MIB
SUSPICIOUS_RATIO = 250
SUSPICIOUS_BYTES = 64 * MIB
MACRO_MEMBERS = re.compile(r"vbaproject\.bin$|^xl/macrosheets/|^basic/|^scripts/", re.IGNORECASE)
SHEET_TAG = re.compile(rb"<(?:\w+:)?sheet\s([^>]*)>")
RELATION_TAG = re.compile(rb"<(?:\w+:)?Relationship\s([^>]*)>")
ATTRIBUTE = re.compile(rb"([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
ROW_REPEATED = re.compile(rb"number-rows-repeated=\"(\d+)\"")
ODS_TAG = re.compile(rb"<table:table(?:-row)?[ >][^>]*>?")
ODS_WIDE_CELL = re.compile(
    rb"<table:(?:covered-)?table-cell\b[^>]*number-columns-repeated=\"(\d{4,})\"[^>]*>"
)


def inspect_xlsx(data: bytes, limits: Limits) -> BookFacts:
    """Return what the workbook says of its sheets; refuse macros, passwords, bombs and absurd ranges."""
    with _opened(data, limits) as archive:
        workbook = _part(archive, "xl/workbook.xml")
        facts = BookFacts(epoch_1904=bool(re.search(rb"date1904\s*=\s*[\"'](?:1|true)", workbook)))
        targets = _relations(_part(archive, "xl/_rels/workbook.xml.rels"))
        for match in SHEET_TAG.finditer(workbook):
            said = _attributes(match.group(1))
            sheet = SheetFacts(said.get("name", ""), hidden=said.get("state", "visible") != "visible")
            facts.sheets.append(sheet)
            _scan_sheet(archive, targets.get(said.get("r:id", said.get("id", "")), ""), sheet, limits)
    if len(facts.sheets) > limits.sheets:
        raise FileRefused("DAMAGED")
    return facts


def inspect_ods(data: bytes, limits: Limits) -> BookFacts:
    """Return what an OpenDocument table says of its rows; refuse macros, passwords, bombs, absurd repeats."""
    with _opened(data, limits) as archive:
        if b"encryption-data" in _part(archive, "META-INF/manifest.xml"):
            raise FileRefused("ENCRYPTED")
        facts = BookFacts()
        row = 0
        for chunk in _chunks(archive, "content.xml", limits):
            _refuse_wide_cells(chunk, facts, limits)
            for match in ODS_TAG.finditer(chunk):
                row = _take_ods_tag(chunk, match, facts, row, limits)
    return facts


def _opened(data: bytes, limits: Limits) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(data))
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise FileRefused("ENCRYPTED")
    if any(MACRO_MEMBERS.search(member.filename) for member in members):
        raise FileRefused("MACROS")
    unpacked = sum(member.file_size for member in members)
    ratio = unpacked / max(len(data), 1)
    if unpacked > limits.unpacked_bytes or (ratio > SUSPICIOUS_RATIO and unpacked > SUSPICIOUS_BYTES):
        raise FileRefused("BOMB", limit=limits.unpacked_bytes // MIB)
    if "[Content_Types].xml" in archive.namelist() and b"macroEnabled" in _part(
        archive, "[Content_Types].xml"
    ):
        raise FileRefused("MACROS")
    return archive


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as member:
            return member.read(PART_BYTES)
    except KeyError:
        return b""


def _attributes(text: bytes) -> dict[str, str]:
    pairs = ATTRIBUTE.findall(text)
    return {name.decode(): html.unescape(value.decode("utf-8", "replace")) for name, value in pairs}


def _relations(part: bytes) -> dict[str, str]:
    found = (_attributes(match.group(1)) for match in RELATION_TAG.finditer(part))
    return {one.get("Id", ""): one.get("Target", "") for one in found}


def _chunks(archive: zipfile.ZipFile, name: str, limits: Limits) -> Iterator[bytes]:
    """Yield a member piece by piece, cut between tags, and stop when it unpacks beyond the limit."""
    read, rest = 0, b""
    with archive.open(name) as member:
        while piece := member.read(CHUNK_BYTES):
            read += len(piece)
            if read > limits.unpacked_bytes:
                raise FileRefused("BOMB", limit=limits.unpacked_bytes // MIB)
            piece = rest + piece
            cut = piece.rfind(b"<")
            rest = piece[cut:] if cut > 0 else b""
            yield piece[:cut] if cut > 0 else piece
    yield rest


def _scan_sheet(archive: zipfile.ZipFile, target: str, sheet: SheetFacts, limits: Limits) -> None:
    path = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    if path not in archive.NameToInfo:
        return
    scan = SheetScan()
    for chunk in _chunks(archive, path, limits):
        scan.take(chunk)
    sheet.hidden_rows, sheet.hidden_columns = scan.hidden_rows, scan.hidden_columns
    if scan.columns > limits.columns * 4 or scan.cells > limits.cells:
        raise FileRefused("FAR_CELLS", sheet=sheet.name, cell=scan.far_cell)


def _refuse_wide_cells(chunk: bytes, facts: BookFacts, limits: Limits) -> None:
    for match in ODS_WIDE_CELL.finditer(chunk):
        filled = not match.group(0).endswith(b"/>") or b"office:value" in match.group(0)
        if filled and int(match.group(1)) > limits.columns:
            raise FileRefused("FAR_CELLS", sheet=facts.sheets[-1].name if facts.sheets else "", cell="末列")


def _take_ods_tag(chunk: bytes, match: re.Match[bytes], facts: BookFacts, row: int, limits: Limits) -> int:
    """Take in a table or row tag; return the number of the sheet's rows up to and with it."""
    tag = match.group(0)
    if not tag.startswith(b"<table:table-row"):
        facts.sheets.append(SheetFacts(_attributes(tag).get("table:name", "")))
        return 0
    repeated = ROW_REPEATED.search(tag)
    count = int(repeated.group(1)) if repeated else 1
    if not facts.sheets:
        return 0
    sheet = facts.sheets[-1]
    if count > 1000 and _row_is_filled(chunk, match.end()):
        raise FileRefused("FAR_CELLS", sheet=sheet.name, cell=f"第 {min(row + count, 10**9)} 行")
    hidden = b'visibility="collapse"' in tag or b'visibility="filter"' in tag
    if hidden and count * limits.columns <= limits.cells:
        sheet.hidden_rows.update(range(row + 1, row + count + 1))
    return row + count


def _row_is_filled(chunk: bytes, start: int) -> bool:
    end = chunk.find(b"</table:table-row>", start)
    row = chunk[start : end if end >= 0 else len(chunk)]
    return b"office:value" in row or b"<text:p" in row
