"""Answers which questions about who somebody is wait, and what each side's lists say."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet

from doudi.common.scope import Scope
from doudi.kernel.masking import mask_number
from doudi.kernel.names import name_key
from doudi.registry.models import HouseholdMember, Identity, IdentityQuestion, ListLine, Person
from doudi.registry.selectors.facts import chunks
from doudi.registry.selectors.former import said_before
from doudi.registry.states import PAIRS, QuestionStatus

MOST_LINES = 200


def questions_within(scope: Scope) -> QuerySet[IdentityQuestion]:
    """Return the questions about people who live in a scope, but not those whose lists were taken back."""
    found = IdentityQuestion.objects.filter(scope.q("person__division"))
    return found.exclude(status=QuestionStatus.LAPSED).select_related("person", "other", "identity")


def open_questions(scope: Scope) -> QuerySet[IdentityQuestion]:
    """Return the questions that wait for an officer."""
    return questions_within(scope).filter(status=QuestionStatus.OPEN)


def questions_about(people: Iterable[int]) -> QuerySet[IdentityQuestion]:
    """Return the questions about some records, whichever side they are on."""
    wanted = list(people)
    found = IdentityQuestion.objects.filter(person__in=wanted) | IdentityQuestion.objects.filter(
        other__in=wanted
    )
    return found.exclude(status=QuestionStatus.LAPSED).select_related("person", "other").distinct()


@dataclass(frozen=True, slots=True)
class SideLine:
    """A row of a list with what it says its person had before, in words."""

    line: ListLine
    before: str


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a question: a name with a number, and the rows of lists that say so."""

    person: Person | None
    name: str
    number: str
    lines: list[SideLine]
    household: int | None


def sides_of(question: IdentityQuestion) -> tuple[Side, Side]:
    """Return both records of a question with their sources and rows."""
    if question.kind in PAIRS and question.other is not None:
        return _side_of_person(question.person), _side_of_person(question.other)
    own: list[SideLine] = []
    others: list[SideLine] = []
    for said in _lines(ListLine.objects.filter(identity=question.identity_id)):
        (others if _is_other_name(question, said.line) else own).append(said)
    number = _masked(question.identity)
    first = Side(question.person, question.person.name, number, own, _home(question.person))
    return first, Side(
        question.other, question.name, number, others, _home(question.other) if question.other else None
    )


def newest_rows(questions: Collection[IdentityQuestion]) -> dict[int, tuple[list[ListLine], list[ListLine]]]:
    """Return the newest row of each side of questions, however many there are; none where no list says it."""
    people = {key for each in questions for key in (each.person_id, each.other_id) if key}
    numbers = {each.identity_id for each in questions if each.identity_id}
    by_number: dict[int, list[ListLine]] = {}
    by_person: dict[int, list[ListLine]] = {}
    for field, keys in (("identity__in", numbers), ("identity__person__in", people)):
        for part in chunks(keys):
            live = ListLine.objects.filter(publication__withdrawn_at__isnull=True, **{field: part})
            found = live.select_related("publication", "identity").defer("identity__number")
            for line in found.order_by("-publication__period", "row"):
                kept = (
                    by_number.setdefault(line.identity_id, [])
                    if field == "identity__in"
                    else (by_person.setdefault(line.identity.person_id, []))
                )
                kept.append(line)
    return {each.pk: _newest_of(each, by_number, by_person) for each in questions}


def _newest_of(
    question: IdentityQuestion,
    by_number: Mapping[int, list[ListLine]],
    by_person: Mapping[int, list[ListLine]],
) -> tuple[list[ListLine], list[ListLine]]:
    if question.kind in PAIRS:
        return by_person.get(question.person_id, [])[:1], by_person.get(question.other_id or 0, [])[:1]
    lines = by_number.get(question.identity_id or 0, [])
    others = [line for line in lines if _is_other_name(question, line)]
    return [line for line in lines if line not in others][:1], others[:1]


def _is_other_name(question: IdentityQuestion, line: ListLine) -> bool:
    return name_key(line.name)[: len(question.name_key) or 1] == question.name_key


def _side_of_person(person: Person) -> Side:
    numbers = list(person.identities.order_by("id"))
    lines = _lines(ListLine.objects.filter(identity__in=numbers))
    return Side(person, person.name, "、".join(_masked(each) for each in numbers), lines, _home(person))


def _masked(identity: Identity | None) -> str:
    return mask_number(identity.number) if identity else ""


def _lines(lines: QuerySet[ListLine]) -> list[SideLine]:
    live = lines.filter(publication__withdrawn_at__isnull=True).select_related("publication")
    found = list(live.order_by("-publication__period", "row")[:MOST_LINES])
    before = said_before(line.pk for line in found)
    return [SideLine(line, before.get(line.pk, "")) for line in found]


def _home(person: Person) -> int | None:
    stays = HouseholdMember.objects.filter(person=person, valid_to__isnull=True)
    return stays.values_list("household_id", flat=True).first()
