"""Says what live lists hold: which list speaks for whom, and for how long a line of one holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from doudi.kernel.dates import Period
from doudi.regions.rules.history import DivisionHistory

TOWNSHIP_DIGITS = 9
ONE_OFF = frozenset({"TEMPORARY_RELIEF"})
"""Programmes whose list names grants of one month: each is an event, not a spell that goes on."""

NEW_LIST = -1
"""The key of a list that is only looked at, not published."""


class Values(NamedTuple):
    """What a spell consists of besides person, programme and days; a change of any of them is a new spell."""

    division: str
    category: str
    amount_fen: int | None
    account_high: int | None
    account_low: int | None
    labour: str
    stable_work: str
    risk_cause: str
    income_fen: int | None


class PublishedList(NamedTuple):
    """A live publication: `areas` is its region when it is whole, else the townships its rows name."""

    key: int
    source: str
    region: str
    period: str
    areas: tuple[str, ...]


class Line(NamedTuple):
    """What a row of a live list says of a person on a programme."""

    person: int
    programme: str
    said_by: PublishedList
    row: int
    values: Values
    started_on: date | None

    @property
    def period(self) -> str:
        """Return the month the line speaks of."""
        return self.said_by.period


@lru_cache(maxsize=4096)
def first_day(period: str) -> date:
    """Return the first day of a month."""
    return Period.parse(period).first_day


@lru_cache(maxsize=4096)
def following(period: str) -> str:
    """Return the month after."""
    return str(Period.parse(period).next())


NO_CHANGES = DivisionHistory()


class Coverage:
    """Which months have a live list that speaks for a place.

    A whole list speaks for its region, a part for its townships; and each list speaks for those an earlier
    list of no wider area spoke of, wherever their rows say they live.
    """

    def __init__(self, lists: Iterable[PublishedList], *, history: DivisionHistory = NO_CHANGES) -> None:
        """Take in the live lists, and what has become of divisions."""
        self._history = history
        self._now: dict[str, str] = {}
        self._lists: dict[str, list[PublishedList]] = {}
        for each in sorted(lists):
            self._lists.setdefault(each.source, []).append(each)
        self._known: dict[tuple[str, str, tuple[str, ...]], tuple[list[str], list[PublishedList]]] = {}

    def next_list(self, line: Line, after: str) -> PublishedList | None:
        """Return the first list of a later month that speaks for a line's place."""
        months, lists = self._speaking(line)
        index = bisect_right(months, after)
        return lists[index] if index < len(lists) else None

    def last_month(self, line: Line, before: str) -> str:
        """Return the last earlier month in which a list spoke for a line's place; '' if none did."""
        months, _ = self._speaking(line)
        index = bisect_left(months, before)
        return months[index - 1] if index else ""

    def same_place(self, one: str, other: str) -> bool:
        """Say whether two divisions are one place, one perhaps what the other was merged or split into."""
        return any(self._history.is_same_place(*pair, date.max) for pair in ((one, other), (other, one)))

    def _successor(self, code: str) -> str:
        """Return what a division has become by now; kept, since lists name few divisions often."""
        if code not in self._now:
            self._now[code] = self._history.successor(code, date.max)
        return self._now[code]

    def _speaking(self, line: Line) -> tuple[list[str], list[PublishedList]]:
        said_by = line.said_by
        place = line.values.division[:TOWNSHIP_DIGITS]
        key = (said_by.source, place, said_by.areas)
        found = self._known.get(key)
        if found is None:
            lists = [
                each
                for each in self._lists.get(said_by.source, ())
                if self._speaks(each, (place,)) or self._speaks(each, said_by.areas)
            ]
            lists.sort(key=lambda each: (each.period, each.region, each.key))
            found = ([each.period for each in lists], lists)
            self._known[key] = found
        return found

    def _speaks(self, each: PublishedList, places: tuple[str, ...]) -> bool:
        areas = tuple({*each.areas, *(self._successor(area) for area in each.areas)})
        return all(place.startswith(areas) or self._successor(place).startswith(areas) for place in places)
