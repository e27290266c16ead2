"""Asks whether two records with a number each are one person, while live lists give ground to ask."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from doudi.common.rows import save_rows
from doudi.registry.models import IdentityQuestion
from doudi.registry.selectors.facts import chunks
from doudi.registry.selectors.namesakes import namesakes
from doudi.registry.selectors.pairs import Pair, neighbours, pairs_by_former_number, pairs_by_name
from doudi.registry.services.reconciling import Cause
from doudi.registry.states import PAIRS, QuestionKind, QuestionStatus

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


def ask_about_pairs(people: Collection[int], named: Collection[int], cause: Cause) -> None:
    """Let a question stand for each two records of which live lists say that they may be one person.

    `people` are those of whom lists say something else now, `named` those of them that may have a name they
    had not before. A question without ground any more lapses, and comes back with its ground; answers stay.
    """
    asked: dict[Pair, IdentityQuestion] = {}
    stated: set[Pair] = set()
    for part in chunks(people):
        asked |= {(each.person_id, each.other_id or 0): each for each in _asked_about(part)}
        stated |= pairs_by_former_number(part)
    alike = neighbours(namesakes(named)) | stated
    # two become neighbours when a third between them goes, and may have been asked about before
    for part in chunks([person for person, _ in sorted(alike - asked.keys())]):
        asked |= {
            pair: each for each in _asked_of(part) if (pair := (each.person_id, each.other_id or 0)) in alike
        }
    alike |= asked.keys()
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
    """Let a question name its ground as lists stand, and be open for it or lapsed without; an answer stays.

    Say whether that changed it.
    """
    before = (question.kind, question.status)
    question.kind = kind or question.kind
    if question.status in UNANSWERED:
        question.status = QuestionStatus.OPEN if kind else QuestionStatus.LAPSED
    return before != (question.kind, question.status)


def _asked_of(people: Collection[int]) -> QuerySet[IdentityQuestion]:
    """Return the questions about two records of which the first is one of these people."""
    return IdentityQuestion.objects.filter(person__in=people, kind__in=PAIRS)


def _asked_about(people: Collection[int]) -> QuerySet[IdentityQuestion]:
    """Return the questions about two records of which one is, or stands for, one of these people."""
    first = Q(person__in=people) | Q(person__same_as__in=people)
    second = Q(other__in=people) | Q(other__same_as__in=people)
    return IdentityQuestion.objects.filter(first | second, kind__in=PAIRS)
