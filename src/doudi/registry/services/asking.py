"""Asks whether two records with a number each are one person, while live lists give ground to ask."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from doudi.common.rows import save_rows
from doudi.registry.models import IdentityQuestion, KnownName, Person
from doudi.registry.selectors.facts import chunks
from doudi.registry.selectors.former import former_names
from doudi.registry.selectors.pairs import Pair, neighbours, pairs_by_former_number, pairs_by_name
from doudi.registry.services.reconciling import Cause
from doudi.registry.states import PAIRS, QuestionKind, QuestionStatus

NAMES_AT_ONCE = 500
UNANSWERED = (QuestionStatus.OPEN, QuestionStatus.LAPSED)


@dataclass(frozen=True, slots=True)
class Ground:
    """Why any two records may be one person, as live lists stand."""

    former_number: Collection[Pair]
    name: Collection[Pair]

    def kind(self, pair: Pair) -> QuestionKind | None:
        """Return why a pair is asked about: what a row says outright before what looks alike."""
        if pair in self.former_number:
            return QuestionKind.FORMER_NUMBER
        return QuestionKind.OTHER_NUMBER if pair in self.name else None


def ask_about_pairs(people: Collection[int], named: Iterable[Person], cause: Cause) -> None:
    """Let a question stand for each two records of which live lists say that they may be one person.

    `people` are those of whom lists say something else now, `named` those of them that have a name they had
    not before. A question without ground any more lapses, and comes back with its ground; answers stay.
    """
    asked: dict[Pair, IdentityQuestion] = {}
    stated: set[Pair] = set()
    for part in chunks(people):
        asked |= {(each.person_id, each.other_id or 0): each for each in _asked_about(part)}
        stated |= pairs_by_former_number(part)
    alike = neighbours(_alike(named)) | stated | asked.keys()
    ground = Ground(stated, pairs_by_name(alike))
    changed = [question for pair, question in asked.items() if _follows(question, ground.kind(pair))]
    save_rows(changed, ["kind", "status"], recorded_as=cause.recorded_as)
    # a pair without ground, its list being taken back, is kept so that it is asked when the list is back
    new = [
        IdentityQuestion(
            kind=QuestionKind.OTHER_NUMBER, person_id=pair[0], other_id=pair[1], raised_at=cause.at
        )
        for pair in sorted(alike - asked.keys())
    ]
    for question in new:
        _follows(question, ground.kind((question.person_id, question.other_id or 0)))
    IdentityQuestion.objects.bulk_create(new)


def _follows(question: IdentityQuestion, kind: QuestionKind | None) -> bool:
    """Let an unanswered question be open for its ground, or lapsed without; say whether that changed it."""
    status = QuestionStatus.OPEN if kind else QuestionStatus.LAPSED
    before = (question.kind, question.status)
    if question.status in UNANSWERED:
        question.kind, question.status = kind or question.kind, status
    return before != (question.kind, question.status)


def _asked_about(people: Collection[int]) -> QuerySet[IdentityQuestion]:
    """Return the questions about two records of which one is, or stands for, one of these people."""
    first = Q(person__in=people) | Q(person__same_as__in=people)
    second = Q(other__in=people) | Q(other__same_as__in=people)
    return IdentityQuestion.objects.filter(first | second, kind__in=PAIRS)


def _alike(people: Iterable[Person]) -> set[Pair]:
    """Return people with those who have a name, present or former, and the birth date in common with them."""
    new = {person.pk: person for person in people if person.name_key}
    ours = _all_names(new)
    known = _known_by(sorted({key for names in ours.values() for key in names}))
    pairs: set[Pair] = set()
    for person in new.values():
        for other in (one for key in ours[person.pk] for one in known.get((key, person.born_on), ())):
            if other != person.pk:
                pairs.add((min(person.pk, other), max(person.pk, other)))
    return pairs


def _known_by(keys: list[str]) -> dict[tuple[str, object], set[int]]:
    """Return who has some names, by name and birth date."""
    known: dict[tuple[str, object], set[int]] = {}
    for start in range(0, len(keys), NAMES_AT_ONCE):
        part = keys[start : start + NAMES_AT_ONCE]
        now = Person.objects.filter(name_key__in=part).values_list("name_key", "born_on", "pk")
        also = KnownName.objects.filter(name_key__in=part)
        for key, born_on, person in (*now, *also.values_list("name_key", "person__born_on", "person_id")):
            known.setdefault((key, born_on), set()).add(person)
    return known


def _all_names(people: Mapping[int, Person]) -> dict[int, set[str]]:
    names = {pk: {person.name_key} for pk, person in people.items()}
    for part in chunks(people):
        for person, key in KnownName.objects.filter(person__in=part).values_list("person_id", "name_key"):
            names[person].add(key)
    for person, key in former_names(people):
        names[person].add(key)
    return names
