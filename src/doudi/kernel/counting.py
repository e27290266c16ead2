"""Count a clock from its start: exactly, around pauses, and provisionally where no notice reaches yet.

The day of the start does not count. A day that no holiday notice names is taken for worked from Monday to
Friday; the result is then provisional (暂定) and says which years' notices would make it final.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from doudi.kernel.dates import Period
from doudi.kernel.working_days import WorkingCalendar, days_after

_ONE = timedelta(days=1)


class Unit(StrEnum):
    """What a clock counts in; natural days and working days are different units."""

    HOURS = "HOURS"
    DAYS = "DAYS"
    WORKING_DAYS = "WORKING_DAYS"
    MONTHS = "MONTHS"
    YEARS = "YEARS"
    MONTHS_BEFORE = "MONTHS_BEFORE"
    MONTH_START = "MONTH_START"
    MONTH_END = "MONTH_END"
    DAY_OF_MONTH = "DAY_OF_MONTH"
    DAY_OF_YEAR = "DAY_OF_YEAR"
    DATE = "DATE"


_IN_MONTHS = {Unit.MONTHS: 1, Unit.YEARS: 12, Unit.MONTHS_BEFORE: -1}


class BeyondDates(Exception):
    """A clock runs past the last day a program can name."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count: from one day (inclusive) until another (exclusive)."""

    begins: date
    ends: date

    def covers(self, day: date) -> bool:
        """Tell whether a day stands still."""
        return self.begins <= day < self.ends


@dataclass(frozen=True, slots=True)
class Due:
    """A clock's last day; `at` is its moment if it counts in hours.

    `unknown_years` are the years whose notices are missing; while there are any, the day is provisional.
    """

    on: date
    at: datetime | None = None
    unknown_years: tuple[int, ...] = ()

    @property
    def provisional(self) -> bool:
        """Tell whether the day may still change when a notice is loaded."""
        return bool(self.unknown_years)


@dataclass(frozen=True, slots=True)
class Count:
    """How much of what: the amount is a number, MM-DD for a day of the year, or a date."""

    unit: Unit
    amount: object
    months: tuple[int, ...] = ()


def due_of(count: Count, start: date | datetime, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> Due:
    """Return the last day of a clock, or raise BeyondDates."""
    try:
        return _due_of(count, start, calendar, pauses)
    except (OverflowError, ValueError) as error:
        raise BeyondDates(str(start)) from error


def _due_of(count: Count, start: date | datetime, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> Due:
    day = start.date() if isinstance(start, datetime) else start
    amount = count.amount
    if isinstance(amount, date):
        return Due(amount)
    if isinstance(amount, str):
        return Due(_day_of_year(day, amount))
    assert isinstance(amount, int)  # noqa: S101 - the reader has let nothing else in
    if count.unit is Unit.HOURS:
        return _hours(start, amount, pauses)
    if count.unit is Unit.DAYS:
        return Due(_nth_day(day, amount, pauses))
    if count.unit is Unit.WORKING_DAYS:
        return _nth_working_day(day, amount, calendar, pauses)
    return Due(_by_month(count, day, amount, pauses))


def _by_month(count: Count, day: date, amount: int, pauses: Sequence[Pause]) -> date:
    if count.unit in _IN_MONTHS:
        return _paused_on(day, months_after(day, amount * _IN_MONTHS[count.unit]), pauses)
    if count.unit is Unit.DAY_OF_MONTH:
        return _day_of_month(day, amount, count.months)
    period = _month_after(day, amount)
    return period.first_day if count.unit is Unit.MONTH_START else period.last_day


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or that month's last day where it has no such day."""
    period = _month_after(day, months)
    return date(period.year, period.month, min(day.day, monthrange(period.year, period.month)[1]))


def _month_after(day: date, months: int) -> Period:
    number = day.year * 12 + day.month - 1 + months
    return Period(number // 12, number % 12 + 1)


def _nth_day(day: date, days: int, pauses: Sequence[Pause]) -> date:
    left = days
    for one in days_after(day):
        if left == 0:
            break
        day, left = one, left - (not any(pause.covers(one) for pause in pauses))
    if left:
        raise BeyondDates(str(day))
    return day


def _nth_working_day(day: date, days: int, calendar: WorkingCalendar, pauses: Sequence[Pause]) -> Due:
    """Count working days; of 0 it is the day itself, or the next working day after a rest day."""
    unknown: set[int] = set()
    if days == 0:
        day, days = day - _ONE, 1
    for one in days_after(day):
        if any(pause.covers(one) for pause in pauses):
            continue
        if not calendar.known(one):
            unknown.add(one.year)
        days -= calendar.supposed(one)
        if days == 0:
            return Due(one, unknown_years=tuple(sorted(unknown)))
    raise BeyondDates(str(day))


def _paused_on(start: date, due: date, pauses: Sequence[Pause]) -> date:
    """Push a day of the calendar by the days that stood still before it."""
    if not pauses:
        return due
    left = sum(1 for one in _between(start, due) if any(pause.covers(one) for pause in pauses))
    return _nth_day(due, left, pauses) if left else due


def _between(start: date, due: date) -> list[date]:
    return [start + timedelta(days=number) for number in range(1, (due - start).days + 1)]


def _hours(start: date | datetime, hours: int, pauses: Sequence[Pause]) -> Due:
    """Count hours from a moment; of a start that says no time of day from its first minute, never later."""
    moment = start if isinstance(start, datetime) else datetime.combine(start, time())
    left = timedelta(hours=hours)
    while True:
        pause = next((one for one in pauses if one.covers(moment.date())), None)
        if pause is not None:
            moment = datetime.combine(pause.ends, time(), moment.tzinfo)
            continue
        coming = [one.begins for one in pauses if one.begins > moment.date()]
        stops = datetime.combine(min(coming), time(), moment.tzinfo) if coming else None
        if stops is None or moment + left <= stops:
            return Due((moment + left).date(), moment + left)
        left, moment = left - (stops - moment), stops


def _day_of_month(start: date, day: int, months: tuple[int, ...]) -> date:
    """Return the first such day of one of the months, on the start or after it."""
    period = Period.of(start)
    while True:
        found = min(period.first_day + timedelta(days=day - 1), period.last_day)
        if found >= start and (not months or period.month in months):
            return found
        period = period.next()


def _day_of_year(start: date, written: str) -> date:
    """Return the first such day on the start or after it; 29 February is the 28th of other years."""
    month, day = int(written[:2]), int(written[3:])
    found = [date(year, month, min(day, monthrange(year, month)[1])) for year in (start.year, start.year + 1)]
    return next(one for one in found if one >= start)
