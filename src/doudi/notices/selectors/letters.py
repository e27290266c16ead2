"""Answers which letters there are within a scope, where each stands, and what its tasks are called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from doudi.common.scope import Scope
from doudi.notices.catalogue import delivering
from doudi.notices.models import Delivery, Letter, Objection
from doudi.notices.rules.delivering import Attempt, Standing, standing_of
from doudi.notices.states import LetterState, Outcome
from doudi.regions.selectors import division_names
from doudi.work.declaring import Words
from doudi.work.models import Task

DELIVER, REVIEW = "letter_delivery", "letter_review"
"""The kinds of the tasks of a letter."""
SUBJECT = "letter"


@dataclass(frozen=True, slots=True)
class LetterLine:
    """A letter as one line: where it stands, the day it was delivered, and where it goes."""

    letter: Letter
    place: str
    state: LetterState
    delivered_on: date | None

    @property
    def tone(self) -> str:
        """Return how the state is coloured."""
        return {LetterState.DELIVERED: "ok", LetterState.FAILED: "bad"}.get(self.state, "wait")


def letters_within(scope: Scope) -> QuerySet[Letter]:
    """Return the letters that go to places of a scope, newest first."""
    found = Letter.objects.filter(scope.q("division")).select_related("paper", "sent_by")
    return found.prefetch_related("deliveries")


def letters_in_state(letters: QuerySet[Letter], state: str) -> QuerySet[Letter]:
    """Return those that stand in a state; any other word asks for all."""
    counting = Delivery.objects.filter(letter=OuterRef("pk"), replaced_by__isnull=True)
    reached = Exists(counting.filter(outcome=Outcome.DELIVERED))
    if state == LetterState.DELIVERED:
        return letters.filter(reached)
    if state == LetterState.FAILED:
        return letters.filter(Exists(counting), ~reached)
    return letters.filter(~Exists(counting)) if state == LetterState.WAITING else letters


def letters_about(kind: str, key: str) -> QuerySet[Letter]:
    """Return the letters about one thing, oldest first."""
    found = Letter.objects.filter(subject_kind=kind, subject_id=key).select_related("paper")
    return found.prefetch_related("deliveries").order_by("id")


def standing_of_letter(letter: Letter) -> Standing:
    """Return where a letter stands by its deliveries as they are now."""
    return standing_of(
        Attempt(each.pk, each.happened_on, each.outcome == Outcome.DELIVERED, each.replaces_id)
        for each in letter.deliveries.all()
    )


def letter_lines(letters: Iterable[Letter]) -> list[LetterLine]:
    """Return letters as lines."""
    listed = list(letters)
    names = division_names(each.division for each in listed)
    return [_line(each, names) for each in listed]


def _line(letter: Letter, names: Mapping[str, str]) -> LetterLine:
    standing = standing_of_letter(letter)
    tried = LetterState.FAILED if standing.was_tried else LetterState.WAITING
    state = LetterState.DELIVERED if standing.delivered_on else tried
    return LetterLine(letter, names.get(letter.division, ""), state, standing.delivered_on)


def review_ends_on(letter: Letter, delivered_on: date | None) -> date | None:
    """Return the last day on which review may be asked for; None where it may not, or not yet."""
    if delivered_on is None or not letter.is_open_to_review:
        return None
    return delivered_on + timedelta(days=delivering().review.value)


def objections_to(letter: Letter) -> QuerySet[Objection]:
    """Return what was said against a letter, oldest first."""
    return letter.objections.select_related("recorded_by")


def words_of(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how the letters of these keys are called among the tasks, and their pages."""
    letters = Letter.objects.filter(pk__in=keys).select_related("paper")
    return {
        str(each.pk): Words(
            name=each.addressee,
            address=reverse("notices:letter", args=(each.pk,)),
            note=each.paper.number,
        )
        for each in letters
    }


def last_task(letter: Letter, kind: str) -> Task | None:
    """Return the task of a kind that was opened last for a letter; None where none was."""
    tasks = Task.objects.filter(kind=kind, subject_kind=SUBJECT, subject_id=str(letter.pk))
    return tasks.order_by("id").last()
