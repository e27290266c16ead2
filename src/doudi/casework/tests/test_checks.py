"""At the step of the check an application goes on by what the check of its family comes to."""

from __future__ import annotations

from datetime import timedelta

import pytest
from pytest_django import Settings

from doudi.casework.models import Application
from doudi.casework.services.checking import request_check
from doudi.casework.services.deciding import CheckDisputed, NewDecision, decide, digest_seen
from doudi.casework.services.opining import NewOpinion, give_opinion
from doudi.casework.services.recording import Happening, NotAtThisStep, go_on, record
from doudi.casework.states import Verdict
from doudi.casework.tests.families import deciding_county
from doudi.casework.tests.walking import MONDAY, TEXT, applied, at_decision, on, step
from doudi.verification.models import FinancialCheck
from doudi.verification.services.checking import AuthorityMissing, start_check
from doudi.verification.services.disputing import settle_dispute, take_dispute
from doudi.verification.services.reporting import issue_report
from doudi.verification.tests.checked import allow_all, answered, nothing
from doudi.work.services.moves import Act
from tests.county import County, logged_in


@pytest.fixture
def county(db: None, settings: Settings) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    return deciding_county()


def at_check(county: County) -> Application:
    """Return an application at the step of the check."""
    made, act = applied(county), Act(on(MONDAY), county.people["east"])
    for event in ("ACCEPTED", "SURVEY_STARTED", "SURVEY_DONE"):
        record(made, Happening(event, MONDAY), act=act)
    go_on(made, "CHECK", on=MONDAY, act=act)
    return made


def reported(county: County, made: Application) -> FinancialCheck:
    """Return the check of an application, all answered and reported."""
    allow_all(county, made.filing.household)
    check = request_check(made, act=Act(on(MONDAY), county.people["east"]))
    start_check(check, act=Act(on(MONDAY), county.people["county"]))
    for query in check.queries.all():
        nothing(query, county)
    issue_report(check, act=Act(on(MONDAY), county.people["county"]))
    return check


def test_the_check_takes_its_application_on_to_the_preliminary_opinion(county: County) -> None:
    made = at_check(county)
    check = reported(county, made)

    assert step(made) == "PRELIMINARY"
    proved = made.records.filter(evidence=f"financial_check:{check.pk}").order_by("order")
    assert list(proved.values_list("name", flat=True)) == ["CHECK_REQUESTED", "CHECK_STARTED", "REPORTED"]


def test_a_check_nobody_allowed_is_refused_and_the_application_stays(county: County) -> None:
    made = at_check(county)
    with pytest.raises(AuthorityMissing):
        request_check(made, act=Act(on(MONDAY), county.people["east"]))
    assert step(made) == "CHECK"
    page = logged_in(county.people["east"]).post(f"/applications/{made.pk}/check/")
    assert page.status_code == 422
    assert "没有有效的核对授权" in page.content.decode()


def test_what_the_check_says_is_not_written_down_by_hand(county: County) -> None:
    made = at_check(county)
    given = {"event": "REPORTED", "on": "2026-11-02"}
    assert (
        logged_in(county.people["county"]).post(f"/applications/{made.pk}/record/", given).status_code == 422
    )
    assert not made.records.filter(name="REPORTED").exists()


def test_a_check_is_not_asked_for_before_its_step(county: County) -> None:
    made = applied(county)
    allow_all(county, made.filing.household)
    with pytest.raises(NotAtThisStep):
        request_check(made, act=Act(on(MONDAY), county.people["east"]))


def test_a_dispute_takes_the_application_back_until_somebody_looked_again(county: County) -> None:
    made = at_check(county)
    check, east = reported(county, made), county.people["east"]
    take_dispute(check, text="存款不是我的", said_on=MONDAY, act=Act(on(MONDAY), east))
    assert step(made) == "RECHECK"

    settle_dispute(check, is_upheld=False, text="银行回函无误", act=Act(on(MONDAY), east))
    go_on(made, "PRELIMINARY", on=MONDAY, act=Act(on(MONDAY), east))
    agreed = NewOpinion("PRELIMINARY", Verdict.AGREE, TEXT, MONDAY)
    give_opinion(made, agreed, act=Act(on(MONDAY), east))
    assert step(made) == "PUBLISH"


def test_nothing_is_decided_while_the_family_disputes_its_check(county: County) -> None:
    made = at_decision(county)
    check = answered(county, made.filing.household)
    check.about_kind, check.about_id = "application", str(made.pk)
    check.save(update_fields=["about_kind", "about_id"])
    late, review = on(MONDAY + timedelta(days=8)), county.people["review"]
    issue_report(check, act=Act(late, county.people["county"]))
    take_dispute(
        check, text="存款不是我的", said_on=MONDAY + timedelta(days=8), act=Act(late, county.people["east"])
    )
    opinion = made.opinions.last()
    assert opinion is not None
    agreed = NewDecision(Verdict.AGREE, digest_seen(opinion), saw_unverified=True)
    with pytest.raises(CheckDisputed):
        decide(made, agreed, act=Act(late, review))

    settle_dispute(check, is_upheld=False, text="银行回函无误", act=Act(late, county.people["east"]))
    assert decide(made, agreed, act=Act(late, review)).verdict == Verdict.AGREE
