"""Whoever leaves hands over; whoever is away is shown away; the calendar loaded fixes due days."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.accounts.services import end_post
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common import clock
from doudi.kernel.dates import Period
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.selectors.month import month_places
from doudi.notices.models import Notice
from doudi.work.jobs import hand_over_in
from doudi.work.models import Absence, Task
from doudi.work.services.leaving import record_absence
from doudi.work.services.moves import Act
from tests.county import COUNTY, EAST, County, logged_in, monitored, on_dibao, person

GAP = "monitored-without-aid"
OCTOBER = Period.parse("2026-10")
TODAY = date(2026, 11, 2)


@pytest.fixture
def found(county: County, settings: Settings) -> County:
    """Give a county whose October found two people without aid."""
    settings.APP_CLOCK = "frozen:2026-11-02T18:00+08:00"
    county.send("poverty_register", [monitored(order) for order in range(2)])
    county.send("dibao", [on_dibao(901)])
    county.send("tekun", [person(900, 供养方式="分散供养")])
    county.compare()
    return county


def test_who_leaves_hands_over_to_whoever_does_the_same_in_that_place(found: County) -> None:
    other = found.hire(Role.TOWNSHIP_OFFICER, EAST, username="second-east").posts.get()
    east = found.people["east"].posts.get()
    held = set(Task.objects.filter(owner=east).values_list("pk", flat=True))
    assert len(held) >= 2

    end_post(east, by=SYSTEM, at=found.at, on=TODAY, reason="调离")

    assert set(Task.objects.filter(owner=other).values_list("pk", flat=True)) == held
    assert not Notice.objects.filter(kind="LEFT").exists()
    entry = LedgerEntry.objects.filter(rule=GAP)[0]
    assert entry.standings.get(period="2026-10", is_latest=True).owner == other
    assert month_places(COUNTY, OCTOBER)[entry.person_id or 0].standing == "UNDERWAY"
    assert Entry.objects.filter(action="work.handed_over").count() == 1
    assert hand_over_in(COUNTY) == ""
    page = logged_in(other.user).get(f"/tasks/{entry.task_id}/").content.decode()
    assert "移交" in page


def test_without_a_successor_tasks_fall_to_the_office_above(found: County) -> None:
    east, county = found.people["east"].posts.get(), found.people["county"].posts.get()
    held = set(Task.objects.filter(owner=east).values_list("pk", flat=True))
    assert len(held) >= 2

    end_post(east, by=SYSTEM, at=found.at, on=TODAY, reason="调离")

    assert set(Task.objects.filter(owner=county).values_list("pk", flat=True)) >= held
    assert not Notice.objects.filter(kind="LEFT").exists()


def test_with_nobody_up_to_the_county_tasks_stay_count_as_nobodys_and_the_office_is_told(
    found: County,
) -> None:
    east, county = found.people["east"].posts.get(), found.people["county"].posts.get()
    away = {"begins_on": TODAY, "ends_on": TODAY + timedelta(days=9), "on": TODAY}
    record_absence(county, **away, act=Act(found.at, found.people["county"]))
    end_post(east, by=SYSTEM, at=found.at, on=TODAY, reason="调离")
    assert Task.objects.filter(owner=east).count() >= 2
    assert Notice.objects.filter(kind="LEFT").count() == 2
    office = logged_in(found.people["county"])
    shown = {line.task.pk for line in office.get("/tasks/?whose=nobody").context["lines"]}
    assert shown == set(Task.objects.values_list("pk", flat=True))
    entry = LedgerEntry.objects.filter(rule=GAP)[0]
    assert month_places(COUNTY, OCTOBER)[entry.person_id or 0].standing == "UNACCOUNTED"


def test_a_post_that_ends_later_hands_over_on_the_morning_of_that_day(
    found: County, settings: Settings
) -> None:
    other = found.hire(Role.TOWNSHIP_OFFICER, EAST, username="second-east").posts.get()
    east = found.people["east"].posts.get()
    end_post(east, by=SYSTEM, at=found.at, on=date(2026, 11, 9), reason="退休")
    assert not Task.objects.filter(owner=other).exists()
    settings.APP_CLOCK = "frozen:2026-11-09T06:00+08:00"
    assert hand_over_in(COUNTY).startswith("离任移交")
    assert not Task.objects.filter(owner=east).exists()


def test_an_absence_is_put_down_on_its_page_and_ended_by_coming_back(
    found: County, settings: Settings
) -> None:
    office, east = logged_in(found.people["county"]), found.people["east"].posts.get()
    days = {"post": east.pk, "begins_on": "2026-11-02", "ends_on": "2026-11-20"}
    wrong = office.post("/tasks/absences/", days | {"ends_on": "2026-11-01"})
    assert (wrong.status_code, "返岗日要晚于离岗日" in wrong.content.decode()) == (422, True)
    assert office.post("/tasks/absences/", days).status_code == 302
    assert "不在岗" in office.get("/tasks/").content.decode()
    absence = Absence.objects.get()
    west = logged_in(found.people["west"])
    assert west.post("/tasks/absences/", days).status_code == 422
    assert west.post(f"/tasks/absences/{absence.pk}/back/").status_code == 404

    settings.APP_CLOCK = "frozen:2026-11-04T09:00+08:00"
    logged_in(found.people["county"]).post(f"/tasks/absences/{absence.pk}/back/")

    absence.refresh_from_db()
    assert (absence.begins_on, absence.ends_on) == (TODAY, date(2026, 11, 4))
    assert "不在岗" not in logged_in(found.people["county"]).get("/tasks/").content.decode()
    acts = Entry.objects.filter(action__startswith="work.absence").order_by("pk")
    assert list(acts.values_list("action", flat=True)) == ["work.absence_recorded", "work.absence_ended"]


def test_loading_the_notice_fixes_the_days_that_waited_and_the_desk_warned_of_it(
    found: County, settings: Settings, tmp_path: Path
) -> None:
    settings.APP_CLOCK = "frozen:2026-12-18T09:00+08:00"
    found.at = clock.now()
    found.send("poverty_register", [monitored(5)], period="2026-12")
    found.send("dibao", [on_dibao(901)], period="2026-12")
    found.send("tekun", [person(900, 供养方式="分散供养")], period="2026-12")
    found.compare("2026-12")
    waiting = Task.objects.filter(is_provisional=True)
    count = waiting.count()
    assert count >= 1
    home = logged_in(found.people["county"]).get("/")
    assert f"现有 {count} 件待办的期限是暂定的" in home.content.decode()
    first = date(2026, 12, 30).toordinal()
    days = (date.fromordinal(first + n) for n in range(30))
    notice = tmp_path / "2027.csv"
    notice.write_text("\n".join(f"{day},{int(day.weekday() < 5 and day.day not in (1, 4))}" for day in days))

    call_command("load_calendar", "--notice", notice, "--source", "国办发明电〔2026〕1号", verbosity=0)

    assert waiting.count() == 0
    assert date(2027, 1, 5) in set(Task.objects.values_list("due_on", flat=True))
