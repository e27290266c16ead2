"""Two people who act on one application at the same moment: one of them sees what the other did."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.audit.services import broken_links
from doudi.casework.models import Application, ApplicationStanding, Decision, Filing
from doudi.casework.services.deciding import NewDecision, decide, digest_seen
from doudi.casework.services.extending import Extension, extend
from doudi.casework.services.filing import NewFiling, Wanted, file_applications
from doudi.casework.services.recording import Happening, record
from doudi.casework.services.withdrawing import withdraw
from doudi.casework.states import Verdict
from doudi.casework.tests.families import deciding_county, family
from doudi.casework.tests.walking import MONDAY, applied, at_decision, at_survey_end, on
from doudi.notices.models import Letter
from doudi.registry.models import Household
from doudi.work.services.moves import Act
from doudi.work.tests.test_at_once import at_once
from tests.county import COUNTY, EAST, County

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
LATE = MONDAY + timedelta(days=8)
TRIES = 5


@pytest.fixture
def county(settings: Settings, tmp_path: Path) -> County:
    """Give a county on PostgreSQL; SQLite has one writer, row locks are proved where there are many."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_DATA = tmp_path
    return deciding_county()


def file(county: County, home: Household, who: str) -> None:
    assert home.head is not None
    wanted = [Wanted("NEAR_DIBAO"), Wanted("DIBAO")]
    new = NewFiling(home, home.head, wanted, "家里收入少，有病人", MONDAY, EAST)
    file_applications(new, by=county.people[who], at=on(MONDAY))


def test_a_household_that_applies_at_two_counters_at_the_same_second_is_taken_in_once(county: County) -> None:
    county.people = {**county.people, "other": county.hire(Role.TOWNSHIP_OFFICER, EAST, username="other")}
    for number in range(TRIES):
        home = family(name=f"陈大{'一二三四五'[number]}")
        said = at_once(lambda: file(county, home, "east"), lambda: file(county, home, "other"))  # noqa: B023
        assert said == ["DONE", "OPEN_ALREADY"]

    assert (Filing.objects.count(), Application.objects.count()) == (TRIES, 2 * TRIES)
    numbers = sorted(Application.objects.values_list("number", flat=True))
    assert numbers == [f"440204-2026-{order:05d}" for order in range(1, 2 * TRIES + 1)]
    assert list(broken_links()) == []


def test_two_who_decide_at_once_decide_once(county: County) -> None:
    made = at_decision(county)
    others = [
        county.people["review"],
        county.hire(Role.COUNTY_REVIEWER, COUNTY, username="reviewer-two"),
    ]
    opinion = made.opinions.last()
    assert opinion is not None
    verdicts = (Verdict.AGREE, Verdict.REFUSE)
    new = [NewDecision(each, digest_seen(opinion), "按核算单决定", saw_unverified=True) for each in verdicts]

    said = at_once(
        lambda: decide(made, new[0], act=Act(on(LATE), others[0])),
        lambda: decide(made, new[1], act=Act(on(LATE), others[1])),
    )

    assert said == ["DONE", "NOT_TO_BE_DECIDED"]
    decision = Decision.objects.get()
    assert made.records.filter(name__in=("CONFIRMED", "REJECTED")).count() == 1
    standing = ApplicationStanding.objects.get(application=made)
    assert (standing.outcome == "CONFIRMED") == (decision.verdict == "AGREE")


def test_a_decision_and_a_withdrawal_at_once_leave_one_of_them(county: County) -> None:
    made, review = at_decision(county), county.people["review"]
    opinion = made.opinions.last()
    assert opinion is not None
    new = NewDecision(Verdict.AGREE, digest_seen(opinion), saw_unverified=True)
    officer = Act(on(LATE), county.people["county"])

    said = at_once(
        lambda: decide(made, new, act=Act(on(LATE), review)),
        lambda: withdraw(made, reason="找到了工作", act=officer),
    )

    outcome = ApplicationStanding.objects.get(application=made).outcome
    happened = set(made.records.values_list("name", flat=True))
    assert len({"CONFIRMED", "WITHDRAWN"} & happened) == 1
    assert (outcome, said) in [
        ("CONFIRMED", ["DONE", "OVER_ALREADY"]),
        ("WITHDRAWN", ["DONE", "NOT_TO_BE_DECIDED"]),
    ]


def test_an_act_is_recorded_once_and_a_clock_is_extended_once(county: County) -> None:
    east, first = county.people["east"], applied(county)
    accepted = Happening("ACCEPTED", MONDAY)
    said = at_once(*[lambda: record(first, accepted, act=Act(on(MONDAY), east))] * 3)
    assert said == ["DONE", "NOT_AT_THIS_STEP", "NOT_AT_THIS_STEP"]

    made = at_survey_end(county, applied(county, family(name="李小明")))
    asked = Extension("total", "HARD_TO_SURVEY", "收入要发函核实")
    said = at_once(*[lambda: extend(made, asked, act=Act(on(MONDAY), east))] * 3)
    assert said == ["DONE", "NOT_TO_BE_EXTENDED", "NOT_TO_BE_EXTENDED"]
    assert (made.records.filter(name="EXTENDED").count(), Letter.objects.count()) == (1, 1)
