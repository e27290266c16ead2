"""Hold what is known of a sheet beyond its cells: what is hidden, merged, filtered, failed."""

from __future__ import annotations

from dataclasses import dataclass, field

MOST_LISTED = 200_000


@dataclass(slots=True)
class SheetFacts:
    """What the file says of one sheet beside its cells.

    Rows count from 1 as a spreadsheet shows them, columns from 0. A merge is first row, first column, last
    row, last column. `filtered` means that a filter was left on. `uncalculated` counts formulas without a
    value, `errors` cells such as #N/A; `odd_cells` names the first of both. `ragged_rows` are the rows of a
    text table that have another number of cells than most.
    """

    name: str
    hidden: bool = False
    filtered: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_places: set[int] = field(default_factory=set)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    ragged_rows: list[int] = field(default_factory=list)
    errors: int = 0
    uncalculated: int = 0
    odd_cells: list[str] = field(default_factory=list)
    first_row: int = 1
    rows: int = 0
    columns: int = 0

    def told(self) -> dict[str, object]:
        """Return the facts as plain values that go through a pipe."""
        return {
            "name": self.name,
            "hidden": self.hidden,
            "filtered": self.filtered,
            "hidden_rows": sorted(self.hidden_rows)[:MOST_LISTED],
            "hidden_places": sorted(place for place in self.hidden_places if place < self.columns),
            "merges": self.merges[:MOST_LISTED],
            "ragged_rows": self.ragged_rows[:MOST_LISTED],
            "errors": self.errors,
            "uncalculated": self.uncalculated,
            "odd_cells": self.odd_cells,
            "first_row": self.first_row,
            "rows": self.rows,
            "columns": self.columns,
        }


@dataclass(slots=True)
class BookFacts:
    """What the file says of itself: its sheets in order, and whether its days count from 1904."""

    sheets: list[SheetFacts] = field(default_factory=list)
    epoch_1904: bool = False

    def sheet(self, index: int, name: str) -> SheetFacts:
        """Return what is known of a sheet; nothing special when the file said nothing."""
        if index < len(self.sheets) and self.sheets[index].name == name:
            return self.sheets[index]
        named = [sheet for sheet in self.sheets if sheet.name == name]
        return named[0] if named else SheetFacts(name)


def column_name(place: int) -> str:
    """Return a column's letters, such as A for 0 and XFD for 16383."""
    letters, rest = "", place + 1
    while rest > 0:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def column_place(letters: str) -> int:
    """Return which column, from 0, these letters name."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
