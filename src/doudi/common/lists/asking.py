"""Reads from an address what a list is asked for, and writes it back; what is not understood is said aloud.

Nothing an address says is shown or written on as it stands: only values the list itself declares, and a
search only under seal, bound to the list and to whoever typed it.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import QueryDict

from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.keys import ring
from doudi.common.kit import Text
from doudi.common.lists.declaring import Choices, Filter, Group, Listing, Reader, Rows
from doudi.common.lists.ordering import Term, in_order
from doudi.kernel.sealing import SealBroken, seal, unseal

SIZES = (50, 100, 200)
LONGEST_SEARCH = 60
KNOWN = ("sort", "group", "page", "size", "find")
NOT_A_CHOICE = "“%(label)s”的条件认不出，没有列出任何一行，请重新选择。"
SEARCH_OVER = "查找的内容认不出或不是您输入的，没有列出任何一行，请重新查找。"
NOT_KNOWN = "地址里有这张表没有的条件，没有用上。"
NO_SUCH_ORDER = "不能按地址里写的排序，已按通常的顺序排列。"
NO_SUCH_SIZE = "每页行数认不出，已按每页 %(size)s 行列出。"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks of a list.

    `wrong` are the sentences about conditions that were not understood: with one of them the list is empty.
    `odd` are those about what could be left aside.
    """

    listing: Listing
    reader: Reader
    chosen: Mapping[str, str]
    choices: Mapping[str, Choices]
    sort: str = ""
    group: str = ""
    page: str = ""
    size: int = SIZES[0]
    text: str = ""
    wrong: tuple[str, ...] = ()
    odd: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Return the key of the column the list is ordered by."""
        return (self.sort or self.listing.order).removeprefix("-")

    @property
    def descending(self) -> bool:
        """Say whether the last comes first."""
        return (self.sort or self.listing.order).startswith("-")

    @property
    def is_narrowed(self) -> bool:
        """Say whether only a part of the list is asked for."""
        return bool(self.chosen or self.text)

    def group_of(self) -> Group | None:
        """Return the group asked for."""
        return next((each for each in self.listing.groups if each.code == self.group), None)

    def terms(self) -> list[Term]:
        """Return what the rows are ordered by, the group first."""
        group, column = self.group_of(), self.listing.column(self.key)
        first = [Term(each) for each in group.sort] if group else []
        return [*first, *(Term(each, self.descending) for each in (column.sort if column else ()))]

    def everything(self) -> Rows:
        """Return all the reader may see in this list."""
        return self.listing.rows(self.reader)

    def rows(self) -> Rows:
        """Return the rows asked for, in order; none where a condition was not understood."""
        rows = self.everything()
        if self.wrong:
            return rows.none()
        for each in self.listing.filters:
            rows = self._narrowed(rows, each)
        if self.text and self.listing.search:
            rows = self.listing.search.narrow(rows, self.text, self.reader)
        return in_order(rows, self.terms())

    def _narrowed(self, rows: Rows, each: Filter) -> Rows:
        if each.name in self.chosen:
            return each.narrow(rows, self.chosen[each.name], self.reader)
        return each.otherwise(rows, self.reader) if each.otherwise else rows

    def words(self) -> list[tuple[str, Text, Text]]:
        """Return the conditions in words: name, label, chosen value; without what was searched for."""
        labels = {each.name: each.label for each in self.listing.filters}
        return [(name, labels[name], dict(self.choices[name])[value]) for name, value in self.chosen.items()]

    def query(self, *, without: Iterable[str] = (), **changed: object) -> str:
        """Return the address's query for this list, with something changed or left out."""
        said = {**self.chosen, "group": self.group, "sort": self.sort}
        said["size"] = str(self.size) if self.size != SIZES[0] else ""
        said["find"] = seal_search(self.listing, self.reader, self.text) if self.text else ""
        said |= {name: str(value) for name, value in changed.items()}
        left_out = {*without}
        return urlencode({name: value for name, value in said.items() if value and name not in left_out})

    def trail(self) -> str:
        """Return the query a page of one row needs to lead on through the list; it is never empty."""
        return self.query() or urlencode({"sort": self.listing.order})


def reader_of(request: OfficerRequest) -> Reader:
    """Return who asks."""
    focus = request.focus
    return Reader(
        user=request.access.user,
        may=request.access.may,
        scope=focus.scope,
        whole=request.access.scope,
        region=focus.region,
        region_name=focus.region_name,
        period=str(focus.period),
        today=clock.today(),
    )


def asked_of(request: OfficerRequest, listing: Listing) -> Asked:
    """Return what a request asks of a list; a search that is posted counts before one the address carries."""
    reader = reader_of(request)
    asked = _conditions(listing, reader, request.GET)
    posted = request.POST.get(listing.search.name, "") if listing.search else ""
    if posted.strip():
        return replace(asked, text=posted.strip()[:LONGEST_SEARCH])
    return _searched(asked, request.GET.get("find", ""))


def _conditions(listing: Listing, reader: Reader, said: QueryDict) -> Asked:
    chosen: dict[str, str] = {}
    choices: dict[str, Choices] = {}
    wrong: list[str] = []
    for each in listing.filters:
        choices[each.name] = each.choices(reader)
        values = [value for value in said.getlist(each.name) if value]
        if not values:
            continue
        if len(values) == 1 and values[0] in {value for value, _label in choices[each.name]}:
            chosen[each.name] = values[0]
        else:
            wrong.append(NOT_A_CHOICE % {"label": each.label})
    asked = Asked(listing, reader, chosen, choices, page=said.get("page", ""), wrong=tuple(wrong))
    return _arranged(asked, said)


def _arranged(asked: Asked, said: QueryDict) -> Asked:
    listing, odd = asked.listing, []
    if set(said) - {each.name for each in listing.filters} - set(KNOWN):
        odd.append(NOT_KNOWN)
    sort, group, size = said.get("sort", ""), said.get("group", ""), said.get("size", "")
    column = listing.column(sort.removeprefix("-"))
    if sort and not (column and column.sort):
        sort = ""
        odd.append(NO_SUCH_ORDER)
    if group and group not in {each.code for each in listing.groups}:
        group = ""
        odd.append(NO_SUCH_ORDER)
    sizes = {str(each): each for each in SIZES}
    if size and size not in sizes:
        odd.append(NO_SUCH_SIZE % {"size": SIZES[0]})
    return replace(asked, sort=sort, group=group, size=sizes.get(size, SIZES[0]), odd=tuple(odd))


def _searched(asked: Asked, sealed: str) -> Asked:
    if not sealed:
        return asked
    try:
        text = _opened(asked.listing, asked.reader, sealed)
    except (SealBroken, binascii.Error, ValueError):
        return replace(asked, wrong=(*asked.wrong, SEARCH_OVER))
    return replace(asked, text=text)


def seal_search(listing: Listing, reader: Reader, text: str) -> str:
    """Return what was typed under seal, for an address: it opens for this reader and this list alone."""
    sealed = seal(ring().seal, text.encode(), bound=_bound(listing, reader))
    return base64.urlsafe_b64encode(sealed).decode()


def _opened(listing: Listing, reader: Reader, sealed: str) -> str:
    if listing.search is None:
        raise SealBroken("this list is not searched")
    raw = base64.urlsafe_b64decode(sealed.encode())
    return unseal(ring().seals, raw, bound=_bound(listing, reader)).decode()


def _bound(listing: Listing, reader: Reader) -> bytes:
    return f"list:{listing.code}:{reader.user.pk}".encode()
