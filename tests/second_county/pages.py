"""What a sheet of a department's workbook is before a writer makes bytes of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

Cell: TypeAlias = object
Row: TypeAlias = Sequence[Cell]
Span: TypeAlias = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0."""


@dataclass
class Page:
    """One sheet: its cells from the corner on, and what a clerk did to it besides typing."""

    title: str
    rows: list[list[Cell]]
    merges: list[Span] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    filtered: Span | None = None

    @property
    def width(self) -> int:
        """Return how many columns are written in."""
        return max((len(row) for row in self.rows), default=0)


def page(title: str, *rows: Row, **more: object) -> Page:
    """Return a page of these rows."""
    return Page(title, [list(row) for row in rows], **more)  # type: ignore[arg-type]


def column_blocks(values: Iterable[object]) -> list[tuple[int, int]]:
    """Return first and last place of each run of equal values longer than one."""
    blocks: list[tuple[int, int]] = []
    start, before = 0, object()
    place = -1
    for place, value in enumerate([*values, object()]):
        if value != before:
            blocks.append((start, place - 1))
            start, before = place, value
    return [(first, last) for first, last in blocks if last > first >= 0]
