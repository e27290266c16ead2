"""Take apart cells that hold two days, from one to another: 2025.03-2026.02, 2020-01-01～长期."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pyarrow as pa

from doudi.kernel.dates import NotADate, day_of
from doudi.reading.cells import Kind
from doudi.recognition.headings import level_value
from doudi.recognition.raw import RawColumn, RawFile
from doudi.recognition.sources import Source

BETWEEN = re.compile(r"[-—–－~～]+|[至到]")
OPEN = frozenset({"", "今", "至今", "长期", "永久", "现在", "目前"})
MONTH_ALONE = re.compile(r"(1[0-2]|0?[1-9])(?:月份?)?")
YEAR = re.compile(r"(?:18|19|20|21)\d{2}")


def span_of(text: str) -> tuple[str, str] | None:
    """Return the two days a cell holds, as they are written; None of one day or of anything else.

    The last is '' where it has no end. A last month without its year is of the first one's.
    """
    leveled = level_value(text)
    if _is_day(leveled):
        return None
    for mark in BETWEEN.finditer(leveled):
        first, last = leveled[: mark.start()], leveled[mark.end() :]
        if not _is_day(first):
            continue
        if last in OPEN:
            return first, ""
        if MONTH_ALONE.fullmatch(last) and (year := YEAR.match(first)):
            return first, f"{year.group()}年{last.rstrip('月份')}月"
        if _is_day(last):
            return first, last
    return None


def _is_day(text: str) -> bool:
    if not YEAR.match(text):
        return False
    try:
        day_of(text)
    except (NotADate, ValueError, OverflowError):
        return False
    return True


def with_spans_apart(source: Source, raw: RawFile) -> RawFile:
    """Return the file with each half of such a cell in the column of the first or of the last day.

    A half never takes the place of what a column of its own says.
    """
    columns = dict(raw.columns)
    for first, last in source.spans:
        for name in (first, last):
            if name in raw.columns:
                _take_apart(columns, name, first, last)
    return replace(raw, columns=columns)


def _take_apart(columns: dict[str, RawColumn], name: str, first: str, last: str) -> None:
    said = columns[name]
    spans = {text: span_of(text) for text in said.texts.unique().to_pylist() if text}
    found = [spans.get(text) if text else None for text in said.values()]
    apart = np.array([span is not None for span in found], bool)
    if not apart.any():
        return
    for half, column in enumerate(filter(None, (first, last))):
        kept = columns.get(column)
        texts: list[str | None] = kept.values() if kept else [None] * len(found)
        kinds = (kept or said).kinds.copy()
        for row in np.flatnonzero(apart).tolist():
            if column == name or not texts[row]:
                texts[row], kinds[row] = (found[row] or ("", ""))[half] or None, Kind.TEXT
        columns[column] = RawColumn(pa.array(texts, pa.string()), kinds, said.factors)
