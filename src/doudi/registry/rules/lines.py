"""Says what live lists hold: which list speaks for whom, and for how long a line of one holds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from doudi.kernel.dates import Period
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.regions.rules.history import DivisionHistory

ONE_OFF = frozenset({"TEMPORARY_RELIEF"})
"""Programmes whose list names grants of one month: each is an event, not a spell that goes on."""

UNKNOWN = ("", None)
"""What a list gives where it says nothing: it is no value, and takes the place of none."""


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

    @property
    def said(self) -> int:
        """Return how much is known: each value counts one, and so does each step from the county down."""
        steps = (len(self.division) >= TOWNSHIP_DIGITS) + (len(self.division) > TOWNSHIP_DIGITS)
        return steps + sum(value not in UNKNOWN for value in self[1:])


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

    def agree(self, one: Values, other: Values) -> bool:
        """Say whether two rows contradict each other in nothing: none is known to be two."""
        pairs = zip(one[1:], other[1:], strict=True)
        if any(mine != theirs and mine not in UNKNOWN and theirs not in UNKNOWN for mine, theirs in pairs):
            return False
        return self.may_be_one_place(one.division, other.division)

    def may_be_one_place(self, one: str, other: str) -> bool:
        """Say whether two divisions are one place, or one is a wider division that holds the other."""
        return self.same_place(one, other) or self.holds(one, other) or self.holds(other, one)

    def holds(self, wide: str, place: str) -> bool:
        """Say whether a division holds a smaller one, by the codes of then or of now."""
        if len(wide) >= len(place):
            return False
        codes = {place, self.successor(place)}
        return any(code.startswith((wide, self.successor(wide))) for code in codes)

    def still_says(self, known: str, wide: str, month: str) -> bool:
        """Say whether a known place stands beside a row of a month that names only a wider one.

        One whose people were shared out among several by then no longer says where anybody lives.
        """
        by_then = Period.parse(month).last_day
        return self.holds(wide, known) and not self._history.is_shared_out(known, by_then)

    def completed(self, said: Values, known: Values, month: str) -> Values:
        """Return what a row of a month says, with what is known where it says nothing or less exactly."""
        is_known = self.still_says(known.division, said.division, month)
        division = known.division if is_known else said.division
        values = (own if own not in UNKNOWN else before for own, before in zip(said, known, strict=True))
        return Values._make(values)._replace(division=division)

    def successor(self, code: str) -> str:
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
        areas = tuple({*each.areas, *(self.successor(area) for area in each.areas)})
        return all(place.startswith(areas) or self.successor(place).startswith(areas) for place in places)
