"""An act sent twice is done once: a double click, a lost answer, two at one moment."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction
from django.test import Client
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.audit.models import Entry
from doudi.common.models import DoneOnce
from doudi.common.once import DoneBefore, claim
from doudi.common.rows import NotInOneTransaction
from doudi.monitoring.models import LedgerEntry, RiskAssessment, SupportMeasure, Visit
from doudi.registry.models import Household
from tests.county import COUNTY, County, build_county, logged_in, monitored, on_dibao, person
from tests.promises.test_done_meanwhile import at_one_moment

VISIT = {"visited_on": "2026-11-02", "way": "HOME", "found": "老人独居，屋顶漏雨"}
RISK = {"medical_share": "80", "no_labour": "on", "next_review_on": "2027-02-01"}
MEASURE = {"kind": "EMPLOYMENT", "project": "护林员岗位", "since": "2026-11-01"}
ONE, ANOTHER = str(UUID(int=1)), str(UUID(int=2))


@pytest.fixture
def entry(county: County, settings: Settings) -> LedgerEntry:
    settings.APP_CLOCK = "frozen:2026-11-03T09:00+08:00"
    county.send("poverty_register", [monitored(1, 户编号="P1")])
    county.send("dibao", [on_dibao(9)])
    county.send("tekun", [person(8, 供养方式="分散供养")])
    county.compare()
    return county.entries("monitored-without-aid")[0]


def said(browser: Client, address: str, given: dict[str, str], **headers: str) -> str:
    """Send something; return the page shown then."""
    return browser.post(address, given, headers=headers, follow=True).content.decode()


def test_a_form_sent_twice_is_one_visit_and_a_fresh_form_another(county: County, entry: LedgerEntry) -> None:
    browser, address = logged_in(county.people["east"]), f"/ledger/{entry.pk}/visit/"
    page = browser.get(f"/ledger/{entry.pk}/").content.decode()
    assert page.count('type="hidden" name="once"') == 3

    assert "走访已登记" in said(browser, address, {**VISIT, "once": ONE})
    assert "没有重复登记" in said(browser, address, {**VISIT, "once": ONE})
    assert Visit.objects.count() == Entry.objects.filter(action="monitoring.entry_visited").count() == 1
    assert "走访已登记" in said(browser, address, {**VISIT, "once": ANOTHER})
    assert "走访已登记" in said(logged_in(county.people["county"]), address, {**VISIT, "once": ONE})

    assert Visit.objects.count() == 3


def test_a_client_names_its_key_in_the_header(county: County, entry: LedgerEntry) -> None:
    browser, address = logged_in(county.people["east"]), f"/ledger/{entry.pk}/visit/"
    for key in (ONE, ONE, ANOTHER):
        said(browser, address, VISIT, idempotency_key=key)
    assert Visit.objects.count() == 2

    said(browser, address, VISIT, idempotency_key="not a key")

    assert Visit.objects.count() == 2


def test_an_assessment_and_a_measure_sent_twice_are_one(county: County, entry: LedgerEntry) -> None:
    browser, home = logged_in(county.people["east"]), Household.objects.get(members__person=entry.person)
    for _ in range(2):
        said(browser, f"/ledger/{entry.pk}/risk/", {**RISK, "once": ONE})
        said(browser, f"/measures/{home.pk}/", {**MEASURE, "once": ONE})

    assert (RiskAssessment.objects.count(), SupportMeasure.objects.count()) == (1, 1)


def test_an_act_that_was_refused_gives_its_key_back(county: County, entry: LedgerEntry) -> None:
    browser, address = logged_in(county.people["east"]), f"/ledger/{entry.pk}/visit/"
    assert "请写明走访情况" in said(browser, address, {**VISIT, "found": "好", "once": ONE})
    assert not DoneOnce.objects.exists()

    said(browser, address, {**VISIT, "once": ONE})

    assert Visit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_key_is_claimed_with_its_act_or_not_at_all(settings: Settings, tmp_path: Path) -> None:
    settings.DOUDI_DATA = tmp_path
    at, key = build_county().at, uuid4()
    with pytest.raises(NotInOneTransaction):
        claim("x", key, by=1, at=at)
    with transaction.atomic():
        claim("x", key, by=1, at=at)
        claim("y", key, by=1, at=at)
        claim("x", None, by=1, at=at)
        claim("x", None, by=1, at=at)
        with pytest.raises(DoneBefore):
            claim("x", key, by=1, at=at)

    assert DoneOnce.objects.count() == 2


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_of_two_at_one_moment_one_is_done(settings: Settings, tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，同时办理在 PostgreSQL 上验证")
    settings.DOUDI_DATA = tmp_path

    def act(county: County, _by: User) -> object:
        with transaction.atomic():
            claim("x", UUID(ONE), by=1, at=county.at)
        return COUNTY

    done, told = at_one_moment(act, build_county())
    assert (done, "没有重复登记" in told) == ("DONE", True)
    assert DoneOnce.objects.count() == 1
