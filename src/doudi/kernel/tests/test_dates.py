from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.dates import NotADate, Period, day_of, whole_years

days = st.dates(date(1900, 3, 1), date(2199, 12, 31))


@pytest.mark.parametrize(
    "value",
    [
        "2026-03-01",
        "2026/3/1",
        "2026.3.1",
        "2026年3月1日",
        "２０２６年３月１日",
        "2026 年 3 月 1 日",
        "20260301",
        "202603",
        "2026-03",
        "2026年3月",
        "2026-03-01 00:00:00",
        "2026/3/1 8:30",
        "2026-03-01T08:30:00",
        "46082",
        46082,
        46082.75,
        20260301,
        202603,
        date(2026, 3, 1),
        datetime(2026, 3, 1, 8, 30),  # noqa: DTZ001 - a cell has no time zone
    ],
)
def test_one_day_is_read_from_every_way_of_writing_it(value: str | float | date) -> None:
    assert day_of(value) == date(2026, 3, 1)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "长期",
        "2026-02-29",
        "2026-13-01",
        "26-3-1",
        "2026",
        "202613",
        -1,
        0,
        True,
        10**9,
        20261301,
        109575.5,
    ],
)
def test_what_is_not_a_day_is_refused(value: str | float) -> None:
    with pytest.raises(NotADate):
        day_of(value)


def test_the_leap_day_that_never_was_is_refused_and_its_neighbours_are_right() -> None:
    assert day_of(59) == date(1900, 2, 28)
    assert day_of(61) == date(1900, 3, 1)
    assert day_of(1) == date(1900, 1, 1)
    with pytest.raises(NotADate):
        day_of(60)


def test_a_workbook_of_the_other_epoch_counts_from_its_own_day() -> None:
    assert day_of(0, epoch1904=True) == date(1904, 1, 1)
    assert day_of(44620, epoch1904=True) == date(2026, 3, 1)
    assert day_of("44620", epoch1904=True) == date(2026, 3, 1)


@given(days)
def test_text_and_serial_mean_the_same_day(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days

    assert day_of(day.isoformat()) == day_of(serial) == day_of(f"{day:%Y%m%d}") == day


@given(st.dates(date(1904, 1, 1), date(2199, 12, 31)))
def test_the_two_epochs_lie_four_years_and_a_day_apart(day: date) -> None:
    serial = (day - date(1899, 12, 30)).days

    assert day_of(serial - 1462, epoch1904=True) == day


@given(days)
def test_a_period_holds_its_own_days_and_steps_there_and_back(day: date) -> None:
    period = Period.of(day)

    assert period.contains(day)
    assert period.first_day <= day <= period.last_day
    assert period.next().previous() == period == Period.parse(str(period))
    assert period.next().first_day == period.last_day + timedelta(days=1)
    assert not period.next().contains(day)


@pytest.mark.parametrize("text", ["2026-1", "2026-13", "202601", "2026-01-01", ""])
def test_a_period_is_written_one_way_only(text: str) -> None:
    with pytest.raises(ValueError, match="YYYY-MM"):
        Period.parse(text)


def test_age_counts_whole_years() -> None:
    born = date(2008, 2, 29)

    assert whole_years(born, date(2026, 2, 28)) == 17
    assert whole_years(born, date(2026, 3, 1)) == 18
    assert whole_years(date(1966, 10, 31), date(2026, 10, 31)) == 60
    assert whole_years(date(1966, 10, 31), date(2026, 10, 30)) == 59


@given(days, st.integers(0, 40000))
def test_age_never_falls_as_days_pass(born: date, later: int) -> None:
    day = born + timedelta(days=later)

    assert 0 <= whole_years(born, day) <= whole_years(born, day + timedelta(days=1))
