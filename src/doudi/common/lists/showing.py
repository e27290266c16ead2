"""Prepares a list for its template: cells, headings, chips, pages, what may be done with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.forms import Form
from django.urls import reverse

from doudi.common.access import OfficerRequest
from doudi.common.kit import Text
from doudi.common.lists.asking import SIZES, Asked, asked_of, seal_search
from doudi.common.lists.choosing import AT_ONCE, all_keys, seen
from doudi.common.lists.declaring import SCREEN, Cell, Column, Filter, Listing, Value
from doudi.common.lists.ordering import beside

BLANK = "—"
ASCENDING, DESCENDING = "ascending", "descending"
NO_SUCH_PAGE = "没有这一页，列出的是第 %(page)s 页。"


@dataclass(frozen=True, slots=True)
class ShownCell:
    """A cell with what its column says of how it is drawn."""

    column: Column
    cell: Cell
    is_first: bool


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A line of the list as it is drawn; `group` heads the lines that stand together."""

    key: Any
    line: Any
    cells: Sequence[ShownCell]
    is_urgent: bool
    may_be_chosen: bool
    group: str
    address: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; one with an address orders the list."""

    label: Text
    css: str
    address: str
    sort: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force, and where the list is without it."""

    label: Text
    value: Text
    address: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A filter with its choices and what is chosen."""

    filter: Filter
    choices: Sequence[tuple[str, Text]]
    chosen: str


@dataclass(frozen=True, slots=True)
class BulkAct:
    """An act on the chosen rows: what its button says, where it is sent, what it asks for."""

    label: Text
    address: str
    form: Form
    is_main: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A list as its template draws it."""

    asked: Asked
    page: Page[Any]
    rows: Sequence[ShownRow]
    odd: Sequence[str]
    all_seen: str

    @property
    def listing(self) -> Listing:
        """Return the declaration."""
        return self.asked.listing

    @property
    def lines(self) -> list[Any]:
        """Return the lines of the page."""
        return [row.line for row in self.rows]

    @property
    def status(self) -> int:
        """Return the answer over HTTP: a condition that is not understood is a refusal."""
        return 422 if self.asked.wrong else 200

    @property
    def query(self) -> str:
        """Return the query that leads back to this list as it stands."""
        return self.asked.query()

    @property
    def count(self) -> int:
        """Return how many rows match."""
        return self.page.paginator.count

    @property
    def headings(self) -> list[Heading]:
        """Return the headings of the screen."""
        return [_heading(self.asked, each) for each in self.listing.columns_on(SCREEN)]

    @property
    def orders(self) -> list[tuple[str, str, bool]]:
        """Return the orders there are for those who see no headings: key, words, whether it is this one."""
        now = self.asked.sort or self.listing.order
        sortable = [each for each in self.listing.columns_on(SCREEN) if each.sort]
        return [
            (f"{sign}{each.key}", f"{each.heading}{arrow}", now == f"{sign}{each.key}")
            for each in sortable
            for sign, arrow in (("", " ↑"), ("-", " ↓"))
        ]

    @property
    def filters(self) -> list[Choice]:
        """Return the filters that are chosen from."""
        return [each for each in self._choices() if not each.filter.is_flag]

    @property
    def flags(self) -> list[Choice]:
        """Return the filters that are on or off."""
        return [each for each in self._choices() if each.filter.is_flag]

    def _choices(self) -> list[Choice]:
        asked = self.asked
        return [
            Choice(each, asked.choices[each.name], asked.chosen.get(each.name, ""))
            for each in self.listing.filters
        ]

    @property
    def chips(self) -> list[Chip]:
        """Return the conditions in force, each with the way to be rid of it."""
        asked = self.asked
        found = [
            Chip(label if value != label else "", value, f"?{asked.query(without=(name,))}")
            for name, label, value in asked.words()
        ]
        if asked.text and self.listing.search:
            # what was typed may be a number of somebody: it stands in its box alone, and on no paper
            found.append(Chip("", self.listing.search.label, f"?{asked.query(without=('find',))}"))
        return found

    @property
    def kept(self) -> dict[str, str]:
        """Return what the form of the filters carries on: a search under seal, and the size of a page."""
        asked = self.asked
        kept = {"find": seal_search(asked.listing, asked.reader, asked.text)} if asked.text else {}
        return kept | ({"size": str(asked.size)} if asked.size != SIZES[0] else {})

    @property
    def sizes(self) -> list[tuple[int, str]]:
        """Return the sizes a page may have, each with its address; the one in use without."""
        now = self.asked.size
        return [(each, "" if each == now else f"?{self.asked.query(size=each)}") for each in SIZES]

    @property
    def steps(self) -> list[Mapping[str, object]]:
        """Return the way to the other pages."""
        here, pages = self.page.number, self.page.paginator
        numbers = list(pages.get_elided_page_range(here, on_each_side=2, on_ends=1))
        steps = [self._step(each, str(each), "") for each in numbers]
        if self.page.has_previous():
            steps.insert(0, self._step(here - 1, "‹", "上一页"))
        if self.page.has_next():
            steps.append(self._step(here + 1, "›", "下一页"))
        return steps

    def _step(self, number: int | str, label: str, hint: str) -> Mapping[str, object]:
        if not isinstance(number, int):
            return {"gap": True}
        is_here = number == self.page.number
        return {"here": is_here, "label": label, "hint": hint, "address": f"?{self.asked.query(page=number)}"}

    @property
    def may_export(self) -> bool:
        """Say whether the reader may take the list along."""
        return bool(self.listing.export) and self.asked.reader.may(self.listing.export)

    @property
    def export_address(self) -> str:
        """Return where the workbook is."""
        return _with(reverse(self.listing.export_page), self.asked.query())

    @property
    def at_once(self) -> int:
        """Return how many rows one act takes on."""
        return AT_ONCE


