"""A card says from which list a value stands that the newest list does not give."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.audit.actors import SYSTEM
from doudi.kernel.dates import Period
from doudi.registry.models import Household, Person
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.services.families import move_household
from doudi.registry.tests.factories import COUNTY, MONDAY, listed, listing

pytestmark = pytest.mark.django_db

VILLAGE, TOWNSHIP = "440204101201", "440204101"
SAID = "据2026年9月低保在享名单"


@pytest.fixture(autouse=True)
def november(settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    division(VILLAGE)
    division("440204102")


@pytest.fixture
def county() -> Client:
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


def publish(month: int, **facts: Any) -> None:
    line = listed(1, **({"division": VILLAGE, "household_number": "7", "relation": "HEAD"} | facts))
    apply_list(listing([line], batch=month, period=Period(2026, month)), by=SYSTEM, at=MONDAY)


def cards(county: Client) -> tuple[str, str]:
    person, home = Person.objects.get(), Household.objects.get()
    return tuple(county.get(f"/{kind}/{pk}/").content.decode() for kind, pk in (
        ("people", person.pk), ("households", home.pk),
    ))  # type: ignore[return-value]  # fmt: skip


def test_an_amount_that_only_an_earlier_list_gives_says_which(county: Client) -> None:
    publish(8, amount_fen=40000)
    publish(9)
    publish(10, amount_fen=None)
    assert [card.count(SAID) for card in cards(county)] == [1, 1]

    withdraw_list(f"00000000-0000-4000-8000-{9:012d}", by=SYSTEM, at=MONDAY)
    assert [card.count("据2026年8月低保在享名单") for card in cards(county)] == [1, 1]


def test_a_place_that_only_an_earlier_list_gives_says_which(county: Client) -> None:
    publish(8)
    publish(9)
    publish(10, division=TOWNSHIP)
    assert [card.count(SAID) for card in cards(county)] == [1, 1]


def test_what_the_newest_list_gives_itself_names_no_earlier_one(county: Client) -> None:
    publish(9, amount_fen=None, division=TOWNSHIP)
    publish(10)
    assert [card.count("据2026年") for card in cards(county)] == [0, 0]


def test_a_place_an_officer_gave_is_no_lists(county: Client) -> None:
    publish(8, division="440204102")
    publish(9)
    publish(10, division="")
    move_household(
        Household.objects.get(),
        division="440204102",
        happened_on=date(2026, 11, 1),
        reason="户口簿已核对",
        by=officer(Role.COUNTY_REVIEWER, COUNTY),
        at=MONDAY,
    )
    assert [card.count("据2026年") for card in cards(county)] == [0, 0]
