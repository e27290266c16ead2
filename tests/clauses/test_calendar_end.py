"""Due dates at the end of the year: provisional until holidays are announced, then fixed, never lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from doudi.audit.models import Entry
from doudi.common import clock
from doudi.kernel.dates import Period
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.selectors.month import month_places
from doudi.monitoring.services.grading import regrade_entry
from doudi.regions.models import CalendarDay
from doudi.regions.selectors import CalendarMissing, working_days_between
from doudi.work.models import Task
from doudi.work.services.moves import Act
from doudi.work.services.pauses import ask_for_pause, decide_pause
from doudi.work.services.watching import escalate_late, fix_due_days
from tests.county import COUNTY, County, hand_to, logged_in, monitored, person, task_of

RULE = "monitored-without-aid"
DECEMBER = datetime(2026, 12, 18, 1, 0, tzinfo=UTC)
LAST = date(2026, 12, 29)


def announce() -> None:
    """Load the holidays of the weeks after the calendar's end."""
    CalendarDay.objects.bulk_create(
        CalendarDay(day=day, is_working=day.weekday() < 5 and day != date(2027, 1, 1), source="放假通知")
        for day in (LAST + timedelta(days=n) for n in range(1, 40))
    )


@pytest.fixture
def entry(county: County) -> LedgerEntry:
    """Give an entry made on 18 December, ten working days before its due date."""
    county.at = DECEMBER
    county.send("poverty_register", [monitored(1)], period="2026-12")
    county.send("dibao", [person(2, 城乡类别="农村", 月保障金="1")], period="2026-12")
    county.send("tekun", [person(3, 供养方式="分散供养")], period="2026-12")
    county.compare("2026-12")
    (found,) = county.entries(RULE)
    return found


def test_an_entry_past_the_calendar_has_a_provisional_day_is_in_hand_and_says_what_it_waits_for(
    entry: LedgerEntry, county: County
) -> None:
    task = task_of(entry)
    assert (task.due_on, task.is_provisional) == (date(2027, 1, 4), True)
    assert (task.starts_on, task.amount, task.unit) == (date(2026, 12, 18), 10, "WORKING_DAYS")
    assert entry.person_id is not None
    assert month_places(COUNTY, Period.parse("2026-12"))[entry.person_id].standing == "UNDERWAY"
    desk = logged_in(county.people["county"])
    assert "暂定，节假日安排公布后确定" in desk.get("/ledger/").content.decode()
    assert "2026-12-18起 10 个工作日" in desk.get(f"/ledger/{entry.pk}/").content.decode()


def test_the_due_date_is_fixed_once_from_the_announced_holidays(entry: LedgerEntry) -> None:
    waiting = Task.objects.filter(is_provisional=True).count()
    assert fix_due_days(COUNTY, Act(clock.now())) == 0
    announce()

    assert fix_due_days(COUNTY, Act(clock.now())) == waiting > 0
    assert fix_due_days(COUNTY, Act(clock.now())) == 0
    entry.refresh_from_db()
    assert (entry.due_on, entry.is_provisional) == (date(2027, 1, 4), False)
    assert Entry.objects.filter(action="work.due_days_fixed").count() == 1


def test_a_provisional_day_that_has_passed_makes_nobody_late(entry: LedgerEntry, county: County) -> None:
    assert escalate_late(COUNTY, on=date(2027, 3, 1), act=Act(DECEMBER)) == 0
    announce()
    fix_due_days(COUNTY, Act(clock.now()))
    assert escalate_late(COUNTY, on=date(2027, 3, 1), act=Act(DECEMBER)) > 0


def test_a_more_urgent_grade_has_a_final_due_date_where_the_calendar_reaches(
    entry: LedgerEntry, county: County
) -> None:
    officer = county.people["county"]

    urgent = regrade_entry(entry, severity="RED", reason="家庭突遭变故", by=officer, at=DECEMBER)
    assert (urgent.due_on, urgent.is_provisional) == (date(2026, 12, 22), False)

    calm = regrade_entry(entry, severity="YELLOW", reason="情况已经缓解", by=officer, at=DECEMBER)
    assert (calm.due_on, calm.is_provisional) == (date(2027, 1, 4), True)


def test_a_due_date_that_somebody_sets_is_final(entry: LedgerEntry, county: County) -> None:
    post = county.people["east"].posts.get()

    hand_to(entry, owner=post, due_on=date(2027, 1, 15), by=county.people["county"], at=DECEMBER)

    entry.refresh_from_db()
    assert (entry.due_on, entry.is_provisional) == (date(2027, 1, 15), False)


def test_a_pause_moves_the_due_date_past_the_calendar_and_says_so(entry: LedgerEntry, county: County) -> None:
    post, officer = county.people["east"].posts.get(), county.people["county"]
    hand_to(entry, owner=post, due_on=date(2026, 12, 28), by=officer, at=DECEMBER)
    east = county.people["east"]
    pause = ask_for_pause(task_of(entry), until=date(2026, 12, 23), reason="住院治疗", by=east, at=DECEMBER)

    decide_pause(pause, granted=True, by=officer, at=DECEMBER)

    entry.refresh_from_db()
    assert (entry.due_on, entry.is_provisional) == (date(2026, 12, 31), True)


def test_what_is_late_goes_up_though_today_lies_past_the_calendar(entry: LedgerEntry, county: County) -> None:
    post = county.people["east"].posts.get()
    hand_to(entry, owner=post, due_on=date(2026, 12, 21), by=county.people["county"], at=DECEMBER)

    assert escalate_late(COUNTY, on=date(2027, 2, 10), act=Act(DECEMBER)) > 0


def test_working_days_past_the_calendar_are_not_counted_in_silence(county: County) -> None:
    assert working_days_between(date(2026, 12, 25), LAST) == 2

    with pytest.raises(CalendarMissing) as missing:
        working_days_between(date(2026, 12, 28), date(2027, 2, 10))
    assert missing.value.day == LAST
