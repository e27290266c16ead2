"""Clocks run in working days, stop only by leave of another person, and tell the next level in the end."""

from __future__ import annotations

import re
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from django.core.management import call_command
from pytest_django import Settings

from doudi.audit.models import Entry
from doudi.notices.models import Notice
from doudi.work.models import Pause
from tests.county import COUNTY, County, logged_in, monitored, on_dibao, person

GAP, PRESELECTED = "monitored-without-aid", "strained-household"
FRIDAY = datetime(2026, 11, 6, 1, 0, tzinfo=UTC)


def some_without_aid(county: County, count: int) -> None:
    county.send("poverty_register", [monitored(order) for order in range(count)])
    county.send("dibao", [on_dibao(901)])
    county.send("tekun", [person(900, 供养方式="分散供养")])
    county.compare()


@pytest.mark.clause("SX-2.4.3.9")
def test_red_has_two_working_days_and_a_pause_not_granted_stops_nothing(
    county: County, settings: Settings
) -> None:
    county.at = FRIDAY
    settings.APP_CLOCK = "frozen:2026-11-06T09:00+08:00"
    county.send("dibao", [on_dibao(1)])
    county.send("cremation", [person(1, 死亡日期="2026-10-10", 火化日期="2026-10-11")])
    county.compare()
    (red,) = county.entries("dead-but-listed")
    assert (red.severity, red.due_on) == ("RED", date(2026, 11, 10))

    east = logged_in(county.people["east"])
    east.post(f"/tasks/{red.task_id}/pause/", {"until": "2026-11-13", "reason": "等殡仪馆出具证明"})
    red.refresh_from_db()
    assert red.due_on == date(2026, 11, 10)
    settings.APP_CLOCK = "frozen:2026-11-11T09:00+08:00"
    east = logged_in(county.people["east"])
    assert east.get("/").context["desk"].tally.overdue == 1

    pause = Pause.objects.get()
    assert east.post(f"/tasks/pauses/{pause.pk}/", {"granted": "1"}).status_code == 404
    logged_in(county.people["review"]).post(f"/tasks/pauses/{pause.pk}/", {"granted": "1"})
    red.refresh_from_db()
    assert red.due_on == date(2026, 11, 17)

    settings.APP_CLOCK = "frozen:2026-11-18T09:00+08:00"
    call_command("watch_day", "--region", COUNTY)
    assert set(Notice.objects.values_list("division", flat=True)) == {COUNTY}
    settings.APP_CLOCK = "frozen:2026-11-20T09:00+08:00"
    call_command("watch_day", "--region", COUNTY)
    call_command("watch_day", "--region", COUNTY)
    assert sorted(Notice.objects.values_list("division", flat=True)) == ["4402", COUNTY]


