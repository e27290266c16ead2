"""Tells an empty registry the same facts again: lists in another order, then what officers said."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.registry.models import (
    AccountEnd,
    Checkpoint,
    Enrolment,
    FormerIdentity,
    Household,
    HouseholdAct,
    HouseholdMember,
    HouseholdNumber,
    Identity,
    IdentityQuestion,
    KnownName,
    ListLine,
    ListPublication,
    Person,
)
from doudi.registry.rules.listing import Listing
from doudi.registry.selectors.state import hexadecimal, names_in_state
from doudi.registry.services.enrolment import apply_list, withdraw_list
from doudi.registry.services.reconciling import Cause
from doudi.registry.services.replay import replay
from doudi.registry.services.settling import settle_question
from doudi.registry.tests.factories import MONDAY

About = tuple[str, str]


class Act(NamedTuple):
    """An officer's act on a household, its people named as `export_state` names them."""

    kind: str
    people: tuple[str, ...]
    anchor: str
    division: str
    happened_on: date


class Answers:
    """What officers answered, in the order in which they did, by what was asked rather than by row."""

    def __init__(self) -> None:
        self.given: dict[About, str] = {}

    def give(self, question: IdentityQuestion, answer: str) -> None:
        """Note an answer."""
        self.given[about(question)] = answer

    def take_back(self, question: IdentityQuestion) -> None:
        """Forget an answer."""
        del self.given[about(question)]

    @staticmethod
    def acts() -> list[Act]:
        """Return the acts on households that stand, in the order in which they were done."""
        people = names_in_state().people
        return [
            Act(
                act.kind,
                tuple(people[person.pk] for person in act.people.all()),
                people[act.anchor_id] if act.anchor_id else "",
                act.division,
                act.happened_on,
            )
            for act in HouseholdAct.objects.filter(undone_at__isnull=True).order_by("pk")
        ]


def about(question: IdentityQuestion) -> About:
    """Return what is asked: a number and a name, or two records."""
    if question.identity is not None:
        return hexadecimal(question.identity.token_high, question.identity.token_low), question.name_key
    records = names_in_state().records
    one, other = sorted((records[question.person_id], records[question.other_id or 0]))
    return one, other


def forget_what_follows() -> None:
    """Delete whatever is derived."""
    derived: Iterable[Any] = (HouseholdMember, HouseholdNumber, KnownName, Checkpoint, Enrolment, Household)
    for model in derived:
        model.objects.all().delete()


def forget_everything() -> None:
    """Delete people, lists, questions and acts too."""
    for act in HouseholdAct.objects.all():
        act.people.clear()
    Household.objects.update(head=None)
    forget_what_follows()
    said: Iterable[Any] = (IdentityQuestion, HouseholdAct, FormerIdentity, ListLine, ListPublication)
    for model in (*said, AccountEnd, Identity):
        model.objects.all().delete()
    Person.objects.update(same_as=None)
    Person.objects.all().delete()


def _answered(given: dict[About, str], *, by: User) -> dict[About, str]:
    """Answer what is asked as the officer did, and return what is not asked now."""
    asked = {about(each): each for each in IdentityQuestion.objects.all()}
    for wanted in (each for each in given if each in asked):
        settle_question(asked[wanted], answer=given[wanted], reason="户口簿已核对", by=by, at=MONDAY)
    return {wanted: answer for wanted, answer in given.items() if wanted not in asked}


def told_again(
    lists: Sequence[Listing], standing: Sequence[Listing], answers: Answers, acts: Sequence[Act], *, by: User
) -> None:
    """Publish lists in an order, take back those that stand no more, then answer and act as officers did."""
    for each in lists:
        apply_list(each, by=SYSTEM, at=MONDAY)
    # some of what was answered is asked only once the lists that stand no more are gone
    left = _answered({**answers.given}, by=by)
    for each in lists:
        if each not in standing:
            withdraw_list(each.batch, by=SYSTEM, at=MONDAY)
    assert _answered(left, by=by) == {}, "what an officer answered is not asked"
    for act in acts:
        _act(act, by=by)


def _act(act: Act, *, by: User) -> None:
    people = names_in_state().people
    keys = {
        people[person]: person for person in Person.objects.filter(same_as=None).values_list("pk", flat=True)
    }
    done = HouseholdAct.objects.create(
        kind=act.kind,
        anchor_id=keys[act.anchor] if act.anchor else None,
        division=act.division,
        happened_on=act.happened_on,
        reason="户口簿已核对",
        done_by=by.username,
        done_at=MONDAY,
    )
    done.people.set([keys[each] for each in act.people])
    concerned = {*done.people.values_list("pk", flat=True), *([done.anchor_id] if done.anchor_id else [])}
    replay(concerned, Cause(MONDAY, "registry.household_changed"))
