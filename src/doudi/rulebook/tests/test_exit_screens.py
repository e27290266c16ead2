"""The pages on exits: who may ask and decide, and that nothing of another county is there."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command
from django.urls import reverse
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.registry.models import Enrolment
from doudi.rulebook.models import ExitRequest, FreezeBreach
from doudi.rulebook.services.decisions import approve_change
from doudi.rulebook.tests.rules import MONDAY, proposer, reviewer, submitted, value
from doudi.rulebook.tests.test_exits import on_dibao

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("rules")]


def freeze() -> None:
    """Let exits stand still in November."""
    draft = value(True, key="dibao.exit_freeze", begins=date(2026, 11, 2), ends=date(2026, 12, 1))
    approve_change(submitted(proposer("4402"), draft), by=reviewer("4402"), at=MONDAY)


def page(name: str, *args: int) -> str:
    return reverse(f"rulebook:{name}", args=args)


def test_a_township_asks_is_told_why_not_and_the_county_decides_when_it_is_over(settings: Settings) -> None:
    freeze()
    person = on_dibao()
    town = browser_of(officer(Role.TOWNSHIP_OFFICER, "440204102"))

    found = town.post(page("ask_exit"), {"q": "陈国英"}).content.decode()
    assert f'name="person" value="{person.pk}"' in found
    typed = {"person": person.pk, "ground": "INCOME", "reason": "收入超过标准"}
    said = town.post(page("ask_exit"), typed, follow=True).content.decode()

    assert "2026年11月2日至2026年11月30日暂停办理低保退出" in said
    assert "现在不能办理退出；已排队，期满后转复核" in said
    asked = ExitRequest.objects.get()
    county = reviewer()
    browser_of(county).post(page("decide_exit", asked.pk), {"keeps": "yes", "reason": "再看"})
    asked.refresh_from_db()
    assert asked.status == "QUEUED"

    settings.APP_CLOCK = "frozen:2026-12-01T09:00+08:00"
    call_command("watch_exits", "--region", "440204")
    client = browser_of(county)
    assert "暂停期满待复核" in client.get(page("exits")).content.decode()
    assert "复核暂停期满的退出申请：陈国英" in client.get("/").content.decode()
    client.post(page("decide_exit", asked.pk), {"keeps": "yes", "reason": "收入回落"})

    asked.refresh_from_db()
    assert asked.status == "KEPT"
    assert "复核暂停期满的退出申请" not in client.get("/").content.decode()
    assert Enrolment.objects.get().valid_to is None


def test_a_breach_is_settled_on_the_page_by_those_of_the_county() -> None:
    freeze()
    on_dibao(until=date(2026, 11, 10))
    call_command("watch_exits", "--region", "440204")
    breach = FreezeBreach.objects.get()
    typed = {"restores": "yes", "explanation": "名册误删"}

    assert browser_of(reviewer("371521")).post(page("settle_breach", breach.pk), typed).status_code == 404
    assert (
        browser_of(officer(Role.VILLAGE_ASSISTANT, "440204101201"))
        .post(page("settle_breach", breach.pk), typed)
        .status_code
        == 404
    )
    browser_of(reviewer()).post(page("settle_breach", breach.pk), typed)

    breach.refresh_from_db()
    assert breach.status == "RESTORED"
    assert Enrolment.objects.get().valid_to is None


def test_people_of_another_county_are_neither_found_nor_asked_about() -> None:
    person = on_dibao()
    stranger = browser_of(officer(Role.TOWNSHIP_OFFICER, "371521100"))

    found = stranger.post(page("ask_exit"), {"q": "陈国英"}).content.decode()
    asked = stranger.post(page("ask_exit"), {"person": person.pk, "ground": "INCOME", "reason": "收入"})

    assert "在低保名册上没有找到这个人" in found
    assert asked.status_code == 404
    assert not ExitRequest.objects.exists()


def test_a_decision_without_a_reason_is_sent_back() -> None:
    freeze()
    person = on_dibao()
    browser_of(proposer()).post(
        page("ask_exit"), {"person": person.pk, "ground": "INCOME", "reason": "收入超过标准"}
    )
    asked = ExitRequest.objects.get()

    said = browser_of(reviewer()).post(page("decide_exit", asked.pk), {"keeps": "yes"}, follow=True)

    assert "请选复核结论，并写明依据和理由" in said.content.decode()
