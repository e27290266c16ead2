"""A name two records have in common is asked about, by whatever way and in whatever order they came to it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.common.scope import Scope
from doudi.registry.models import Household, HouseholdAct, HouseholdMember, IdentityQuestion
from doudi.registry.rules.listing import Listing
from doudi.registry.selectors.cards import acts_on, home_of
from doudi.registry.selectors.questions import open_questions
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.services.families import split_household, undo_act
from doudi.registry.services.settling import settle_question
from doudi.registry.tests.factories import COUNTY, MONDAY, OCTOBER, listed, listing

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer() -> User:
    return User.objects.create(username="officer", name="张经办", created_at=MONDAY)


def publish(what: Listing) -> Listing:
    apply_list(what, by=SYSTEM, at=MONDAY)
    return what


def settle(kind: str, answer: str, by: User) -> None:
    question = open_questions(Scope((COUNTY,))).get(kind=kind)
    settle_question(question, answer=answer, reason="户口簿已核对", by=by, at=MONDAY)


def asked_pairs() -> list[set[str]]:
    asked = IdentityQuestion.objects.filter(kind="OTHER_NUMBER", status="OPEN")
    return [{one.person.name, one.other.name if one.other else ""} for one in asked]


def test_a_corrected_list_that_gives_somebody_anothers_name_asks_though_the_first_is_gone() -> None:
    wrong = publish(listing([listed(1, "陈建国")]))
    publish(listing([listed(2, "陈大文")], batch=2))
    withdraw_list(wrong.batch, by=SYSTEM, at=MONDAY)
    publish(listing([listed(1, "陈大文")], batch=3))
    assert asked_pairs() == [{"陈大文"}]


def test_the_second_of_two_people_with_one_number_is_asked_about_under_their_own_name(officer: User) -> None:
    publish(listing([listed(1, "陈建国"), listed(1, "陈大文", row=2)]))
    publish(listing([listed(2, "陈大文")], batch=2))
    settle("SAME_NUMBER", "TWO", officer)
    assert asked_pairs() == [{"陈大文"}]


def test_a_name_that_a_list_gives_by_a_former_number_is_asked_about(officer: User) -> None:
    publish(listing([listed(1, "陈大文"), listed(2, "陈大文")]))
    settle("OTHER_NUMBER", "SAME", officer)
    publish(listing([listed(3, "陈建国")], batch=2))
    publish(listing([listed(2, "陈建国")], batch=3))
    assert asked_pairs() == [{"陈大文", "陈建国"}]


def living_together() -> list[list[str]]:
    homes: dict[int, list[str]] = {}
    for stay in HouseholdMember.objects.filter(valid_to__isnull=True).order_by("person__name"):
        homes.setdefault(stay.household_id, []).append(stay.person.name)
    return sorted(homes.values())


def split(name: str, by: User) -> None:
    stay = HouseholdMember.objects.get(person__name=name, household__members__person__name="李小兰")
    split_household(
        Household.objects.get(pk=stay.household_id),
        people=[stay.person_id],
        happened_on=date(2026, 11, 1),
        reason="户口簿已核对",
        by=by,
        at=MONDAY,
    )


@pytest.mark.parametrize("first", ["split", "settled"])
def test_who_was_split_off_stays_apart_when_the_number_turns_out_to_be_somebodys_other(
    officer: User, first: str
) -> None:
    publish(listing([listed(1, "陈大文")], period=OCTOBER.previous()))
    family = [listed(2, "陈大文", household_number="1"), listed(3, "李小兰", household_number="1")]
    publish(listing(family, batch=2))
    acts: list[Callable[[], None]] = [
        lambda: split("陈大文", officer),
        lambda: settle("OTHER_NUMBER", "SAME", officer),
    ]
    for act in acts if first == "split" else reversed(acts):
        act()
    assert living_together() == [["李小兰"], ["陈大文"]]
    home = HouseholdMember.objects.get(person__name="陈大文", valid_to__isnull=True).household
    assert [each.kind for each in acts_on(home)] == ["SPLIT"]
    assert home_of(HouseholdAct.objects.get()) == home.pk

    undo_act(HouseholdAct.objects.get(), by=officer, at=MONDAY, reason="户口簿已核对")
    assert living_together() == [["李小兰", "陈大文"]]
