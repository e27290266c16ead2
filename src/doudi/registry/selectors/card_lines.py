"""Answers with the lines of a card: who lives there, who stands on which list, as which list said it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from doudi.common.places import source_title
from doudi.common.templatetags.doudi import period as month_in_words
from doudi.kernel.dates import whole_years
from doudi.registry.models import Enrolment, HouseholdMember
from doudi.registry.selectors.carried import Carried, amounts_carried, place_carried


@dataclass(frozen=True, slots=True)
class EnrolmentLine:
    """An enrolment as one line of a card."""

    person: str
    programme: str
    amount_fen: int | None
    valid_from: date
    valid_to: date | None
    source: str
    is_live: bool
    carried: str = ""


@dataclass(frozen=True, slots=True)
class MemberLine:
    """A member of a household as one line of its card."""

    pk: int
    name: str
    relation: str
    sex: str
    age: int
    since: date
    counted: bool


def place_words(person: int, division: str) -> str:
    """Say from which list a place stands that the newest one does not give; else nothing."""
    return _words(place_carried(person, division))


def _words(said: Carried | None) -> str:
    return f"据{month_in_words(said.period)}{source_title(said.source)}" if said else ""


def enrolment_lines(enrolments: QuerySet[Enrolment], *, on: date) -> list[EnrolmentLine]:
    """Return enrolments as lines, the newest first, each with the list its amount is carried on from."""
    found = list(enrolments.select_related("person", "opened_by").order_by("-valid_from", "id"))
    carried = amounts_carried(found)
    return [
        EnrolmentLine(
            person=enrolment.person.name,
            programme=enrolment.get_programme_display(),
            amount_fen=enrolment.amount_fen,
            valid_from=enrolment.valid_from,
            valid_to=enrolment.valid_to,
            source=f"{enrolment.opened_by.period} 名册",
            is_live=enrolment.valid_to is None or enrolment.valid_to > on,
            carried=_words(carried.get(enrolment.pk)),
        )
        for enrolment in found
    ]


def member_lines(members: Iterable[HouseholdMember], *, on: date) -> list[MemberLine]:
    """Return the members of a household as lines, with their age on a day."""
    return [
        MemberLine(
            pk=member.person_id,
            name=member.person.name,
            relation=member.get_relation_display(),
            sex=member.person.get_sex_display(),
            age=whole_years(member.person.born_on, on),
            since=member.valid_from,
            counted=member.counted,
        )
        for member in members
    ]
