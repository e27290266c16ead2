"""Who left the dibao list while exits stood still: listed, put back by a task, owed the months missed."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from doudi.registry.models import Enrolment
from doudi.rulebook.models import FreezeBreach
from doudi.work.models import Task
from tests.clauses.rule_answers import approved
from tests.contract.test_contract import run
from tests.county import COUNTY, County, logged_in, name, on_dibao

FREEZE = {"dibao.exit_freeze": (True, date(2026, 11, 1))}


def on_the_list(on: date) -> set[str]:
    """Return who stands on the dibao list on a day."""
    live = Enrolment.objects.filter(programme="DIBAO", voided_at__isnull=True, valid_from__lte=on)
    return {each.person.name for each in live.exclude(valid_to__lte=on).select_related("person")}


@pytest.mark.clause("YG-2.1.9d")
def test_every_exit_made_while_exits_stood_still_is_listed_put_back_and_owed_the_months_it_missed(
    county: County, settings: Settings
) -> None:
    county.send("dibao", [on_dibao(1), on_dibao(2), on_dibao(3)], period="2026-09")
    county.send("dibao", [on_dibao(1), on_dibao(2)], period="2026-10")  # before exits stood still
    approved(FREEZE, reason="疫情防控", above=True)
    county.send("dibao", [on_dibao(1)], period="2026-11")
    settings.APP_CLOCK = "frozen:2027-01-05T09:00+08:00"
    reviewer = logged_in(county.people["review"])

    assert [run("watch_exits", "--region", COUNTY)["breaches"] for _ in range(2)] == [1, 0]
    breach = FreezeBreach.objects.get()
    assert (breach.enrolment.person.name, breach.ended_on) == (name(2), date(2026, 11, 1))
    assert on_the_list(date(2027, 1, 5)) == {name(1)}
    task = Task.objects.get(kind="exit_breach")
    assert (task.subject_id, task.state, task.permission) == (str(breach.pk), "OPEN", "rulebook.decide_exit")
    page = reviewer.get("/rules/exits/").content.decode()
    assert "待恢复 1 人" in page
    assert "2026年11月1日，止日未定暂停办理低保退出" in page
    assert "恢复暂停期内退出的人员" in reviewer.get("/tasks/").content.decode()

    reviewer.post(f"/rules/breaches/{breach.pk}/settle/", {"restores": "yes", "explanation": "名册误删"})

    assert on_the_list(date(2026, 11, 1)) == on_the_list(date(2027, 1, 5)) == {name(1), name(2)}
    page = reviewer.get("/rules/exits/").content.decode()
    assert "应补发 2 个月：2026年11月 450.00 元、2026年12月 450.00 元" in page
    task.refresh_from_db()
    assert task.state == "FINISHED"

    # the next list leaves them out again: listed again, and no month is owed twice
    county.send("dibao", [on_dibao(1)], period="2026-12")
    assert run("watch_exits", "--region", COUNTY)["breaches"] == 1
    again = FreezeBreach.objects.get(status="OPEN")
    assert again.ended_on == date(2026, 12, 1)
    reviewer.post(f"/rules/breaches/{again.pk}/settle/", {"restores": "yes", "explanation": "又误删"})
    again.refresh_from_db()
    assert (again.status, again.owed) == ("RESTORED", [])
    assert on_the_list(date(2027, 1, 5)) == {name(1), name(2)}
