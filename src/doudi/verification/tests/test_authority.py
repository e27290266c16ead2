"""Nobody is looked up without an authority of their own for that item and day (P29)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest
from pytest_django import Settings

from doudi.casework.tests.families import family
from doudi.documents.models import Attachment
from doudi.documents.services.attachments import withdraw_attachment
from doudi.documents.tests.files import scan
from doudi.registry.models import HouseholdMember
from doudi.verification.catalogue import sources_asked
from doudi.verification.models import CheckQuery, FinancialCheck
from doudi.verification.rules.authority import Authority, covering
from doudi.verification.services.authorising import (
    AuthorityDaysWrong,
    GuardianMissing,
    NewAuthority,
    NotAMember,
    NothingAuthorised,
    WithdrawnAlready,
    record_authority,
    withdraw_authority,
)
from doudi.verification.services.checking import (
    AuthorityEnded,
    AuthorityMissing,
    CheckedAlready,
    NotChecked,
    request_check,
    start_check,
)
from doudi.verification.states import Signer
from doudi.verification.tests.checked import MONDAY, allow, allow_all, nothing, on, people_of, started
from doudi.work.services.moves import Act
from tests.county import COUNTY, County, build_county
from tools.devkit.figures import Figures

ROUNDS = 3000


@pytest.fixture
def county(db: None, settings: Settings) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    return build_county()


@pytest.mark.promise("P29")
def test_an_authority_covers_its_items_and_days_and_nothing_else(figures: Figures) -> None:
    draw, wrong, covered = Random(29), 0, 0  # noqa: S311 - a draw that comes out the same each time
    for _ in range(ROUNDS):
        authorities = [_drawn(draw, key) for key in range(draw.randint(0, 4))]
        item, day = draw.choice("ABC"), MONDAY + timedelta(days=draw.randint(-5, 25))
        found = covering(authorities, item, day)
        allowed = {one.key for one in authorities if _allows(one, item, day)}
        covered += bool(allowed)
        wrong += (found is None) if allowed else (found is not None)
        wrong += found is not None and found.key not in allowed
    figures.say(violations=wrong, of=ROUNDS)
    assert wrong == 0
    assert ROUNDS / 10 < covered < ROUNDS * 9 / 10


def _drawn(draw: Random, key: int) -> Authority:
    begins = MONDAY + timedelta(days=draw.randint(-3, 10))
    ends = begins + timedelta(days=draw.randint(1, 12))
    withdrawn = begins + timedelta(days=draw.randint(0, 15)) if draw.random() < 0.4 else None
    return Authority(key, draw.sample("ABC", 2), begins, ends, withdrawn, draw.random() < 0.8)


def _allows(one: Authority, item: str, day: date) -> bool:
    """Say it day by day, as a person would read the paper."""
    days = []
    day_of = one.valid_from
    while day_of != one.valid_to and day_of != one.withdrawn_on:
        days.append(day_of)
        day_of += timedelta(days=1)
    return one.has_paper and item in one.items and day in days


def test_a_check_is_refused_while_one_member_did_not_allow_it_and_says_whose(county: County) -> None:
    home = family()
    head, spouse = people_of(home)
    allow(county, home, head)
    allow(county, home, spouse, items=["HUKOU"])

    with pytest.raises(AuthorityMissing) as refused:
        request_check(home, "DIBAO", act=Act(on(MONDAY), county.people["east"]))

    assert "1 人" in refused.value.sentence
    assert "配偶缺" in refused.value.sentence
    assert "存款" in refused.value.sentence
    assert spouse.name not in refused.value.sentence
    assert not FinancialCheck.objects.exists()


def test_every_member_is_asked_about_by_their_own_authority_or_nobody_is(county: County) -> None:
    home = family(children=1)
    check = started(county, home)
    asked = list(check.queries.select_related("authorisation"))

    assert len(asked) == 3 * len(sources_asked(COUNTY, on=MONDAY))
    assert all(one.authorisation.person_id == one.person_id for one in asked)


def test_who_withdrew_after_the_request_is_not_looked_up(county: County) -> None:
    home = family()
    allow_all(county, home)
    check = request_check(home, "DIBAO", act=Act(on(MONDAY), county.people["east"]))
    theirs = people_of(home)[1].check_authorisations.get()
    withdraw_authority(theirs, reason="不想查", act=Act(on(MONDAY), county.people["east"]))

    with pytest.raises(AuthorityMissing):
        start_check(check, act=Act(on(MONDAY), county.people["county"]))
    assert not CheckQuery.objects.exists()
    with pytest.raises(WithdrawnAlready):
        withdraw_authority(theirs, reason="", act=Act(on(MONDAY), county.people["east"]))


def test_an_answer_is_not_taken_once_the_authority_is_over(county: County) -> None:
    home = family()
    head, spouse = people_of(home)
    allow(county, home, head, until=MONDAY + timedelta(days=3))
    theirs = allow(county, home, spouse)
    check = request_check(home, "DIBAO", act=Act(on(MONDAY), county.people["east"]))
    start_check(check, act=Act(on(MONDAY), county.people["county"]))
    first = check.queries.filter(person=head)[0]
    nothing(first, county, MONDAY + timedelta(days=2))

    with pytest.raises(AuthorityEnded):
        nothing(check.queries.filter(person=head)[1], county, MONDAY + timedelta(days=3))
    paper = Attachment.objects.get(subject_kind="check_authorisation", subject_id=str(theirs.pk))
    withdraw_attachment(paper, reason="传错了人", by=county.people["east"], at=on(MONDAY))
    with pytest.raises(AuthorityEnded):
        nothing(check.queries.filter(person=spouse)[0], county)


def test_an_authority_needs_a_member_items_days_and_whoever_signed(county: County) -> None:
    home, other = family(), family(name="李小明")
    head = people_of(home)[0]
    day = MONDAY + timedelta(days=1)
    good = NewAuthority(home, head, ["BANK"], MONDAY, MONDAY, day, ("a.pdf", scan()))
    wrongs = [
        (replace(good, person=people_of(other)[0]), NotAMember),
        (replace(good, items=[]), NothingAuthorised),
        (replace(good, items=["NOSE"]), NothingAuthorised),
        (replace(good, valid_to=MONDAY), AuthorityDaysWrong),
        (replace(good, signed_on=day, valid_from=day, valid_to=day + timedelta(days=1)), AuthorityDaysWrong),
        (replace(good, signer=Signer.GUARDIAN), GuardianMissing),
    ]
    for wrong, refusal in wrongs:
        with pytest.raises(refusal):
            record_authority(wrong, act=Act(on(MONDAY), county.people["east"]))


def test_only_kinds_of_families_the_county_checks_and_one_check_at_a_time(county: County) -> None:
    home = family()
    allow_all(county, home)
    act = Act(on(MONDAY), county.people["east"])

    with pytest.raises(NotChecked):
        request_check(home, "OTHER_LOW_INCOME", act=act)
    request_check(home, "NEAR_DIBAO", act=act)
    with pytest.raises(CheckedAlready):
        request_check(home, "DIBAO", act=act)


def test_who_no_longer_lives_there_is_not_asked_about(county: County) -> None:
    home = family(children=1)
    child = people_of(home)[2]
    gone = HouseholdMember.objects.get(person=child)
    gone.valid_to = MONDAY
    gone.save(update_fields=["valid_to"])

    check = started(county, home)
    assert set(check.queries.values_list("person", flat=True)) == {one.pk for one in people_of(home)}
    assert child not in people_of(home)
