"""Read text tables: whichever of the encodings and separators that clerks' programs write."""

from __future__ import annotations

import codecs
import csv
import io
import itertools
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from doudi.exchange.reading.refusals import FileRefused

BYTE_ORDER_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
SEPARATORS = ",\t;|，；"
SAMPLE_LINES = 60
FIELD_LIMIT = 1 << 20


def encoding_of(data: bytes) -> str:
    """Return a text file's encoding: by its mark, UTF-16 by its zeros, UTF-8 if valid, else GB18030."""
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    head = data[:4096]
    if b"\x00" in head:
        return _utf16_of(head)
    for encoding in ("utf-8", "gb18030"):
        if _decodes(data, encoding):
            return encoding
    raise FileRefused("ENCODING")


def _utf16_of(head: bytes) -> str:
    zeros_low, zeros_high = head[1::2].count(0), head[0::2].count(0)
    if max(zeros_low, zeros_high) * 20 < len(head) or min(zeros_low, zeros_high) > 4:
        raise FileRefused("UNKNOWN_KIND")
    return "utf-16-le" if zeros_low > zeros_high else "utf-16-be"


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


def _quoting(text: io.TextIOWrapper) -> Literal[0, 3]:
    """Return how quotes are meant: an odd number of them cannot be pairs, and would swallow rows."""
    text.seek(0)
    quotes = 0
    while piece := text.read(1 << 20):
        quotes += piece.count('"')
    return csv.QUOTE_NONE if quotes % 2 else csv.QUOTE_MINIMAL


def rows_of(data: bytes) -> Iterator[list[str]]:
    """Yield the rows of a text table with surrounding spaces cut off."""
    encoding = encoding_of(data)
    text = io.TextIOWrapper(io.BytesIO(data), encoding=encoding, newline="", errors="strict")
    try:
        sample = list(itertools.islice(text, SAMPLE_LINES))
        if any("\x00" in line for line in sample):
            raise FileRefused("UNKNOWN_KIND")
        quoting = _quoting(text)
        text.seek(0)
        csv.field_size_limit(FIELD_LIMIT)
        for row in csv.reader(text, delimiter=separator_of(sample), quoting=quoting):
            yield [cell.strip() for cell in row]
    except UnicodeDecodeError as error:
        raise FileRefused("ENCODING") from error
    except csv.Error as error:
        raise FileRefused("DAMAGED") from error
