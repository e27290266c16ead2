"""When jobs fall due, counted by hand and over years."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.common.clock import SHANGHAI
from doudi.jobs.rules.cadence import Cadence, due_until

DAILY, MONTHLY = Cadence(hour=6), Cadence(hour=3, day_of_month=31)
FIRST = datetime(2026, 1, 1, tzinfo=SHANGHAI)
FIVE_YEARS = 5 * 366 * 24


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("cadence", "now", "after", "due"),
    [
        # before anybody ran jobs only the newest is due
        (DAILY, "2026-11-30T05:59", "", ["2026-11-29"]),
        (DAILY, "2026-11-30T06:00", "", ["2026-11-30"]),
        (DAILY, "2026-11-30T23:59", "2026-11-30", []),
        (DAILY, "2027-01-01T07:00", "2026-12-30", ["2026-12-31", "2027-01-01"]),
        (DAILY, "2028-03-01T05:00", "2028-02-27", ["2028-02-28", "2028-02-29"]),
        # a clock set back makes nothing due again
        (DAILY, "2026-11-01T07:00", "2026-11-30", []),
        # a month too short for its day is due on its last
        (MONTHLY, "2026-02-28T02:00", "2026-01", []),
        (MONTHLY, "2026-02-28T03:00", "2026-01", ["2026-02"]),
        (MONTHLY, "2028-02-28T23:00", "2028-01", []),
        (MONTHLY, "2028-02-29T03:00", "2028-01", ["2028-02"]),
        (MONTHLY, "2026-12-31T04:00", "2026-09", ["2026-10", "2026-11", "2026-12"]),
        (MONTHLY, "2026-12-15T04:00", "", ["2026-11"]),
    ],
)
def test_what_is_due(cadence: Cadence, now: str, after: str, due: list[str]) -> None:
    assert [each.period for each in due_until(cadence, moment(now), after=after)] == due


@given(st.lists(st.integers(1, FIVE_YEARS), min_size=1, max_size=60), st.sampled_from([DAILY, MONTHLY]))
def test_over_five_years_with_any_outages_each_period_falls_due_once(
    hours: list[int], cadence: Cadence
) -> None:
    seen: list[str] = []
    for hour in sorted(hours):
        now = FIRST + timedelta(hours=hour)
        due = due_until(cadence, now, after=seen[-1] if seen else "")
        assert all(each.at <= now for each in due)
        seen += [each.period for each in due]

    assert seen == sorted(set(seen))
    assert seen == _every_period_between(seen[0], seen[-1])


def _every_period_between(first: str, last: str) -> list[str]:
    """Return the days or months from one to another, counted by the calendar and not by the rule."""
    day, days = date.fromisoformat(first if len(first) > 7 else f"{first}-01"), []
    while (told := day.isoformat()[: len(first)]) <= last:
        days.append(told)
        day += timedelta(days=1)
    return list(dict.fromkeys(days))
