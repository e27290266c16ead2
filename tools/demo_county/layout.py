"""Lay lines out as a clerk's table: titles above, one or two heading rows, notes below, sheets by town."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from tools.demo_county.sheets import Book, Cell, Merge, Row, Sheet
from tools.demo_county.spoil import Damage, Line
from tools.demo_county.world import World

CellMaker: TypeAlias = Callable[[Line, int], Cell]


@dataclass(frozen=True)
class Column:
    """A column: its heading, what stands under it, the merged heading above it, and what is summed below."""

    heading: str
    cell: CellMaker
    group: str = ""
    summed: str = ""


@dataclass(frozen=True)
class Layout:
    """How one department's clerk keeps the list."""

    source: str
    file_name: str
    kind: str
    columns: Sequence[Column]
    damage: Damage
    titles: Sequence[str] = ()
    notes: Sequence[str] = ()
    sheet_of: Callable[[Line], str] | None = None
    sheet_name: str = "Sheet1"
    hidden: int = 0
    total_label: str = ""
    epoch_1904: bool = False
    ugliness: Sequence[str] = field(default_factory=tuple)

    @property
    def header_rows(self) -> int:
        """Say how many rows the heading takes: two where a column stands under a merged group."""
        return 2 if any(column.group for column in self.columns) else 1


@dataclass(frozen=True)
class Words:
    """What a title or note may say about the county and month."""

    county: str
    last_day: date

    def fill(self, text: str) -> str:
        """Put county, year and month where the text leaves room for them."""
        day = self.last_day
        return text.format(
            county=self.county, year=day.year, month=day.month, mm=f"{day.month:02d}", last=day.day
        )


def words_of(world: World) -> Words:
    """Give the words for this world's titles and notes."""
    return Words(world.county.name, world.last_day)


def lay_out(layout: Layout, lines: Sequence[Line], words: Words) -> Book:
    """Make the book of a layout: its lines in village order, on one sheet or on one a town."""
    ordered = sorted(lines, key=_place)
    by_sheet: dict[str, list[Line]] = {}
    for line in ordered:
        name = layout.sheet_of(line) if layout.sheet_of else layout.sheet_name
        by_sheet.setdefault(name, []).append(line)
    sheets = [_sheet(layout, name, group, words) for name, group in by_sheet.items()]
    return Book(sheets, layout.epoch_1904)


def _place(line: Line) -> tuple[str, int]:
    return (line.record.home.village.code, line.record.home.key)


def _sheet(layout: Layout, name: str, lines: Sequence[Line], words: Words) -> Sheet:
    sheet = Sheet(name[:31])
    width = len(layout.columns)
    for title in layout.titles:
        _banner(sheet, words.fill(title), width)
    _heading(sheet, layout)
    first = len(sheet.rows)
    sheet.rows.extend(
        [column.cell(line, number) for column in layout.columns] for number, line in enumerate(lines, 1)
    )
    if layout.hidden and len(lines) > 40:
        step = len(lines) // (layout.hidden + 1)
        sheet.hidden.update(first + step * (index + 1) for index in range(layout.hidden))
    if layout.total_label:
        sheet.rows.append(_total(layout, lines))
    for note in layout.notes:
        _banner(sheet, words.fill(note), width)
    return sheet


def _banner(sheet: Sheet, text: str, width: int) -> None:
    sheet.rows.append([text, *[None] * (width - 1)])
    if text:
        sheet.merges.append(Merge(len(sheet.rows) - 1, 0, len(sheet.rows) - 1, width - 1))


def _heading(sheet: Sheet, layout: Layout) -> None:
    top = len(sheet.rows)
    columns = layout.columns
    if layout.header_rows == 1:
        sheet.rows.append([column.heading for column in columns])
        return
    upper: Row = [column.group or column.heading for column in columns]
    sheet.rows.append(upper)
    sheet.rows.append([column.heading if column.group else None for column in columns])
    sheet.merges.extend(_heading_merges(columns, top))
    for left, column in enumerate(columns):
        if column.group and left and columns[left - 1].group == column.group:
            upper[left] = None


def _heading_merges(columns: Sequence[Column], top: int) -> list[Merge]:
    merges: list[Merge] = []
    left = 0
    while left < len(columns):
        right = left
        while (
            columns[left].group
            and right + 1 < len(columns)
            and columns[right + 1].group == columns[left].group
        ):
            right += 1
        if not columns[left].group:
            merges.append(Merge(top, left, top + 1, left))
        elif right > left:
            merges.append(Merge(top, left, top, right))
        left = right + 1
    return merges


def _total(layout: Layout, lines: Sequence[Line]) -> Row:
    row: Row = [None] * len(layout.columns)
    row[0] = layout.total_label
    for index, column in enumerate(layout.columns):
        if column.summed:
            amounts = [line.record.values.get(column.summed) for line in lines]
            row[index] = sum(amount for amount in amounts if isinstance(amount, int)) / 100
    return row
