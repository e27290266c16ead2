"""Lays a list out as a sheet, in one of the shapes clerks give it, and keeps what each row is."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from tests.second_county.dressing import (
    Style,
    account_cell,
    cell_of,
    heading_of,
    name_cell,
    number_cell,
)
from tests.second_county.pages import Cell, Page, column_blocks
from tests.second_county.vocabulary import MONEY, Department
from tests.second_county.world import ABOVE, COUNTIES, Home, Record

Row: TypeAlias = tuple[Record, Mapping[str, object]]
"""A person's line, and the values the sheet gives of it."""

DATA, TOTAL, OTHER = "DATA", "TOTAL", "OTHER"
PAGE_ROWS = 23
PLACES: Mapping[str, Sequence[str]] = {
    "columns": ("town", "village"),
    "merged": ("town", "village"),
    "five columns": ("province", "city", "county", "town", "village"),
    "town only": ("town",),
    "village only": ("village",),
}
"""By which columns a sheet tells places; merged: the township stands once for all its rows."""

HOMES: Mapping[str, str] = {
    "numbers": "household_number", "merged": "household_number", "unmerged": "household_number",
    "heads": "head", "running": "running", "running once": "running", "running merged": "running",
}  # fmt: skip
"""By which column a sheet tells which home a row belongs to; running: a number counted anew on each sheet."""
TOLD_ONCE: Mapping[str, tuple[str, ...]] = {
    "merged": ("household_number", "account"), "unmerged": ("household_number", "account"),
    "running once": ("running",), "running merged": ("running",),
}  # fmt: skip
"""The columns that are filled in a home's first row only."""
A_YEARS = ("单位：元/年", "金额单位：元／年", "单位：人民币元/年")


@dataclass(frozen=True)
class Line:
    """What one row of a sheet is: of whom, with what to be read from it, or nobody's."""

    sheet: int
    row: int
    role: str
    record: Record | None = None
    values: Mapping[str, object] = field(default_factory=dict)
    division: str = ""
    dress: str = ""
    member: int = 0
    """Which of the people of its row it is, counted from 0."""

    @property
    def is_rejected(self) -> bool:
        """Say whether the row must go back."""
        return self.record is not None and bool(self.record.flaw)


@dataclass(frozen=True)
class Shape:
    """What a clerk made of a sheet."""

    title: bool
    unit_line: bool
    blank_rows: int
    blank_columns: int
    two_row_head: bool
    running_number: bool
    town_subtotals: bool
    page_totals: bool
    grand_total: bool
    signature: bool
    hidden_rows: bool
    hidden_column: bool
    filtered: bool
    households: str
    places: str
    words: int
    relations: bool = True
    """Whether a column says who is whose; where a running number tells the homes there may be none."""

    @classmethod
    def drawn(
        cls, draw: random.Random, *, merges: bool, households: Sequence[str], places: Sequence[str]
    ) -> Shape:
        """Draw a shape; a text file merges and hides nothing."""
        often = [
            draw.random() < share for share in (0.7, 0.3, 0.3, 0.8, 0.3, 0.25, 0.4, 0.3, 0.15, 0.15, 0.25)
        ]
        fits = [each for each in households if merges or "merged" not in each]
        told = draw.choice(fits)
        return cls(
            title=often[0], unit_line=often[1], blank_rows=draw.choice((0, 0, 0, 1, 2)),
            blank_columns=draw.choice((0, 0, 0, 1, 2)), two_row_head=often[2] and merges,
            running_number=often[3],
            town_subtotals=often[4], page_totals=often[5], grand_total=often[6], signature=often[7],
            hidden_rows=often[8] and merges, hidden_column=often[9] and merges, filtered=often[10] and merges,
            households=told, places=draw.choice(places), words=draw.randrange(4),
            relations="running" not in told or draw.random() < 0.6,
        )  # fmt: skip

    def names(self) -> Iterator[str]:
        """Yield what is unusual about it."""
        yield from (
            key
            for key in ("title", "unit_line", "two_row_head", "running_number", "town_subtotals")
            if getattr(self, key)
        )
        yield from (
            key
            for key in ("page_totals", "grand_total", "signature", "hidden_rows", "hidden_column", "filtered")
            if getattr(self, key)
        )
        yield f"households by {self.households}" + ("" if self.relations else " alone")
        yield f"places by {self.places}"
        yield from (
            f"{count} blank {what} before"
            for count, what in ((self.blank_rows, "rows"), (self.blank_columns, "columns"))
            if count
        )


@dataclass(frozen=True)
class Column:
    """A column of a sheet: our key and the heading this sheet has for it."""

    key: str
    heading: str
    whose: int = 0
    """Of which of the people of a row it tells, counted from 0."""


