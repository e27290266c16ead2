"""Read a code that a form spreads over several columns to be ticked: 供养方式 over 集中 and 分散."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from doudi.recognition.header import Headings
from doudi.recognition.headings import level_heading, level_value
from doudi.recognition.sources import Column, Source, Type
from doudi.recognition.table import Table

TICKS = frozenset("√✓✔☑●■▲◆○1YV是有对") | {"打勾", "YES", "TRUE"}
NO_TICKS = frozenset("×✗✘☐□0N否无-—/") | {"NO", "FALSE", ""}
FEWEST = 2
BETWEEN = "／"
MOSTLY = 0.95


def is_tick(text: str | None) -> bool:
    """Say whether a cell is ticked."""
    return level_value(text or "") in TICKS


def ticked(table: Table) -> dict[int, tuple[str, str]]:
    """Return which columns are ticked for a code: by place the source's column, and the word ticked."""
    groups: dict[str, list[tuple[int, str]]] = {}
    for place, shown in enumerate(table.block.header.shown):
        group, _, word = shown.rpartition(BETWEEN)
        if group:
            groups.setdefault(group, []).append((place, word))
    found: dict[int, tuple[str, str]] = {}
    for group, members in groups.items():
        column = _column(table.source, table.headings, group, [word for _, word in members])
        if column is not None and len(members) >= FEWEST and _are_ticked(table, [at for at, _ in members]):
            found |= {place: (column.name, word) for place, word in members}
    return found


def _column(source: Source, headings: Headings, group: str, words: Sequence[str]) -> Column | None:
    """Return the one code whose words stand side by side; the word above them decides between several."""
    leveled = level_heading(group)
    fitting = [
        column
        for column in source.columns
        if column.type == Type.CODE and all(level_value(word) in column.values for word in words)
    ]
    named = [column for column in fitting if leveled in (*column.headings, *column.weak)]
    named = named or [column for column in fitting if column in headings.like(source, [leveled])[0]]
    chosen = named or fitting
    return chosen[0] if len(chosen) == 1 else None


def _are_ticked(table: Table, places: Sequence[int]) -> bool:
    rows = pa.array(table.rows)
    columns = [table.layout.grid.texts[place].take(rows).to_pylist() for place in places]
    if any(level_value(text or "") not in TICKS | NO_TICKS for column in columns for text in column):
        return False
    counts = [sum(map(is_tick, row)) for row in zip(*columns, strict=True)]
    return bool(counts) and any(counts) and sum(count <= 1 for count in counts) >= MOSTLY * len(counts)
