"""Hold what is known of a sheet beyond its cells: visibility, hidden rows, date system."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class SheetFacts:
    """What the file says of one sheet beside its cells; rows are numbered from 1 as in Excel."""

    name: str
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: int = 0


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
