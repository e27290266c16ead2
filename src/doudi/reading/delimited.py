"""Read text tables: whichever of the encodings and separators that clerks' programs write."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Literal

from doudi.reading.facts import SheetFacts
from doudi.reading.refusals import FileRefused
from doudi.reading.sink import RowBuffer, Sink

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS = ",\t;|，；"
SAMPLE_LINES = 60
FIELD_LIMIT = 1 << 20
MOST_SHORT = 3
MOST_STRAY = 3
CONTROLS = bytes({*range(32)} - {9, 10, 13})
SEPARATOR_LINE = re.compile(r"sep=(.)", re.IGNORECASE)


def encoding_of(data: bytes) -> str:
    """Return a text file's encoding: by its mark, UTF-16 by its zeros, UTF-8 if valid, else GB18030."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:4096]
    if b"\x00" in head and (wide := _utf16_of(head)):
        return wide
    for encoding in ("utf-8", "gb18030"):
        if _decodes(data, encoding):
            return encoding
    raise FileRefused("ENCODING")


def _utf16_of(head: bytes) -> str:
    """Return which UTF-16 this is; nothing when it is text with a stray NUL; refuse what is no text."""
    zeros_low, zeros_high = head[1::2].count(0), head[0::2].count(0)
    wide = max(zeros_low, zeros_high) > MOST_STRAY and max(zeros_low, zeros_high) * 20 >= len(head)
    if wide and min(zeros_low, zeros_high) <= 4:
        return "utf-16-le" if zeros_low > zeros_high else "utf-16-be"
    controls = len(head) - len(head.translate(None, CONTROLS))
    # a list of one or two people is so short that a single stray sign would be more than the share of a text
    if controls > MOST_STRAY and controls * 50 > len(head):
        raise FileRefused("UNKNOWN_KIND")
    return ""


def _decodes(data: bytes, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        for place in range(0, len(data), 1 << 20):
            decoder.decode(data[place : place + (1 << 20)])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def separator_of(lines: list[str]) -> str:
    """Return the separator that splits most lines into the same number of fields; a comma when none does."""
    best, best_score = ",", 0
    for separator in SEPARATORS:
        counts = Counter(line.count(separator) for line in lines if line.strip())
        counts.pop(0, None)
        if not counts:
            continue
        fields, agreeing = counts.most_common(1)[0]
        score = agreeing * 100 + min(fields, 50)
        if score > best_score:
            best, best_score = separator, score
    return best


def rows_of(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of a text table with surrounding spaces cut off."""
    encoding = encoding_of(data)
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="", errors="strict")
    row = 0
    try:
        sample = list(itertools.islice(text, SAMPLE_LINES))
        told = SEPARATOR_LINE.fullmatch(sample[0].strip()) if sample else None
        separator = told.group(1) if told else separator_of(sample)
        quoting = _quoting(text, separator)
        text.seek(0)
        csv.field_size_limit(FIELD_LIMIT)
        reader = csv.reader(text, delimiter=separator, quoting=quoting)
        for cells in itertools.islice(reader, 1 if told else 0, None):
            row += 1
            yield [cell.strip() for cell in cells]
    except UnicodeDecodeError as error:
        raise FileRefused("ENCODING") from error
    except csv.Error as error:
        raise FileRefused("LONG_CELL", row=row + 1, limit=FIELD_LIMIT) from error


def _quoting(text: io.TextIOWrapper, separator: str) -> Literal[0, 3]:
    """Return how quotes are meant: where pairing them would swallow rows, they are letters like others."""
    text.seek(0)
    quotes = 0
    while piece := text.read(1 << 20):
        quotes += piece.count('"')
    if quotes % 2:
        return csv.QUOTE_NONE
    return csv.QUOTE_NONE if quotes and _swallows(text, separator) else csv.QUOTE_MINIMAL


def _swallows(text: io.TextIOWrapper, separator: str) -> bool:
    """Say whether, with quotes in pairs, a cell holds a line that looks like a whole row."""
    text.seek(0)
    lines = [line.count(separator) for line in itertools.islice(text, SAMPLE_LINES)]
    usual = Counter(lines).most_common(1)[0][0]
    text.seek(0)
    csv.field_size_limit(FIELD_LIMIT)
    try:
        return usual > 1 and any(
            "\n" in cell and any(line.count(separator) >= usual for line in cell.split("\n")[1:])
            for row in csv.reader(text, delimiter=separator)
            for cell in row
        )
    except csv.Error:
        return True


def read_text(data: bytes, sink: Sink) -> None:
    """Read a text table into the sink; rows with another number of cells than most are noted."""
    sink.begin(SheetFacts(""))
    buffer, widths, ends = RowBuffer(sink), array("I"), array("I")
    for number, row in enumerate(rows_of(data), 1):
        width = len(row)
        while row and not row[-1]:
            row.pop()
        widths.append(width if row else 0)
        ends.append(len(row))
        if len(row) > sink.limits.columns:
            raise FileRefused("FAR_CELLS", sheet="", cell=f"第 {len(row)} 列")
        buffer.add(number, row)
    buffer.flush()
    sink.facts.ragged_rows = _ragged(widths, ends)
    sink.end()


def _ragged(widths: Sequence[int], ends: Sequence[int]) -> list[int]:
    """Return the rows with cells too many, and those with too few where that is rare.

    Many short rows are a program's habit of leaving the blanks at the end of a row out.
    """
    filled = [width for width in widths if width]
    most = Counter(filled).most_common(1)[0][0] if filled else 0
    usual = next((width for width in filled if width >= most), 0)  # the headings, when rows are cut short
    long = [number for number, end in enumerate(ends, 1) if end > usual]
    short = [number for number, width in enumerate(widths, 1) if 0 < width < usual]
    return sorted(long + short) if len(short) <= max(MOST_SHORT, len(filled) // 20) else long
