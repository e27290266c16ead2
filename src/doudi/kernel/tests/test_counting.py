"""How clocks count: laws that hold for every start, amount, pause and calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.counting import BeyondDates, Count, Due, Pause, Unit, due_of, months_after
from doudi.kernel.working_days import WorkingCalendar
from doudi.procedures.tests.procedures import LAST, real_calendar

starts = st.dates(date(2013, 1, 1), date(2027, 6, 30))
amounts = st.integers(0, 60)
units = st.sampled_from(
    [Unit.HOURS, Unit.DAYS, Unit.WORKING_DAYS, Unit.MONTHS, Unit.MONTH_END]  # a month's start may lie before
)


@st.composite
def pauses(draw: st.DrawFn) -> list[Pause]:
    """Draw some pauses that may touch and overlap."""
    begins = draw(st.lists(starts, max_size=3))
    return [Pause(day, day + timedelta(days=draw(st.integers(0, 20)))) for day in begins]


def due(unit: Unit, amount: int, start: date, held: list[Pause] | None = None) -> Due:
    return due_of(Count(unit, amount), start, real_calendar(), held or [])


def counts(day: date, unit: Unit) -> bool:
    return unit is Unit.DAYS or real_calendar().supposed(day)


@given(units, amounts, starts, pauses())
def test_nothing_is_due_before_it_starts(unit: Unit, amount: int, start: date, held: list[Pause]) -> None:
    assert due(unit, amount, start, held).on >= start


@given(units, amounts, amounts, starts, pauses())
def test_a_longer_amount_is_never_due_earlier(
    unit: Unit, amount: int, more: int, start: date, held: list[Pause]
) -> None:
    assert due(unit, amount + more, start, held).on >= due(unit, amount, start, held).on


@given(amounts, starts, pauses())
def test_working_days_never_end_on_a_rest_day(amount: int, start: date, held: list[Pause]) -> None:
    found = due(Unit.WORKING_DAYS, amount, start, held)

    assert real_calendar().supposed(found.on)
    assert found.provisional or real_calendar().days[found.on]


@given(st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]), st.integers(1, 60), starts, pauses())
def test_exactly_the_days_that_count_lie_between_start_and_due(
    unit: Unit, amount: int, start: date, held: list[Pause]
) -> None:
    found = due(unit, amount, start, held).on
    days = [start + timedelta(days=number) for number in range(1, (found - start).days + 1)]

    standing = [day for day in days if any(pause.covers(day) for pause in held)]
    assert sum(counts(day, unit) for day in days if day not in standing) == amount


@given(st.sampled_from([Unit.DAYS, Unit.WORKING_DAYS]), st.integers(1, 60), starts, st.integers(0, 20))
def test_a_pause_pushes_by_exactly_what_it_stood_still(
    unit: Unit, amount: int, start: date, length: int
) -> None:
    held = [Pause(start + timedelta(days=1), start + timedelta(days=1 + length))]
    stood = sum(counts(start + timedelta(days=number), unit) for number in range(1, length + 1))

    assert due(unit, amount, start, held) == due(unit, amount + stood, start)


@given(st.integers(1, 60), starts, st.integers(0, 20))
def test_months_and_hours_are_pushed_by_the_days_they_stood_still(
    amount: int, start: date, length: int
) -> None:
    held = [Pause(start + timedelta(days=1), start + timedelta(days=1 + length))]
    free = min(length, (due(Unit.MONTHS, amount, start).on - start).days)

    assert due(Unit.MONTHS, amount, start, held).on == due(Unit.MONTHS, amount, start).on + timedelta(
        days=free
    )
    moment = datetime.combine(start + timedelta(days=1), time())
    hours = due_of(Count(Unit.HOURS, amount), moment, real_calendar(), held)
    assert hours.at == moment + timedelta(days=length, hours=amount)


@given(st.integers(1, 60), starts)
def test_a_day_is_provisional_exactly_when_a_day_it_counts_has_no_notice(amount: int, start: date) -> None:
    found = due(Unit.WORKING_DAYS, amount, start)

    assert found.provisional == (found.on > LAST)
    assert set(found.unknown_years) == ({2027} if found.on > LAST else set())


@given(st.integers(1, 60), st.dates(date(2026, 9, 1), date(2026, 12, 31)))
def test_the_notice_makes_final_what_was_provisional_and_nothing_else(amount: int, start: date) -> None:
    before = due(Unit.WORKING_DAYS, amount, start)
    notice = {LAST + timedelta(days=number): number % 7 != 0 for number in range(1, 200)}
    whole = WorkingCalendar({**real_calendar().days, **notice}, real_calendar().always_rest)

    after = due_of(Count(Unit.WORKING_DAYS, amount), start, whole, [])

    assert not after.provisional
    assert before.provisional or before == after


def test_a_gap_inside_the_calendar_is_provisional_too() -> None:
    days = {day: known for day, known in real_calendar().days.items() if day != date(2026, 3, 4)}

    found = due_of(Count(Unit.WORKING_DAYS, 3), date(2026, 3, 2), WorkingCalendar(days), [])

    assert found == Due(date(2026, 3, 5), unknown_years=(2026,))


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2023, 2, 28), 12, date(2024, 2, 28)),
        (date(2025, 11, 30), 3, date(2026, 2, 28)),
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 31), 0, date(2026, 1, 31)),
    ],
)
def test_months_end_on_the_same_day_or_the_months_last(start: date, months: int, expected: date) -> None:
    assert months_after(start, months) == expected


def test_hours_of_a_day_without_its_time_count_from_its_first_minute() -> None:
    assert due(Unit.HOURS, 24, date(2026, 3, 1)).at == datetime.combine(date(2026, 3, 2), time())


def test_a_clock_past_the_last_day_there_is_says_so() -> None:
    with pytest.raises(BeyondDates):
        due(Unit.MONTHS, 12 * 9000, date(2026, 1, 1))
    with pytest.raises(BeyondDates):
        due(Unit.WORKING_DAYS, 5, date(9999, 12, 30))
