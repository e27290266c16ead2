"""The working-day calendar as a value: which days are known, and which of them are worked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

_ONE = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Working days (工作日) and rest days, each by the notice of its year; a day may be unknown.

    `supposed` says what an unknown day is taken for until its notice is loaded: Monday to Friday are worked,
    but not on the days of the year (MM-DD) that are always holidays.
    """

    days: Mapping[date, bool] = field(repr=False)
    always_rest: frozenset[str] = frozenset()

    def known(self, day: date) -> bool:
        """Tell whether a notice says what a day is."""
        return day in self.days

    def supposed(self, day: date) -> bool:
        """Return whether a day is worked: as its notice says, else by its weekday and its date."""
        if day in self.days:
            return self.days[day]
        return day.weekday() < _SATURDAY and f"{day:%m-%d}" not in self.always_rest

    def known_until(self, day: date) -> date | None:
        """Return the last known day before a day; nothing if none is."""
        earlier = [one for one in self.days if one < day]
        return max(earlier, default=None)


def days_after(day: date) -> Iterator[date]:
    """Yield the days after a day, until the calendar of the program itself ends."""
    while day < date.max:
        day += _ONE
        yield day
