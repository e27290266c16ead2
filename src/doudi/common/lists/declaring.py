"""What a list says of itself: its rows, columns, filters, groups, search and who may take it along."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db.models import Expression, F, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from doudi.common.kit import TONES, Text
from doudi.common.scope import Scope

Rows = QuerySet[Any, Any]
Value = Text | int | date | None
"""What a cell of a sheet says; None is blank."""
EVERY: Text = _("全部")
By = str | Expression | F | Subquery
"""A field by its name, or an expression."""
BOTH, SCREEN, SHEET = "both", "screen", "sheet"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks, and for what: the part of a request a list may look at.

    `scope` is what the division in focus has of the reader's `whole`.
    """

    user: Any
    may: Callable[[str], bool]
    scope: Scope
    whole: Scope
    region: str
    region_name: str
    period: str
    today: date


@dataclass(frozen=True, slots=True)
class Mark:
    """A badge in a cell."""

    label: Text
    tone: str = ""

    @classmethod
    def of(cls, code: str, label: Text) -> Mark:
        """Return the badge of a status in the colour its code has everywhere."""
        return cls(label, TONES.get(code, ""))


@dataclass(frozen=True, slots=True)
class Act:
    """A button in a cell that sends something about its row alone; not for lists whose rows are chosen."""

    label: Text
    address: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What a screen draws where a text alone is not enough: a link, badges, a smaller line, a deadline."""

    text: Text = ""
    address: str = ""
    marks: Sequence[Mark] = ()
    note: Text = ""
    due: date | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what a line says in it, and by which columns of the database it is ordered.

    `value` is what the sheet says; `cell` is what the screen draws where that is more. `sort` are names of
    fields or expressions; texts that people read go through `by_code_point`. `width` is in characters.
    """

    key: str
    heading: Text
    value: Callable[[Any], Value]
    cell: Callable[[Any], Cell] | None = None
    sort: Sequence[By] = ()
    on: str = BOTH
    css: str = ""
    on_phone: bool = True
    width: int = 14


def only(place: str, *columns: Column) -> list[Column]:
    """Return columns that stand on the screen alone, or in the workbook alone."""
    return [replace(each, on=place) for each in columns]


def status_column(key: str, heading: Text, said: Callable[[Any], tuple[str, Text]], **more: Any) -> Column:
    """Return a column of a status, drawn as a badge in its colour; `said` gives its code and its label."""
    return Column(
        key,
        heading,
        value=lambda line: said(line)[1],
        cell=lambda line: Cell(marks=(Mark.of(*said(line)),)),
        **more,
    )


Choices = Sequence[tuple[str, Text]]


@dataclass(frozen=True, slots=True)
class Filter:
    """One question a list may be asked; a value that is no choice is refused.

    `narrow` takes the rows and the value; `otherwise` says what holds when nothing is chosen.
    """

    name: str
    label: Text
    choices: Callable[[Reader], Choices]
    narrow: Callable[[Rows, str, Reader], Rows]
    every: Text = EVERY
    otherwise: Callable[[Rows, Reader], Rows] | None = None
    is_flag: bool = False


def flag(name: str, label: Text, narrow: Callable[[Rows, Reader], Rows]) -> Filter:
    """Return a filter that is on or off."""
    return Filter(
        name,
        label,
        lambda _reader: [("1", label)],
        lambda rows, _v, reader: narrow(rows, reader),
        is_flag=True,
    )


@dataclass(frozen=True, slots=True)
class Group:
    """A way to let lines stand together under a heading; its order comes before that of the columns."""

    code: str
    label: Text
    sort: Sequence[By]
    title: Callable[[Any], str]


@dataclass(frozen=True, slots=True)
class Search:
    """What may be typed to find somebody; it is posted, and sealed wherever an address has to carry it."""

    name: str
    label: Text
    hint: Text
    narrow: Callable[[Rows, str, Reader], Rows]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list, declared once.

    `rows` gives what a reader may see, `lines` makes objects of the page into lines in their order with a
    number of queries that does not grow with them; `sheet_lines` does so for the workbook where it says more.
    `order` is a column's key, with “-” before it when the last comes first. `choose` names the boxes of a
    list whose rows can be chosen. `export` is the permission to take the list along, `action` its act in the
    trail; both or neither.
    """

    code: str
    title: Text
    unit: Text
    page: str
    rows: Callable[[Reader], Rows]
    lines: Callable[[Sequence[Any], Reader], Sequence[Any]]
    columns: Sequence[Column]
    order: str
    filters: Sequence[Filter] = ()
    groups: Sequence[Group] = ()
    search: Search | None = None
    row_page: str = ""
    is_urgent: Callable[[Any], bool] = lambda _line: False
    may_choose: Callable[[Any], bool] = lambda _line: True
    choose: str = ""
    export_page: str = ""
    export: str = ""
    action: str = ""
    sheet_lines: Callable[[Sequence[Any], Reader], Sequence[Any]] | None = None
    sheet_rows: Callable[[Rows], Rows] = lambda rows: rows
    sheet_title: Callable[[Reader], str] = field(default=lambda reader: reader.region_name)

    def column(self, key: str) -> Column | None:
        """Return a column by its key."""
        return next((each for each in self.columns if each.key == key), None)

    def columns_on(self, place: str) -> list[Column]:
        """Return the columns of the screen or of the sheet."""
        return [each for each in self.columns if each.on in (BOTH, place)]
