"""P14: clocks count right over working days, year ends, leap days and the end of the calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from doudi.kernel.counting import Count, Due, Unit, due_of
from doudi.kernel.working_days import WorkingCalendar
from doudi.procedures.tests.procedures import real_calendar
from doudi.procedures.tests.test_deadlines import answer, by_hand
from doudi.regions.models import CalendarDay
from doudi.regions.selectors import CalendarMissing, nth_working_day
from tests.promises.plain_clocks import COUNTERS, KNOWN_TO, WORKED, by_working_days
from tools.devkit.figures import Figures

FIRST, LAST = date(2013, 1, 1), date(2027, 6, 30)
AMOUNTS = (0, 1, 3, 7, 10, 20, 60)
STARTS = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
NOTICE = date(2027, 12, 31)


def counted(unit: str, amount: int, start: date, calendar: WorkingCalendar) -> Due:
    return due_of(Count(Unit(unit), amount), start, calendar, ())


@pytest.mark.promise("P14")
def test_the_starts_of_fourteen_years_are_counted_as_another_counter_does(figures: Figures) -> None:
    calendar = real_calendar()
    asked = list(product(COUNTERS, AMOUNTS, STARTS))
    wrong = []
    for unit, amount, start in asked:
        found, expected = counted(unit, amount, start, calendar), COUNTERS[unit](start, amount)
        is_guessed = unit == "WORKING_DAYS" and expected > KNOWN_TO
        if (found.on, found.provisional) != (expected, is_guessed):
            wrong.append((unit, amount, start, found, expected))
    figures.say(violations=len(wrong), of=len(asked), against_another_counter=len(asked))

    assert wrong[:5] == []


@pytest.mark.promise("P14")
def test_every_clock_of_the_procedures_is_as_it_was_counted_by_hand(figures: Figures) -> None:
    lines = by_hand()
    found = {line: answer(line).due for line in lines}
    wrong = [
        line
        for line, due in found.items()
        if (due.on.isoformat(), " ".join(map(str, due.unknown_years))) != (line.due, line.unknown_years)
    ]
    figures.say(violations=len(wrong), of=len(lines), counted_by_hand=len(lines))

    assert len(lines) > 150
    assert wrong == []


@pytest.mark.promise("P14")
def test_the_notice_of_a_year_makes_final_what_waited_for_it_and_moves_nothing_else(figures: Figures) -> None:
    """The next year's notice differs from what was supposed: ten days rest, four week ends are worked."""
    days, extra = dict(real_calendar().days), date(2027, 2, 5)
    day = KNOWN_TO
    while day < NOTICE:
        day += timedelta(days=1)
        days[day] = day in WORKED and not 0 <= (day - extra).days < 10
    for worked in (date(2027, 1, 31), date(2027, 2, 20), date(2027, 4, 25), date(2027, 9, 26)):
        days[worked] = True
    whole = WorkingCalendar(days, real_calendar().always_rest)
    worked_days = sorted(day for day, is_worked in days.items() if is_worked)
    starts = [date(2026, 9, 1) + timedelta(days=n) for n in range(300)]
    pairs = [(start, amount) for start in starts for amount in AMOUNTS if amount]
    wrong = [
        (start, amount)
        for start, amount in pairs
        for before, after in [(counted("WORKING_DAYS", amount, start, c) for c in (real_calendar(), whole))]
        if after.provisional
        or after.on != [day for day in worked_days if day > start][amount - 1]
        or (not before.provisional and before != after)
    ]
    figures.say(violations=len(wrong), of=len(pairs), across_the_end_of_the_calendar=len(pairs))

    assert wrong == []


@pytest.mark.django_db
@pytest.mark.promise("P14")
def test_where_a_day_must_be_known_the_end_of_the_calendar_is_refused_and_not_guessed(
    figures: Figures,
) -> None:
    last, gap = date(2026, 12, 31), date(2026, 11, 18)
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, is_working=day in WORKED, source="国务院办公厅通知")
        for day in (date(2026, 10, 1) + timedelta(days=n) for n in range(92))
        if day != gap
    )
    wrong, looked = [], 0
    for start in (date(2026, 10, 1) + timedelta(days=n) for n in range(90)):
        for amount in (1, 3, 10, 20):
            expected: date | None = by_working_days(start, amount)
            if expected is not None and (expected > last or start < gap <= expected):
                expected = None
            try:
                found: date | None = nth_working_day(start, amount)
            except CalendarMissing:
                found = None
            looked += 1
            if found != expected:
                wrong.append((start, amount, found, expected))
    figures.say(violations=len(wrong), of=looked, refused_or_right=looked)

    assert wrong == []