def columns_of(
    department: Department,
    shape: Shape,
    style: Style,
    draw: random.Random,
    *,
    besides: Sequence[str] = (),
    without: Sequence[str] = (),
) -> list[Column]:
    """Choose columns and their headings, in an order a department might have them."""
    by = HOMES.get(shape.households, "")
    left = {*without, *([] if shape.relations else ["relation"])}
    left |= {"household_number"} if by == "running" else set()
    keys = [key for key in [*department.always, *besides] if key not in left]
    keys += [key for key in department.sometimes if draw.random() < 0.6 and key not in left]
    keys += [by] if by else []
    rest = [key for key in dict.fromkeys(keys) if key not in ("name", "number", "running")]
    places = PLACES.get(shape.places, ())
    front = [*(["running"] if by == "running" else []), *(places if draw.random() < 0.6 else [])]
    order = [*(["order"] if shape.running_number else []), *front, "name", "number", *rest]
    order += [place for place in places if place not in front]
    return [Column(key, heading_of(key, style, draw)) for key in order]


class Sheet:
    """A sheet being filled, row by row."""

    def __init__(
        self,
        index: int,
        title: str,
        shape: Shape,
        columns: Sequence[Column],
        style: Style,
        draw: random.Random,
        said: Sequence[str] = (),
    ) -> None:
        self.index, self.shape, self.columns, self.style, self.draw = index, shape, columns, style, draw
        self.told = {*said, *(column.key for column in columns)}
        self.page = Page(title, [])
        self.lines: list[Line] = []
        self.dresses: set[str] = set()
        self.order, self.homes = 0, 0
        self._town = ""
        self.towns: list[tuple[int, str]] = []

    def put(self, cells: Sequence[Cell], role: str, **more: Any) -> int:
        """Write a row past the blank columns; return its place."""
        self.page.rows.append([None] * self.shape.blank_columns + list(cells))
        place = len(self.page.rows) - 1
        self.lines.append(Line(self.index, place + 1, role, **more))
        return place

    def head(self, title: str, unit: str) -> None:
        """Write what stands above the people."""
        for _ in range(self.shape.blank_rows):
            self.put([], OTHER)
        if self.shape.title:
            place = self.put([title], OTHER)
            self.merge(place, 0, place, len(self.columns) - 1)
        if self.shape.unit_line:
            of = "单位：元" if self.style.a_year != "title" else self.draw.choice(A_YEARS)
            self.put([f"填报单位：{unit}", *[""] * (len(self.columns) - 2), of], OTHER)
        if self.shape.two_row_head:
            self.group_head()
        self.headings()

    def group_head(self) -> None:
        """Write a row above the headings that says what several of them are about."""
        half = max(len(self.columns) // 2, 2)
        cells: list[Cell] = [
            "基本情况",
            *[""] * (half - 1),
            "业务信息",
            *[""] * (len(self.columns) - half - 1),
        ]
        place = self.put(cells, OTHER)
        self.merge(place, 0, place, half - 1)
        self.merge(place, half, place, len(self.columns) - 1)

    def repeat_head(self) -> None:
        """Write what stands above the people of the next page."""
        self.headings()

    def headings(self) -> None:
        """Write the row of headings."""
        self._town = ""
        place = self.put([column.heading for column in self.columns], OTHER)
        if self.shape.filtered and self.page.filtered is None:
            left = self.shape.blank_columns
            self.page.filtered = (place, left, place, left + len(self.columns) - 1)

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Merge a block of cells, its place counted past the blank columns."""
        if (bottom, right) != (top, left):
            at = self.shape.blank_columns
            self.page.merges.append((top, left + at, bottom, right + at))

    def units(self, rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
        """Yield what goes on one row of the sheet after another: here one person's line each."""
        yield from ([row] for row in rows)

    def write(self, unit: Sequence[Row], *, first_of_home: bool) -> int:
        """Write one row of the sheet."""
        ((record, values),) = unit
        self.order += 1
        self.homes += first_of_home
        number, dress = number_cell(record, self.style, self.draw)
        self.dresses |= {dress} - {""}
        cells = [
            self.cell(column, record, values, number, first_of_home=first_of_home) for column in self.columns
        ]
        told = {key: value for key, value in values.items() if key in self.told}
        self.stands_in(record)
        return self.put(cells, DATA, record=record, values=told, division=self.division(record), dress=dress)

    def stands_in(self, record: Record) -> None:
        """Keep in which township the row about to be written lies."""
        self._town = record.place.town
        self.towns.append((len(self.page.rows), self._town))

    def division(self, record: Record) -> str:
        """Return the code of the place the sheet names on a person's row, '' where it names none."""
        kind = self.shape.places
        return {"none": "", "town only": record.place.town_code}.get(kind, record.place.code)

    def cell(
        self,
        column: Column,
        record: Record,
        values: Mapping[str, object],
        number: Cell,
        *,
        first_of_home: bool,
    ) -> Cell:
        """Return what stands under a column on a person's row."""
        own: Mapping[str, Cell] = {
            **above(record.place.code), "order": self.order, "running": self.homes,
            "name": name_cell(record, self.style), "number": number,
            "town": record.place.town,
            "village": record.place.village, "head": record.home.head.name, "sex": "男"
            if record.who.male else "女",
            "phone": f"138{record.home.key:08d}", "remark": "",
            "address": f"{record.place.town}{record.place.village}",
        }  # fmt: skip
        if column.key == "town" and self.shape.places == "merged" and self._town == record.place.town:
            return None
        if not first_of_home and column.key in TOLD_ONCE.get(self.shape.households, ()):
            return None
        if column.key in own:
            return own[column.key]
        if column.key == "account":
            return account_cell(record, cast(str, values.get("account") or ""), self.style)
        return cell_of(column.key, column.heading, values.get(column.key), self.style)

    def total(self, label: str, records: Sequence[Record]) -> None:
        """Write a row that adds up, its label in one of the first cells."""
        sums = [sum_of(column, records, self.style) if column.key in MONEY else "" for column in self.columns]
        cells: list[Cell] = [*sums]
        cells[self.draw.randrange(min(3, len(cells)))] = label
        self._town = ""
        self.put(cells, TOTAL)

    def finish(self) -> None:
        """Merge townships and hide what the clerk hid."""
        if self.shape.places == "merged":
            merge_towns(self)
        rows = [line.row - 1 for line in self.lines if line.role == DATA]
        if self.shape.hidden_rows and len(rows) > 3:
            self.page.hidden_rows = set(self.draw.sample(rows, min(3, len(rows) - 1)))
        last = self.columns[-1].key
        if self.shape.hidden_column and last in ("phone", "address", "remark", "sex", "account"):
            self.page.hidden_columns = {self.shape.blank_columns + len(self.columns) - 1}


def sum_of(column: Column, records: Sequence[Record], style: Style) -> Cell:
    """Return the cell that adds a column up."""
    whole = sum(cast(int, each.values.get(column.key) or 0) for each in records)
    return cell_of(column.key, column.heading, whole, style)


def merge_homes(sheet: Sheet, places: Sequence[tuple[int, Home]]) -> None:
    """Merge what is said of a home once over the rows of each."""
    once = TOLD_ONCE[sheet.shape.households]
    wanted = [place for place, column in enumerate(sheet.columns) if column.key in once]
    for first, last in column_blocks(home.key for _, home in places):
        top, bottom = places[first][0], places[last][0]
        if bottom - top == last - first:
            for column in wanted:
                sheet.merge(top, column, bottom, column)


def merge_towns(sheet: Sheet) -> None:
    """Merge the cells of a township over the rows that follow one another."""
    column = next(place for place, column in enumerate(sheet.columns) if column.key == "town")
    runs = [(row - place, town) for place, (row, town) in enumerate(sheet.towns)]
    for first, last in column_blocks(runs):
        sheet.merge(sheet.towns[first][0], column, sheet.towns[last][0], column)


def above(code: str) -> dict[str, Cell]:
    """Return the names of province, city and county of a place."""
    province, city = ABOVE[code[:4]]
    return {"province": province, "city": city, "county": COUNTIES[code[:6]]}


def fill_sheet(sheet: Sheet, rows: Sequence[Row], *, title: str, unit: str) -> None:
    """Write a whole sheet: head, people by township, totals, tail."""
    sheet.head(title, unit)
    written: list[tuple[int, Home]] = []
    on_page: list[Record] = []
    before: Record | None = None
    units = list(sheet.units(rows))
    leading = [each[0][0] for each in units]
    for place, (record, following) in enumerate(zip(leading, [*leading[1:], None], strict=True)):
        first = before is None or before.home is not record.home or before.place is not record.place
        written.append((sheet.write(units[place], first_of_home=first), record.home))
        on_page.append(record)
        before = record
        if sheet.shape.town_subtotals and (following is None or following.place.town != record.place.town):
            here = [each for each in leading if each.place.town == record.place.town]
            sheet.total(f"{record.place.town}小计", here)
        if (
            sheet.shape.page_totals
            and len(on_page) >= PAGE_ROWS
            and following is not None
            and following.home is not record.home
        ):
            sheet.total("本页小计", on_page)
            sheet.repeat_head()
            on_page, before = [], None
    if sheet.shape.grand_total:
        sheet.total("合计", leading)
    if sheet.shape.signature:
        sheet.put(
            ["制表人：申某", "", "审核人：石某", "", "联系电话：0635-0000000"][: max(len(sheet.columns), 3)],
            OTHER,
        )
    if sheet.shape.households in ("merged", "running merged"):
        merge_homes(sheet, written)
    sheet.finish()
