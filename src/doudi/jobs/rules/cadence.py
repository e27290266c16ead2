"""When a scheduled job falls due: once a day or once a month, at an hour of Shanghai."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from doudi.kernel.dates import Period


@dataclass(frozen=True, slots=True)
class Due:
    """One due period: its key, 2026-11-30 or 2026-11, the larger the later, and the moment it falls due."""

    period: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Cadence:
    """How often a job is due: every day at an hour, or on a day of every month at an hour.

    A month too short for its day is due on its last day.
    """

    hour: int
    day_of_month: int | None = None

    @property
    def is_monthly(self) -> bool:
        """Say whether the job is due once a month."""
        return self.day_of_month is not None


def due_until(cadence: Cadence, now: datetime, *, after: str = "") -> list[Due]:
    """Return the periods due by a moment that come after another, oldest first.

    `now` carries the zone days are counted in. Without `after` only the newest is due: what was due before
    anybody ran jobs here is nobody's omission. A clock set back makes nothing due again.
    """
    if not after:
        newest = next((due for due in _backwards(cadence, now) if due.at <= now), None)
        return [newest] if newest else []
    return [due for due in _forwards(cadence, after, now) if due.at <= now]


def _backwards(cadence: Cadence, now: datetime) -> Iterator[Due]:
    period, day = Period.of(now.date()), now.date()
    for back in range(2):
        if cadence.is_monthly:
            yield _of_month(cadence, period if back == 0 else period.previous(), now)
        else:
            yield _of_day(cadence, day - timedelta(days=back), now)


def _forwards(cadence: Cadence, after: str, now: datetime) -> Iterator[Due]:
    if cadence.is_monthly:
        period = Period.parse(after[:7]).next()
        while period <= Period.of(now.date()):
            yield _of_month(cadence, period, now)
            period = period.next()
        return
    day = date.fromisoformat(after) + timedelta(days=1)
    while day <= now.date():
        yield _of_day(cadence, day, now)
        day += timedelta(days=1)


def _of_day(cadence: Cadence, day: date, now: datetime) -> Due:
    return Due(day.isoformat(), datetime.combine(day, time(cadence.hour), now.tzinfo))


def _of_month(cadence: Cadence, period: Period, now: datetime) -> Due:
    day = min(period.last_day, period.first_day + timedelta(days=(cadence.day_of_month or 1) - 1))
    return Due(str(period), datetime.combine(day, time(cadence.hour), now.tzinfo))
