"""Clocks of tasks: pauses take out exactly the days granted, and nothing is counted short in silence."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.counting import Unit
from doudi.kernel.policy_file import PolicyBroken, shaped
from doudi.kernel.working_days import WorkingCalendar
from doudi.work.rules.clocks import Clock, StoodStill, due_day, working_days_late
from doudi.work.rules.kinds import Kind
from doudi.work.rules.ladder import divisions_told

MONDAY = date(2026, 11, 2)
LAST = date(2026, 12, 31)
ANNOUNCED = {
    MONDAY + timedelta(days=n): (MONDAY + timedelta(days=n)).weekday() < 5
    for n in range((LAST - MONDAY).days + 1)
}
KNOWN = WorkingCalendar(ANNOUNCED, frozenset({"01-01"}))
days = st.dates(MONDAY, date(2027, 1, 20))
amounts = st.integers(1, 30)


def test_ten_working_days_are_two_weeks_and_a_friday_counts_from_monday() -> None:
    assert due_day(Clock(MONDAY, 10, Unit.WORKING_DAYS), (), KNOWN).on == date(2026, 11, 16)
    assert due_day(Clock(date(2026, 11, 6), 1, Unit.WORKING_DAYS), (), KNOWN).on == date(2026, 11, 9)


def test_past_the_announced_holidays_a_day_is_provisional_and_new_year_rests() -> None:
    due = due_day(Clock(date(2026, 12, 18), 10, Unit.WORKING_DAYS), (), KNOWN)
    assert (due.on, due.provisional) == (date(2027, 1, 4), True)


def test_a_pause_takes_out_the_days_after_it_was_asked_for_through_its_last() -> None:
    paused = [StoodStill(date(2026, 11, 3), date(2026, 11, 5))]
    assert due_day(Clock(MONDAY, 5, Unit.WORKING_DAYS), paused, KNOWN).on == date(2026, 11, 11)
    assert due_day(Clock(MONDAY, 5, Unit.DAYS), paused, KNOWN).on == date(2026, 11, 9)
    assert due_day(Clock.of_day(date(2026, 11, 6)), paused, KNOWN).on == date(2026, 11, 10)


@given(start=days, amount=amounts, asked=days, long=st.integers(0, 20), more=st.integers(0, 10))
def test_a_longer_pause_never_brings_the_due_day_forward(
    start: date, amount: int, asked: date, long: int, more: int
) -> None:
    clock = Clock(start, amount, Unit.WORKING_DAYS)
    short = StoodStill(asked, asked + timedelta(days=long))
    longer = StoodStill(asked, asked + timedelta(days=long + more))
    plain = due_day(clock, (), KNOWN).on
    assert plain <= due_day(clock, [short], KNOWN).on <= due_day(clock, [longer], KNOWN).on


@given(start=days, amount=amounts)
def test_a_day_is_final_exactly_when_all_days_on_the_way_are_announced(start: date, amount: int) -> None:
    due = due_day(Clock(start, amount, Unit.WORKING_DAYS), (), KNOWN)
    way = (start + timedelta(days=n) for n in range(1, (due.on - start).days + 1))
    assert due.provisional == any(day not in ANNOUNCED for day in way)


@given(due_on=days, on=days)
def test_days_nobody_announced_climb_no_ladder(due_on: date, on: date) -> None:
    way = (due_on + timedelta(days=n) for n in range(1, (on - due_on).days + 1))
    assert working_days_late(due_on, on, KNOWN) == sum(ANNOUNCED.get(day, False) for day in way)


@pytest.mark.parametrize(
    ("handled", "late", "told"),
    [
        (12, 0, ()),
        (12, 1, ("440204001",)),
        (12, 4, ("440204001", "440204")),
        (9, 1, ("440204",)),
        (9, 3, ("440204", "4402")),
        (6, 2, ("4402",)),
        (6, 99, ("4402",)),
    ],
)
def test_each_rung_tells_the_next_level_above_the_one_that_handles_it(
    handled: int, late: int, told: tuple[str, ...]
) -> None:
    assert divisions_told("440204001001", handled_digits=handled, late=late, rungs=(1, 3, 5)) == told


def value(said: object, unit: str = "工作日") -> dict[str, object]:
    """Return a value as a file says it."""
    return {"value": said, "unit": unit, "document": "", "verified": False}


def test_a_kind_says_its_title_and_its_working_days() -> None:
    kind = shaped({"title": "甲", "remind": value(2), "ladder": value([1, 3])}, Kind, "kinds.yaml")
    assert (kind.title, kind.remind.value, kind.ladder.value) == ("甲", 2, (1, 3))


@pytest.mark.parametrize(
    "wrong",
    [
        {"title": "甲", "remind": value(2)},
        {"title": "甲", "remind": value(-1), "ladder": value([1])},
        {"title": "甲", "remind": value(2), "ladder": value([3, 1])},
        {"title": "甲", "remind": value(2), "ladder": value([True])},
        {"title": "甲", "remind": value(2, "天"), "ladder": value([1])},
        {"title": "甲", "remind": 2, "ladder": value([1])},
    ],
)
def test_a_kind_that_is_wrong_is_refused_by_its_name(wrong: dict[str, object]) -> None:
    with pytest.raises(PolicyBroken, match="待核"):
        shaped({"待核": wrong}, dict[str, Kind], "kinds.yaml")