def shown(request: OfficerRequest, listing: Listing, *, may_choose: bool = False) -> Shown:
    """Return what a request asks of a list, ready to be drawn; `may_choose` offers boxes for acts on many."""
    asked = asked_of(request, listing)
    page, odd = _page(asked)
    objects = list(page.object_list)
    lines = listing.lines(objects, asked.reader)
    # a list of one leads nowhere on
    trail = asked.trail() if page.paginator.count > 1 else ""
    rows = [_row(asked, each.pk, line, trail) for each, line in zip(objects, lines, strict=True)]
    keys = all_keys(asked) if may_choose and rows else None
    return Shown(asked, page, rows, (*asked.odd, *odd), seen(keys) if keys else "")


def _page(asked: Asked) -> tuple[Page[Any], tuple[str, ...]]:
    pages = Paginator(asked.rows(), asked.size)
    wanted = asked.page if asked.page.isascii() and asked.page.isdigit() and len(asked.page) < 10 else ""
    page = pages.get_page(wanted or 1)
    is_there = not asked.page or wanted == str(page.number)
    return page, () if is_there else (NO_SUCH_PAGE % {"page": page.number},)


def _row(asked: Asked, key: object, line: Any, trail: str) -> ShownRow:  # noqa: ANN401 - the list's own
    listing, group = asked.listing, asked.group_of()
    return ShownRow(
        key=key,
        line=line,
        cells=[
            ShownCell(column, cell_of(column, line), is_first=number == 0)
            for number, column in enumerate(listing.columns_on(SCREEN))
        ],
        is_urgent=listing.is_urgent(line),
        may_be_chosen=listing.may_choose(line),
        group=group.title(line) if group else "",
        address=_with(reverse(listing.row_page, args=(key,)), trail) if listing.row_page else "",
    )


def cell_of(column: Column, line: Any) -> Cell:  # noqa: ANN401 - as above
    """Return what a column draws of a line."""
    return column.cell(line) if column.cell else Cell(words(column.value(line)) or BLANK)


def words(value: Value) -> str:
    """Return a value of a column as text; what is not known is blank."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)


def _heading(asked: Asked, column: Column) -> Heading:
    if not column.sort:
        return Heading(column.heading, column.css, "", "")
    is_key = asked.key == column.key
    turned = f"-{column.key}" if is_key and not asked.descending else column.key
    sort = (DESCENDING if asked.descending else ASCENDING) if is_key else ""
    return Heading(column.heading, column.css, f"?{asked.query(sort=turned)}", sort)


def _with(address: str, query: str) -> str:
    return f"{address}?{query}" if query else address


@dataclass(frozen=True, slots=True)
class Way:
    """From one row of a list to those beside it and back, the filter and order kept."""

    before: str
    after: str
    back: str
    place: int
    total: int
    unit: Text

    @property
    def onwards(self) -> str:
        """Return where to go on once this one is done: what comes next, else what is before, else back."""
        return self.after or self.before or self.back


def list_address_of(request: OfficerRequest, listing: Listing) -> str:
    """Return the address of a list as a request asks for it."""
    return _with(reverse(listing.page), asked_of(request, listing).query())


def kept_query(request: OfficerRequest, listing: Listing) -> str:
    """Return what a page of one row hands on to its forms, with its “?”; blank for who came another way."""
    asked = asked_of(request, listing) if request.GET else None
    return f"?{asked.trail()}" if asked and not asked.wrong else ""


def way_through(request: OfficerRequest, listing: Listing, pk: object, *, always: bool = False) -> Way | None:
    """Return the way on from a row; None where nobody came through the list, unless `always`."""
    if not request.GET and not always:
        return None
    asked = asked_of(request, listing)
    found = None if asked.wrong else beside(asked.everything(), asked.rows(), asked.terms(), pk)
    if found is None:
        return None
    trail, page = asked.trail(), (max(found.place, 1) - 1) // asked.size + 1
    query = asked.query(page=page) if page > 1 else asked.query()

    def address(key: object) -> str:
        return _with(reverse(listing.row_page, args=(key,)), trail) if key else ""

    back = _with(reverse(listing.page), query)
    return Way(address(found.before), address(found.after), back, found.place, found.total, listing.unit)
