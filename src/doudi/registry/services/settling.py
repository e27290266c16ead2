"""Settles who somebody is: one person or two, with a reason, and undone at any time."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.common.rows import save_rows
from doudi.kernel.names import name_key
from doudi.registry.models import Identity, IdentityQuestion, ListLine, Person
from doudi.registry.selectors.facts import chunks, divided_numbers
from doudi.registry.services.asking import ask_about_pairs
from doudi.registry.services.people import initials_of, take_turn
from doudi.registry.services.reconciling import Cause
from doudi.registry.services.replay import replay
from doudi.registry.states import PAIRS, IdentityStanding, QuestionKind, QuestionStatus

REASON_LENGTH = 4
ANSWERED = (QuestionStatus.SAME, QuestionStatus.TWO)


class SettlingReasonMissing(Refusal):
    """Who somebody is was settled without saying on what ground."""

    def __init__(self) -> None:
        super().__init__(
            "请写明核定依据（不少于 4 个字），例如“户口簿已核，派出所更正号码”。", field="reason"
        )


class AlreadySettled(Refusal):
    """The question was answered before."""

    def __init__(self) -> None:
        super().__init__("这一条已经核定。要改，请先撤销原来的核定。")


class NotSettled(Refusal):
    """There is no answer to undo."""

    def __init__(self) -> None:
        super().__init__("这一条还没有核定，不用撤销。请刷新页面看最新情况。")


@transaction.atomic
def settle_question(
    question: IdentityQuestion, *, answer: str, reason: str, by: User, at: datetime
) -> IdentityQuestion:
    """Say that two records are one person, or two; everything that hangs on them is derived anew."""
    take_turn()
    question = IdentityQuestion.objects.select_for_update().get(pk=question.pk)
    if question.status in ANSWERED:
        raise AlreadySettled
    if len(reason.strip()) < REASON_LENGTH:
        raise SettlingReasonMissing
    question.status, question.reason = QuestionStatus(answer), reason.strip()
    question.answered_by, question.answered_at = by.username, at
    if question.kind == QuestionKind.SAME_NUMBER and question.status == QuestionStatus.TWO:
        question.other = _person_apart(question, at=at)
    question.save()
    _bring_about(question, "registry.question_settled", at=at)
    _record("registry.question_settled", question, by=by, at=at, reason=reason)
    return question


@transaction.atomic
def undo_settlement(question: IdentityQuestion, *, reason: str, by: User, at: datetime) -> IdentityQuestion:
    """Take an answer back; what was before it stands again."""
    take_turn()
    question = IdentityQuestion.objects.select_for_update().get(pk=question.pk)
    if question.status not in ANSWERED:
        raise NotSettled
    if len(reason.strip()) < REASON_LENGTH:
        raise SettlingReasonMissing
    undone, question.status = question.status, QuestionStatus.OPEN
    question.save(update_fields=["status"])
    _bring_about(question, "registry.settlement_undone", at=at)
    _record("registry.settlement_undone", question, by=by, at=at, reason=reason, undone=undone)
    return question


def _person_apart(question: IdentityQuestion, *, at: datetime) -> Person:
    """Return the person of the other name: the one an earlier answer made, else a new one with the number."""
    if question.other is not None:
        return question.other
    first, number = question.person, question.identity
    made = Person.objects.create(
        name=question.name,
        name_key=question.name_key,
        initials=initials_of(question.name)[:60],
        sex=first.sex,
        born_on=first.born_on,
        division=first.division,
        created_at=at,
    )
    if number is not None:
        Identity.objects.create(
            person=made,
            token_high=number.token_high,
            token_low=number.token_low,
            epoch=number.epoch,
            number=number.number,
            standing=IdentityStanding.SHARED,
        )
    return made


def _bring_about(question: IdentityQuestion, recorded_as: str, *, at: datetime) -> None:
    """Let the records point as the answers say, give each line to whom it belongs, and replay."""
    together = _connected(question)
    _point(together)
    _give_lines(together)
    cause = Cause(at, recorded_as)
    replay(together, cause)
    # a name goes over to another record, who may have it in common with somebody
    ask_about_pairs(together, together, cause)


def _connected(question: IdentityQuestion) -> set[int]:
    """Return everyone whom questions join to the two of this one."""
    found = {person for person in (question.person_id, question.other_id) if person}
    edge = set(found)
    while edge:
        asked = IdentityQuestion.objects.filter(other__isnull=False)
        pairs = [*asked.filter(person__in=edge).values_list("person_id", "other_id")]
        pairs += asked.filter(other__in=edge).values_list("person_id", "other_id")
        edge = {person for pair in pairs for person in pair if person} - found
        found |= edge
    return found


def _point(people: Collection[int]) -> None:
    """Let each record point to the earliest of those it is one person with.

    Of a number under two names the second stands for itself only while officers hold them to be two.
    """
    asked = IdentityQuestion.objects.filter(person__in=people, other__isnull=False)
    joined = asked.filter(kind__in=PAIRS, status=QuestionStatus.SAME)
    apart_no_more = asked.filter(kind=QuestionKind.SAME_NUMBER).exclude(status=QuestionStatus.TWO)
    stands_for = {person: person for person in people}
    pairs = sorted((joined | apart_no_more).values_list("person_id", "other_id"))
    for _ in pairs:
        for one, other in pairs:
            first = min(stands_for[one], stands_for[other or one])
            stands_for[one] = stands_for[other or one] = first
    changed = []
    for person in Person.objects.filter(pk__in=people):
        points_to = None if stands_for[person.pk] == person.pk else stands_for[person.pk]
        if person.same_as_id != points_to:
            person.same_as_id = points_to
            changed.append(person)
    save_rows(changed, ["same_as"], recorded_as="registry.question_settled")


def _give_lines(people: Collection[int]) -> None:
    """Give each line to the person its number and name belong to."""
    stands_for = dict(Person.objects.filter(pk__in=people).values_list("pk", "same_as_id"))
    owners = dict(
        Identity.objects.filter(person__in=people, standing=IdentityStanding.CONFIRMED).values_list(
            "pk", "person_id"
        )
    )
    rulings = divided_numbers(owners)
    changed = []
    for part in chunks(owners):
        for line in ListLine.objects.filter(identity__in=part):
            owner = rulings.get((line.identity_id, name_key(line.name)[:60]), owners[line.identity_id])
            owner = stands_for.get(owner) or owner
            if line.person_id != owner:
                line.person_id = owner
                changed.append(line)
    save_rows(changed, ["person"], recorded_as="registry.question_settled")


def _record(
    action: str, question: IdentityQuestion, *, by: User, at: datetime, reason: str, undone: str = ""
) -> None:
    audit.record(
        action,
        subject_type="identity_question",
        subject_id=str(question.pk),
        by=by,
        at=at,
        division=question.person.division,
        reason=reason.strip(),
        details={"status": question.status, "undone": undone},
    )