@pytest.mark.clause("QG-2.4")
def test_of_ten_handed_out_eight_in_time_are_eighty_per_cent_and_two_late_are_told_to_the_county(
    county: County, settings: Settings
) -> None:
    stated = {"与户主关系": "户主", "年人均纯收入": "10000"}
    homes = [monitored(order, 户编号=f"P{order}", **stated) for order in range(10)]
    bills = {"结算日期": "2026-09-20", "医疗总费用": "50000", "个人自付金额": "12000", "就医类别": "住院"}
    county.send("poverty_register", homes)
    county.send("medical_selfpay", [person(order, **bills) for order in range(10)])
    county.compare()
    entries = county.entries(PRESELECTED)
    assert [entry.subject.split(":")[0] for entry in entries] == ["household"] * 10
    east = logged_in(county.people["east"])
    handed = east.get(f"/ledger/?rule={PRESELECTED}&mine=1").context["lines"]
    assert {(line.pk, line.due_on) for line in handed} == {(each.pk, date(2026, 11, 16)) for each in entries}
    outcomes = ("ENROLLED_DIBAO", "ENROLLED_TEKUN", "RELIEF_GRANTED", "INELIGIBLE") * 2
    answered = [
        east.post(f"/ledger/{entry.pk}/conclude/", {"outcome": outcome, "reason": "入户核实情况属实"})
        for entry, outcome in zip(entries, outcomes, strict=False)
    ]
    assert [answer.status_code for answer in answered] == [302] * 8
    results = Counter(
        line.outcome_label for line in east.get(f"/ledger/?rule={PRESELECTED}").context["lines"]
    )
    assert results == {"转办低保": 2, "转办特困供养": 2, "给予临时救助": 2, "不符合条件": 2, "": 2}
    assert kept_on(county, settings, 16) == ["东河街道", "10", "8", "0", "2", "0", "100%"]
    office = logged_in(county.people["county"])
    assert "超期升级" not in {str(todo.badge) for todo in office.get("/").context["todos"]}

    assert kept_on(county, settings, 17) == ["东河街道", "10", "8", "0", "2", "2", "80%"]
    office = logged_in(county.people["county"])
    page = office.get(f"/timeliness/?rule={PRESELECTED}")
    assert {line.pk for line in page.context["lines"]} == {entry.pk for entry in entries[8:]}
    assert page.content.decode().count("已逾期 1 天") == 2
    home = [str(todo.title) for todo in office.get("/").context["todos"] if str(todo.badge) == "超期升级"]
    assert ["应于 2026-11-16 前办结" in text for text in home] == [True, True]
    told = office.get("/notices/?kind=OVERDUE").content.decode()
    assert set(re.findall(r"/ledger/(\d+)/", told)) == {str(entry.pk) for entry in entries[8:]}


def kept_on(county: County, settings: Settings, day: int) -> list[str]:
    """Return the one line of the page of due dates kept, after a day's patrol."""
    settings.APP_CLOCK = f"frozen:2026-11-{day}T09:00+08:00"
    call_command("watch_day", "--region", COUNTY)
    office = logged_in(county.people["county"])
    page = office.get(f"/timeliness/?rule={PRESELECTED}").content.decode()
    body = page.partition("<tbody>")[2].partition("</tbody>")[0]
    return [re.sub(r"<[^>]+>", "", cell) for cell in re.findall(r"<td.*?</td>", body)]


@pytest.mark.clause("SX-2.4.3.7")
def test_a_score_over_the_line_changes_the_grade_and_tells_its_level_and_by_hand_needs_a_reason(
    county: County,
) -> None:
    some_without_aid(county, 1)
    (entry,) = county.entries(GAP)
    assert entry.severity == "ORANGE"
    east = logged_in(county.people["east"])
    east.post(
        f"/ledger/{entry.pk}/risk/",
        {"medical_share": "80", "no_labour": "on", "next_review_on": "2027-02-01"},
    )
    entry.refresh_from_db()
    assert entry.severity == "RED"
    assert entry.due_on == date(2026, 11, 5)
    home = logged_in(county.people["county"]).get("/")
    assert "预警由橙色变为红色" in home.content.decode()

    refused = east.post(f"/ledger/{entry.pk}/grade/", {"severity": "YELLOW", "reason": ""}, follow=True)
    assert "手工调整预警等级要写明理由" in refused.content.decode()
    entry.refresh_from_db()
    assert entry.severity == "RED"
    east.post(f"/ledger/{entry.pk}/grade/", {"severity": "YELLOW", "reason": "已由临时救助解决"})
    entry.refresh_from_db()
    assert entry.severity == "YELLOW"
    trail = Entry.objects.filter(action="monitoring.entry_regraded").order_by("sequence")
    assert [made.reason for made in trail] == ["按评定分值由橙色调为红色", "已由临时救助解决"]
    assert "已由临时救助解决" in east.get(f"/ledger/{entry.pk}/").content.decode()
    told = Notice.objects.filter(kind="GRADE").order_by("id").values_list("division", flat=True)
    assert [len(division) for division in told] == [6, 12]
