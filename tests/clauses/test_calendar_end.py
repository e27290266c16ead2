"""Due dates at the end of the year: unknown until holidays are announced, never guessed, never lost."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common import clock
from doudi.kernel.dates import Period
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.selectors.month import month_places
from doudi.monitoring.services.clocks import ask_for_pause, decide_pause, escalate_overdue
from doudi.monitoring.services.due_dates import fill_due_dates
from doudi.monitoring.services.grading import regrade_entry
from doudi.monitoring.services.ledger import assign_entry
from doudi.regions.models import CalendarDay
from doudi.regions.selectors import CalendarMissing, working_days_between
from tests.county import COUNTY, County, logged_in, monitored, person

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


def test_an_entry_whose_due_date_is_unknown_is_in_hand_and_says_what_it_waits_for(
    entry: LedgerEntry, county: County
) -> None:
    assert (entry.due_on, entry.due_since, entry.due_days) == (None, date(2026, 12, 18), 10)
    assert entry.person_id is not None
    assert month_places(COUNTY, Period.parse("2026-12"))[entry.person_id].standing == "UNDERWAY"
    desk = logged_in(county.people["county"])
    assert "待节假日安排公布后计算" in desk.get("/ledger/").content.decode()
    assert "2026-12-18起 10 个工作日" in desk.get(f"/ledger/{entry.pk}/").content.decode()


def test_the_due_date_is_filled_in_once_from_the_announced_holidays(entry: LedgerEntry) -> None:
    waiting = LedgerEntry.objects.filter(due_on__isnull=True).count()
    assert fill_due_dates(COUNTY, by=SYSTEM, at=clock.now()) == 0
    announce()

    assert fill_due_dates(COUNTY, by=SYSTEM, at=clock.now()) == waiting > 0
    assert fill_due_dates(COUNTY, by=SYSTEM, at=clock.now()) == 0
    entry.refresh_from_db()
    assert (entry.due_on, entry.due_since, entry.due_days) == (date(2027, 1, 4), None, None)
    assert Entry.objects.filter(action="monitoring.due_dates_filled").count() == 1


def test_a_more_urgent_grade_has_a_known_due_date_where_the_calendar_reaches(
    entry: LedgerEntry, county: County
) -> None:
    officer = county.people["county"]

    regrade_entry(entry, severity="RED", reason="家庭突遭变故", by=officer, at=DECEMBER)
    assert (entry.due_on, entry.due_since) == (date(2026, 12, 22), None)

    regrade_entry(entry, severity="YELLOW", reason="情况已经缓解", by=officer, at=DECEMBER)
    assert (entry.due_on, entry.due_days) == (None, 10)


def test_a_due_date_that_somebody_sets_is_known(entry: LedgerEntry, county: County) -> None:
    post = county.people["east"].posts.get()

    assign_entry(entry, owner=post, due_on=date(2027, 1, 15), by=county.people["county"], at=DECEMBER)

    entry.refresh_from_db()
    assert (entry.due_on, entry.due_since, entry.due_days) == (date(2027, 1, 15), None, None)


def test_a_pause_moves_the_due_date_past_the_calendar_without_a_guess(
    entry: LedgerEntry, county: County
) -> None:
    post = county.people["east"].posts.get()
    assign_entry(entry, owner=post, due_on=date(2026, 12, 28), by=county.people["county"], at=DECEMBER)
    pause = ask_for_pause(
        entry, until=date(2026, 12, 23), reason="住院治疗", by=county.people["east"], at=DECEMBER
    )

    decide_pause(pause, granted=True, by=county.people["county"], at=DECEMBER)

    entry.refresh_from_db()
    assert (entry.due_on, entry.due_since, entry.due_days) == (None, date(2026, 12, 28), 3)


def test_what_is_late_goes_up_though_today_lies_past_the_calendar(entry: LedgerEntry, county: County) -> None:
    post = county.people["east"].posts.get()
    assign_entry(entry, owner=post, due_on=date(2026, 12, 21), by=county.people["county"], at=DECEMBER)

    assert escalate_overdue(COUNTY, on=date(2027, 2, 10), at=DECEMBER) > 0


def test_working_days_past_the_calendar_are_not_counted_in_silence(county: County) -> None:
    assert working_days_between(date(2026, 12, 25), LAST) == 2

    with pytest.raises(CalendarMissing) as missing:
        working_days_between(date(2026, 12, 28), date(2027, 2, 10))
    assert missing.value.day == LAST
