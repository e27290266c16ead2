"""Clocks counted another way than the product does: by looking up lists of days, never by walking."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from datetime import date, timedelta

import chinese_calendar

KNOWN_FROM, KNOWN_TO, LOOKED_AHEAD = date(2012, 1, 1), date(2026, 12, 31), date(2028, 12, 31)
NEW_YEAR, LABOUR, NATIONAL = {(1, 1)}, {(5, 1), (5, 2)}, {(10, 1), (10, 2), (10, 3)}
ALWAYS_REST = NEW_YEAR | LABOUR | NATIONAL
"""The days of fixed date that `policies/procedures/rest_days.yaml` supposes everybody rests on."""


def _is_worked(day: date) -> bool:
    if day <= KNOWN_TO:
        return bool(chinese_calendar.is_workday(day))
    return day.isoweekday() <= 5 and (day.month, day.day) not in ALWAYS_REST


WORKED = [
    day
    for day in map(date.fromordinal, range(KNOWN_FROM.toordinal(), LOOKED_AHEAD.toordinal() + 1))
    if _is_worked(day)
]


def by_working_days(start: date, amount: int) -> date:
    """Return the so-manieth worked day after a day; of none the day itself or the next worked one."""
    return WORKED[bisect_right(WORKED, start) + amount - 1] if amount else WORKED[bisect_left(WORKED, start)]


def by_days(start: date, amount: int) -> date:
    """Return the day so many days on."""
    return date.fromordinal(start.toordinal() + amount)


def by_months(start: date, amount: int) -> date:
    """Return the day of the same number so many months on, or the last that month has."""
    years, month = divmod(start.month - 1 + amount, 12)
    for number in (start.day, 30, 29, 28):
        if number <= start.day:
            try:
                return date(start.year + years, month + 1, number)
            except ValueError:
                continue
    raise AssertionError(start)


def by_years(start: date, amount: int) -> date:
    """Return the same day so many years on; of 29 February the 28th where there is none."""
    try:
        return start.replace(year=start.year + amount)
    except ValueError:
        return date(start.year + amount, 2, 28)


def by_month_ends(start: date, amount: int) -> date:
    """Return the last day of the month so many months on: the day before the next begins."""
    return by_months(start.replace(day=1), amount + 1) - timedelta(days=1)


COUNTERS: Mapping[str, Callable[[date, int], date]] = {
    "WORKING_DAYS": by_working_days,
    "DAYS": by_days,
    "MONTHS": by_months,
    "YEARS": by_years,
    "MONTH_END": by_month_ends,
}
