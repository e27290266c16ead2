"""Two people recognise, refuse, renew and end; nothing follows before both agreed on the same thing."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.audit.services import broken_links
from doudi.certification.models import Certification, CertificationProposal
from doudi.certification.selectors.certifications import DECISION, position_of
from doudi.certification.services import deciding, steps
from doudi.certification.services.watching import open_rechecks
from doudi.common.problems import Refusal
from doudi.notices.models import Letter
from doudi.registry.models import Person, Recognition
from doudi.screenings.models import Screening, ScreeningMember
from doudi.work.models import Task
from doudi.work.tests.test_at_once import at_once
from tests.county import COUNTY, START, VILLAGE, WEST, County, build_county, logged_in

AT = datetime(2026, 11, 3, 1, tzinfo=UTC)
TODAY, YEAR = date(2026, 11, 3), date(2027, 11, 3)
WHY = "家庭支出超过收入"


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    settings.DOUDI_DATA = tmp_path
    settings.APP_CLOCK = "frozen:2026-11-03T09:00+08:00"
    return build_county()


def member(county: County, name: str = "张国英") -> ScreeningMember:
    by = county.people["county"]
    found = Screening.objects.filter(kind="JOINT").first() or Screening.objects.create(
        region=COUNTY,
        kind="JOINT",
        period="2026-10",
        due_on=date(2026, 12, 31),
        opened_by=by,
        opened_at=START,
    )
    who = Person.objects.create(
        name=name, division=VILLAGE, born_on=date(1960, 5, 17), sex="MALE", created_at=START
    )
    return ScreeningMember.objects.create(
        screening=found,
        person=who,
        division=VILLAGE,
        grounds=["LOW_INCOME"],
        outcome="TO_ENROL",
        reason="待纳入",
        concluded_by=by,
        concluded_at=START,
    )


def opened(county: County) -> Certification:
    return steps.open_certification(member(county), category="RIGID_EXPENSE", by=county.people["east"], at=AT)


def checked(county: County, made: Certification, *, is_met: bool = True, hours: int = 1) -> None:
    steps.record_check(
        made,
        is_met=is_met,
        findings="入户核实了收入和支出",
        checked_on=TODAY,
        by=county.people["east"],
        at=AT + timedelta(hours=hours),
    )


def proposed(
    county: County, made: Certification, matter: str, ends_on: date | None = None, hours: int = 2
) -> CertificationProposal:
    return steps.propose(
        made,
        matter=matter,
        begins_on=TODAY,
        ends_on=ends_on,
        reason=WHY,
        by=county.people["county"],
        at=AT + timedelta(hours=hours),
    )


def decided(proposal: CertificationProposal, by: User, *, is_agreed: bool = True, hours: int = 3) -> None:
    deciding.decide(
        proposal,
        is_agreed=is_agreed,
        opinion="材料不全，请补",
        seen=deciding.seen_in(proposal),
        by=by,
        at=AT + timedelta(hours=hours),
    )


def certified(county: County) -> Certification:
    made = opened(county)
    checked(county, made)
    decided(proposed(county, made, "GRANT", YEAR), county.people["review"])
    return Certification.objects.get(pk=made.pk)


def refused_as(code: str, act: object) -> None:
    with pytest.raises(Refusal) as told:
        act()  # type: ignore[operator]
    assert told.value.code == code


def test_nobody_decides_on_their_own_and_a_declined_proposal_may_come_again(county: County) -> None:
    made = opened(county)
    checked(county, made)
    first = proposed(county, made, "GRANT", YEAR)
    task = Task.objects.get(kind=DECISION)
    assert task.maker == county.people["county"]
    refused_as("PROPOSER_DECIDES", lambda: decided(first, county.people["county"]))

    decided(first, county.people["review"], is_agreed=False)

    assert (Recognition.objects.count(), Letter.objects.count()) == (0, 0)
    refused_as("DECIDED_ALREADY", lambda: decided(first, county.people["review"]))
    decided(proposed(county, made, "GRANT", YEAR, 4), county.people["review"], hours=5)
    assert Recognition.objects.count() == 1
    assert [each.result for each in Task.objects.filter(kind=DECISION).order_by("id")] == [
        "DECLINED",
        "AGREED",
    ]


def test_what_changed_since_it_was_seen_is_not_decided(county: County) -> None:
    made = opened(county)
    checked(county, made)
    first = proposed(county, made, "GRANT", YEAR)
    seen = deciding.seen_in(first)
    checked(county, made, is_met=False, hours=3)

    refused_as(
        "CHANGED_MEANWHILE",
        lambda: deciding.decide(
            first, is_agreed=True, opinion="", seen=seen, by=county.people["review"], at=AT
        ),
    )
    assert not Recognition.objects.exists()


def test_who_does_not_meet_the_terms_is_told_why_and_how_to_object(county: County) -> None:
    made = opened(county)
    checked(county, made, is_met=False)
    refused_as("NOT_NOW", lambda: proposed(county, made, "GRANT", YEAR))

    decided(proposed(county, made, "REFUSE"), county.people["review"])

    letter = Letter.objects.get()
    assert (letter.paper.kind, letter.is_open_to_review) == ("certification_refusal", True)
    assert position_of(Certification.objects.get(), on=TODAY).state == "REFUSED"
    assert not Recognition.objects.exists()


def test_a_renewal_follows_on_without_a_gap_and_is_looked_at_again_before_its_own_end(county: County) -> None:
    made = certified(county)
    soon = datetime(2027, 10, 5, 1, tzinfo=UTC)
    assert [open_rechecks(COUNTY, at=soon) for _ in range(2)] == [1, 0]
    later = (soon - AT) // timedelta(hours=1)
    steps.record_check(
        made,
        is_met=True,
        findings="复查，情况没有变化",
        checked_on=date(2027, 10, 5),
        by=county.people["east"],
        at=soon,
    )
    assert Task.objects.get(kind="certification_recheck").result == "MET"
    renewal = steps.propose(
        made,
        matter="RENEW",
        begins_on=date(2027, 10, 5),
        ends_on=date(2028, 11, 3),
        reason=WHY,
        by=county.people["county"],
        at=soon + timedelta(hours=1),
    )
    decided(renewal, county.people["review"], hours=later + 2)

    spans = list(Recognition.objects.order_by("id").values_list("valid_from", "valid_to"))
    assert spans == [(TODAY, YEAR), (YEAR, date(2028, 11, 3))]
    assert Letter.objects.filter(paper__kind="certification_certificate").count() == 2
    assert open_rechecks(COUNTY, at=soon + timedelta(days=1)) == 0
    assert open_rechecks(COUNTY, at=datetime(2028, 10, 5, 1, tzinfo=UTC)) == 1


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": "  "}, "TOO_SHORT"),
        ({"reason": ""}, "TOO_SHORT"),
        ({"begins_on": TODAY - timedelta(days=1)}, "WRONG_SPAN"),
        ({"begins_on": YEAR + timedelta(days=1)}, "WRONG_SPAN"),
        ({"matter": "GRANT"}, "NOT_NOW"),
        ({"matter": "RENEW"}, "NOT_NOW"),
    ],
)
def test_an_end_needs_a_reason_and_a_day_within_what_was_granted(
    county: County, changes: dict[str, object], code: str
) -> None:
    made = certified(county)
    said: dict[str, object] = {"matter": "END", "begins_on": TODAY, "ends_on": None, "reason": WHY}

    refused_as(
        code,
        lambda: steps.propose(
            made,
            **{**said, **changes},  # type: ignore[arg-type]
            by=county.people["county"],
            at=AT + timedelta(hours=4),
        ),
    )
    assert CertificationProposal.objects.count() == 1


def test_an_end_takes_what_was_renewed_ahead_with_it(county: County) -> None:
    made = certified(county)
    checked(county, made, hours=4)
    decided(proposed(county, made, "RENEW", date(2028, 11, 3), 5), county.people["review"], hours=6)

    decided(proposed(county, made, "END", hours=7), county.people["review"], hours=8)

    spans = list(Recognition.objects.order_by("id").values_list("valid_from", "valid_to"))
    assert spans == [(TODAY, TODAY), (YEAR, YEAR)]
    letter = Letter.objects.get(paper__kind="certification_exit")
    assert letter.addressee == "张国英"


def test_nothing_is_decided_for_days_gone_by(county: County) -> None:
    made = opened(county)
    checked(county, made)
    late = proposed(county, made, "GRANT", YEAR)

    refused_as("BEGUN_MEANWHILE", lambda: decided(late, county.people["review"], hours=48))
    assert not Recognition.objects.exists()


def test_somebody_comes_into_one_certification_of_a_layer_at_a_time(county: County) -> None:
    made = certified(county)
    again = ScreeningMember.objects.create(
        screening=Screening.objects.create(
            region=COUNTY,
            kind="JOINT",
            period="2026-11",
            due_on=date(2026, 12, 31),
            status="CLOSED",
            opened_by=county.people["county"],
            opened_at=START,
        ),
        person=made.person,
        division=VILLAGE,
        outcome="TO_ENROL",
    )
    for category, code in (("RIGID_EXPENSE", "CERTIFIED_ALREADY"), ("DIBAO", "NOT_RECOGNISABLE")):
        refused_as(
            code,
            lambda category=category: steps.open_certification(
                again, category=category, by=county.people["east"], at=AT
            ),
        )
    assert Certification.objects.count() == 1


def test_another_township_and_who_may_not_find_nothing(county: County) -> None:
    made = certified(county)
    waiting = member(county, "李明")
    ending = proposed(county, made, "END", hours=4)
    west = logged_in(county.people["west"])
    assistant = logged_in(county.hire(Role.VILLAGE_ASSISTANT, VILLAGE))
    for browser in (west, assistant):
        assert browser.get(f"/certifications/{made.pk}/").status_code == 404
        for address in (
            *(f"/certifications/of/{waiting.pk}/", f"/certifications/{made.pk}/check/"),
            *(f"/certifications/{made.pk}/propose/", f"/certifications/proposals/{ending.pk}/decide/"),
        ):
            assert browser.post(address, {}).status_code == 404
    assert "李明" not in west.get("/certifications/").content.decode()
    assert assistant.get("/certifications/").status_code == 403
    east = logged_in(county.people["east"])
    assert east.post(f"/certifications/proposals/{ending.pk}/decide/", {}).status_code == 404
    assert "李明" in east.get("/certifications/").content.decode()
    assert VILLAGE[:9] != WEST


def test_every_step_is_on_record(county: County) -> None:
    made = certified(county)
    logged_in(county.people["east"]).get(f"/certifications/{made.pk}/")

    acts = Entry.objects.filter(subject_type="certification").order_by("id").values_list("action", flat=True)
    assert list(acts) == [
        *("certification.opened", "certification.checked", "certification.proposed"),
        *("certification.decided", "certification.viewed"),
    ]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_who_decide_at_once_decide_once(settings: Settings, tmp_path: Path) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    settings.DOUDI_DATA = tmp_path
    county = build_county()
    made = opened(county)
    checked(county, made)
    first = proposed(county, made, "GRANT", YEAR)
    other = county.hire(Role.COUNTY_REVIEWER, COUNTY, username="other")

    answers = at_once(lambda: decided(first, county.people["review"]), lambda: decided(first, other))

    assert answers == ["DECIDED_ALREADY", "DONE"]
    assert (Recognition.objects.count(), Letter.objects.count()) == (1, 1)
    assert list(broken_links()) == []
