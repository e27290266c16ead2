"""What is known of a home is found wherever the home lies."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer
from doudi.audit.actors import SYSTEM
from doudi.circumstances.rules.aid import share_of
from doudi.circumstances.selectors.conditions import known_of, watched_homes
from doudi.circumstances.selectors.epidemic import latest_surveys
from doudi.circumstances.selectors.guarantees import unmet_homes
from doudi.circumstances.services.conditions import record_condition
from doudi.circumstances.services.epidemic import record_survey
from doudi.circumstances.services.guarantees import set_guarantee
from doudi.circumstances.states import Aspect
from doudi.common.scope import Scope
from doudi.registry.models import Household, Person
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import MONDAY, VILLAGE, listed, listing

pytestmark = pytest.mark.django_db
TOWNSHIP, TODAY = VILLAGE[:9], date(2026, 11, 2)


def test_what_is_known_of_a_member_whose_village_no_list_names_counts_for_the_home_in_its_village() -> None:
    village = Scope.of([VILLAGE])
    officer = User.objects.create(username="a", name="张经办", created_at=MONDAY)
    head = listed(1, household_number="1", relation="HEAD")
    wife = {"relation": "SPOUSE", "division": TOWNSHIP}
    apply_list(listing([head, listed(2, "李小兰", household_number="1", **wife)]), by=SYSTEM, at=MONDAY)
    watched = listed(2, "李小兰", programme="POVERTY_REGISTER", category="UNSTABLE", **wife)
    apply_list(listing([watched], batch=2, source="poverty_register"), by=SYSTEM, at=MONDAY)
    home, person = Household.objects.get(), Person.objects.get(name="李小兰")
    assert (home.division, person.division) == (VILLAGE, TOWNSHIP)

    record_condition(
        person, aspect=Aspect.HOUSING, words="砖混", source="走访", found_on=TODAY, by=officer, at=MONDAY
    )
    record_survey(
        person, isolation="NONE", health="WELL", supplies="ENOUGH", care="CARED", checked_on=TODAY,
        way="VISIT", by=officer, at=MONDAY,
    )  # fmt: skip
    set_guarantee(
        person, guarantee="MEDICAL", state="UNMET", office="医保", updated_on=TODAY, by=officer, at=MONDAY
    )

    assert Aspect.HOUSING not in known_of([home.pk], village).lacking[home.pk]
    found = (watched_homes(village, on=TODAY), set(latest_surveys(village)), set(unmet_homes(village)))
    assert found == ({home.pk}, {home.pk}, {home.pk})


def test_that_it_is_still_unclear_takes_the_place_of_nothing_that_was_known() -> None:
    village, officer = (
        Scope.of([VILLAGE]),
        User.objects.create(username="a", name="张经办", created_at=MONDAY),
    )
    apply_list(listing([listed(1, household_number="1", relation="HEAD")]), by=SYSTEM, at=MONDAY)
    home, head = Household.objects.get(), Person.objects.get()
    for day, words in ((1, "砖混两间"), (2, "")):
        record_condition(
            head, aspect=Aspect.HOUSING, words=words, source="走访", found_on=date(2026, 11, day),
            by=officer, at=MONDAY,
        )  # fmt: skip
    record_condition(
        head, aspect=Aspect.HEALTH, words="", source="走访", found_on=TODAY, by=officer, at=MONDAY
    )

    lacking = known_of([home.pk], village).lacking[home.pk]
    assert (Aspect.HOUSING in lacking, Aspect.HEALTH in lacking) == (False, True)


def test_what_a_newer_survey_did_not_ask_takes_the_place_of_nothing_known() -> None:
    officer = User.objects.create(username="a", name="张经办", created_at=MONDAY)
    apply_list(listing([listed(1, household_number="1", relation="HEAD")]), by=SYSTEM, at=MONDAY)
    asked = {"isolation": "NONE", "health": "UNWELL", "supplies": "LACKING", "care": "UNKNOWN"}
    newer = {"isolation": "AT_HOME", "health": "UNKNOWN", "supplies": "UNKNOWN", "care": "UNKNOWN"}
    for day, said in ((1, asked), (2, newer)):
        record_survey(
            Person.objects.get(), **said, checked_on=date(2026, 11, day), way="VISIT", by=officer, at=MONDAY
        )

    (family,) = latest_surveys(Scope.of([VILLAGE])).values()

    assert family.words == {
        "isolation": "居家隔离",
        "health": "有症状（11-01 问到）",
        "supplies": "缺物资（11-01 问到）",
        "care": "没问到",
    }
    assert family.lacks["supplies"]


@pytest.mark.parametrize(
    ("part", "whole", "percent"), [(299, 300, 99), (2, 3, 67), (300, 300, 100), (0, 0, 100)]
)
def test_a_share_short_of_all_is_not_shown_as_all(part: int, whole: int, percent: int) -> None:
    assert share_of(part, whole) == percent


@pytest.mark.parametrize("page", ["conditions", "epidemic", "needs"])
def test_of_a_household_nobody_lives_in_it_is_said_that_nothing_can_be_taken(
    page: str, settings: Settings
) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    browser = browser_of(officer(Role.COUNTY_OFFICER, VILLAGE[:6]))
    home = Household.objects.create(division=VILLAGE, created_at=MONDAY)

    answer = browser.post(f"/households/{home.pk}/{page}/", {}, follow=True)

    assert "没有在户成员，不能登记" in answer.content.decode()
