"""Say what a spreadsheet is before it becomes a file: sheets of cells, merged and hidden parts."""

from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

Cell: TypeAlias = str | int | float | date | None
Row: TypeAlias = list[Cell]


@dataclass(frozen=True)
class Merge:
    """A merged block, first to last row and column, counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet: its rows from the very first line, titles and notes included."""

    name: str
    rows: list[Row] = field(default_factory=list)
    merges: list[Merge] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)


@dataclass
class Book:
    """The sheets of one file; epoch_1904 is the other day zero that Excel on old Macs counts from."""

    sheets: list[Sheet]
    epoch_1904: bool = False
