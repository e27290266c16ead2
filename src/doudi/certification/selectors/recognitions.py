"""Answers until when recognitions hold, which run out soon, and how each reads on a day (认定有效期)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from doudi.certification.catalogue import recheck_before
from doudi.certification.models import CertificationProposal
from doudi.certification.rules.lapsing import Reading, reading
from doudi.certification.states import Matter
from doudi.common.cards import card_address
from doudi.common.scope import Scope
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.procedures.deadlines import deadlines_of
from doudi.procedures.happening import Event
from doudi.procedures.inheriting import NoProcedureYet
from doudi.regions.selectors import working_calendar
from doudi.registry.models import Person, Recognition
from doudi.registry.states import Category
from doudi.rulebook.catalogue import book, procedures
from doudi.work.declaring import Words

RECOGNITION = "recognition"
"""The kind of thing a task to look at a recognition again is about."""
LIMITED = (Category.NEAR_DIBAO, Category.RIGID_EXPENSE)
"""The layers whose procedure has a clock of validity."""


@dataclass(frozen=True, slots=True)
class RecognitionLine:
    """One recognition as a card shows it: how it reads today, and its last day."""

    recognition: Recognition
    reading: Reading
    last_day: date | None

    @property
    def label(self) -> str:
        """The layer's name."""
        return str(self.recognition.get_category_display())


def last_day(category: str, division: str, begins: date) -> date | None:
    """Return the last day of a recognition by the procedure of its place; None where none is set."""
    if category not in LIMITED:
        return None
    rules = procedures()
    try:
        found = deadlines_of(
            rules,
            book(),
            programme=category,
            region=division[:COUNTY_DIGITS],
            on=begins,
            events=(Event("RECOGNISED", begins),),
            calendar=working_calendar(rules.vocabulary.rest_days),
        )
    except NoProcedureYet:
        return None
    return next((one.due.on for one in found if one.clock.name == "validity"), None)


def usual_end(category: str, division: str, begins: date) -> date | None:
    """Return the first day on which a recognition that begins on a day usually holds no more."""
    last = last_day(category, division, begins)
    return last + timedelta(days=1) if last else None


def recognitions_of(person: Person) -> QuerySet[Recognition]:
    """Return what a person was ever recognised as, the newest first."""
    return Recognition.objects.filter(person=person).order_by("-valid_from", "-id")


def lines_of_recognitions(person: Person, *, on: date) -> list[RecognitionLine]:
    """Return a person's recognitions as a card shows them."""
    rows = list(recognitions_of(person))
    ended = _ended(rows)
    return [_line(each, person.division, is_ended=_key(each) in ended, on=on) for each in rows]


def _line(row: Recognition, division: str, *, is_ended: bool, on: date) -> RecognitionLine:
    usual = last_day(row.category, division, row.valid_from)
    said = row.valid_to - timedelta(days=1) if row.valid_to else None
    soon = timedelta(days=recheck_before())
    reads = reading(row.valid_from, said, usual, is_ended=is_ended, soon=soon, on=on)
    return RecognitionLine(row, reads, said or usual)


def _key(row: Recognition) -> tuple[int, str, date | None]:
    return row.person_id, row.category, row.valid_to


def _ended(rows: Iterable[Recognition]) -> set[tuple[int, str, date | None]]:
    """Return which recognitions ended by a decision and did not run out."""
    ends = CertificationProposal.objects.filter(
        certification__person__in={each.person_id for each in rows},
        matter=Matter.END,
        decision__is_agreed=True,
    )
    return set(ends.values_list("certification__person_id", "certification__category", "begins_on"))


def running_out(county: str, *, on: date) -> list[tuple[Recognition, date]]:
    """Return whose recognition in a county is to be looked at again by now, with its last day.

    Not among them: what is certified, which has a duty of its own; what is over; what was renewed.
    """
    rows = (
        Recognition.objects.filter(Scope.of([county]).q("person__division"), category__in=LIMITED)
        .select_related("person")
        .order_by("person", "category", "valid_from", "id")
    )
    latest = {(each.person_id, each.category): each for each in rows}
    certified = _certified(county)
    soon = on + timedelta(days=recheck_before())
    found = []
    for row in latest.values():
        is_over = row.valid_to is not None and row.valid_to <= on
        if is_over or (row.person_id, row.category, row.valid_from) in certified:
            continue
        last = row.valid_to - timedelta(days=1) if row.valid_to else None
        last = last or last_day(row.category, row.person.division, row.valid_from)
        if last is not None and last <= soon:
            found.append((row, last))
    return found


def _certified(county: str) -> set[tuple[int, str, date]]:
    granted = CertificationProposal.objects.filter(
        Scope.of([county]).q("certification__division"),
        matter__in=(Matter.GRANT, Matter.RENEW),
        decision__is_agreed=True,
    )
    return set(granted.values_list("certification__person_id", "certification__category", "begins_on"))


def recognition_words(keys: Collection[str]) -> Mapping[str, Words]:
    """Return how recognitions are called among the tasks; what is to be done stands on the person's card."""
    found = Recognition.objects.filter(pk__in=keys).select_related("person")
    return {
        str(each.pk): Words(
            name=each.person.name,
            address=card_address("person", each.person_id),
            note=str(each.get_category_display()),
        )
        for each in found
    }
