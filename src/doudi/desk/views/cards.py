"""Shows one person or one household with everything that hangs on them (一户一条救助链)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.audit import services as audit
from doudi.circumstances.models import BereavedFamily
from doudi.circumstances.selectors.bereaved import bereaved_among
from doudi.circumstances.selectors.caring import care_labels
from doudi.circumstances.services.bereaved import look_at_bereavements
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.common.templatetags.doudi import period as month_in_words
from doudi.desk.views.standing import open_to, standing_of
from doudi.exchange.catalogue import source_title
from doudi.kernel.dates import whole_years
from doudi.kernel.masking import mask_number
from doudi.monitoring.selectors.ledger import entries_within
from doudi.monitoring.selectors.lines import entry_lines
from doudi.regions.selectors import name_path
from doudi.registry.models import Enrolment, Household, HouseholdMember, Person
from doudi.registry.rules.layers import history, layer_on
from doudi.registry.selectors import (
    households_within,
    people_within,
    records_of,
    valid_enrolments,
    who_stands_for,
)
from doudi.registry.selectors.cards import acts_on, places_to_move_to, said_lines
from doudi.registry.selectors.carried import Carried, amounts_carried, place_carried
from doudi.registry.selectors.contradictions import contradicted
from doudi.registry.selectors.layers import grounds_of
from doudi.registry.selectors.questions import questions_about
from doudi.registry.services.people import reveal_number
from doudi.registry.states import Category
from doudi.rulebook.selectors.packages import package_changes

BEREAVED = "circumstances.keep_bereaved"

LOOKS = {"household": "registry.household_viewed", "person": "registry.person_viewed"}


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


@requires("registry.view_person", object_kind="person", id_parameter="pk")
def person(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a person's card; the look is written into the audit trail."""
    shown = _person(request, pk)
    record_look(request, "person", shown.pk, shown.division)
    return _person_page(request, shown)


@requires("registry.reveal_number", verbs=("POST",), object_kind="person", id_parameter="pk")
def reveal(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a person's card once with the number in clear, for the reason given."""
    shown = _person(request, pk)
    try:
        number = reveal_number(
            shown, by=request.access.user, at=clock.now(), reason=request.POST.get("reason", "")
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("desk:person", pk=pk)
    return _person_page(request, shown, number=number)


def _person(request: OfficerRequest, pk: int) -> Person:
    """Return the person of a record; of one that is another's person, the one who stands for both."""
    return get_object_or_404(people_within(request.access.scope), pk=who_stands_for().get(pk, pk))


def _person_page(request: OfficerRequest, shown: Person, *, number: str = "") -> HttpResponse:
    identity = shown.identities.order_by("standing", "id").first()
    home = shown.memberships.filter(valid_to__isnull=True).first()
    records = records_of(shown)
    entries = entries_within(request.access.scope).filter(person__in=records)
    context = {
        "person": shown,
        "said": said_lines(records),
        "questions": questions_about(records),
        "age": whole_years(shown.born_on, clock.today()),
        "place": name_path(shown.division),
        "place_carried": _carried(place_carried(shown.pk, shown.division)),
        "number": number or (mask_number(identity.number) if identity else ""),
        "is_revealed": bool(number),
        "household": home.household_id if home else None,
        "enrolments": _enrolments(valid_enrolments().filter(person=shown)),
        "entries": entry_lines(entries, on=clock.today()),
        "may_reveal": request.access.may("registry.reveal_number"),
        "may_label": request.access.may("monitoring.conclude_entry"),
        "care": _care(records),
        "bereaved": _bereaved(request, records),
        "may_see_bereaved": request.access.may(BEREAVED),
        **standing_of(request, shown),
    }
    return render(request, "desk/person.html", context)


@requires("registry.view_household", object_kind="household", id_parameter="pk")
def household(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a household's card; the look is written into the audit trail."""
    shown = get_object_or_404(households_within(request.access.scope), pk=pk)
    record_look(request, "household", shown.pk, shown.division)
    members = list(shown.members.all())
    entries = entries_within(request.access.scope).filter(person__in=[m.person_id for m in members])
    of_household = entries_within(request.access.scope).filter(household=shown, person__isnull=True)
    head = _head(shown, members)
    acts = acts_on(shown)
    context = {
        "household": shown,
        "acts": acts,
        "against": contradicted(acts),
        "may_change": request.access.may("registry.change_household"),
        "places": places_to_move_to(shown),
        "today": clock.today(),
        "head": head.person.name if head else "",
        "place": name_path(shown.division),
        "place_carried": _carried(place_carried(head.person_id, shown.division)) if head else "",
        "members": [_member(member) for member in members],
        **_layering(shown, [member.person_id for member in members]),
        "enrolments": _enrolments(_enrolments_of(shown, members)),
        "entries": entry_lines([*of_household, *entries], on=clock.today()),
        "numbers": [
            (each.number, source_title(each.source))
            for each in shown.numbers.exclude(number__startswith="#").order_by("source")
        ],
        "may_compute": request.access.may("studies.try_family"),
        "bereaved": _bereaved(request, [member.person_id for member in members]),
    }
    return render(request, "desk/household.html", context)


def _care(records: Sequence[int]) -> list[str]:
    """Return the labels of a person, whichever record of theirs they were given."""
    labels = care_labels(records, on=clock.today())
    return list(dict.fromkeys(label for record in records for label in labels.get(record, ())))


def _bereaved(request: OfficerRequest, people: Sequence[int]) -> list[BereavedFamily]:
    """Return the files only one post may see, each look on record; to any other post there are none."""
    if not request.access.may(BEREAVED):
        return []
    found = bereaved_among(people)
    look_at_bereavements(found, by=request.access.user, at=clock.now())
    return found


def _head(shown: Household, members: Sequence[HouseholdMember]) -> HouseholdMember | None:
    """Return who heads a household, else whoever came first."""
    return next(
        (each for each in members if each.person_id == shown.head_id), members[0] if members else None
    )


def _layering(shown: Household, members: Sequence[int]) -> dict[str, Any]:
    """Return a household's one layer, what is open to it, and what each change of layer brought."""
    grounds = [ground for each in grounds_of(members).values() for ground in each]
    layer = layer_on(grounds, clock.today())
    return {
        "layer": str(Category(layer).label) if layer else "",
        "entitled": open_to(layer, shown.division),
        "layer_changes": package_changes(history(grounds), shown.division),
    }


def _enrolments_of(shown: Household, members: Iterable[HouseholdMember]) -> QuerySet[Enrolment]:
    own = valid_enrolments().filter(household=shown)
    return own | valid_enrolments().filter(person__in=[member.person_id for member in members])


def _enrolments(enrolments: QuerySet[Enrolment]) -> list[EnrolmentLine]:
    found = list(enrolments.select_related("person", "opened_by").order_by("-valid_from", "id"))
    today, carried = clock.today(), amounts_carried(found)
    return [
        EnrolmentLine(
            person=enrolment.person.name,
            programme=enrolment.get_programme_display(),
            amount_fen=enrolment.amount_fen,
            valid_from=enrolment.valid_from,
            valid_to=enrolment.valid_to,
            source=f"{enrolment.opened_by.period} 名册",
            is_live=enrolment.valid_to is None or enrolment.valid_to > today,
            carried=_carried(carried.get(enrolment.pk)),
        )
        for enrolment in found
    ]


def _carried(said: Carried | None) -> str:
    """Say from which list a value stands that the newest one does not give."""
    return f"据{month_in_words(said.period)}{source_title(said.source)}" if said else ""


def _member(member: HouseholdMember) -> MemberLine:
    return MemberLine(
        pk=member.person_id,
        name=member.person.name,
        relation=member.get_relation_display(),
        sex=member.person.get_sex_display(),
        age=whole_years(member.person.born_on, clock.today()),
        since=member.valid_from,
        counted=member.counted,
    )


def record_look(request: OfficerRequest, kind: str, pk: int, division: str) -> None:
    """Write into the trail that an officer looked at what is kept of a person or a household."""
    audit.record(
        LOOKS[kind],
        subject_type=kind,
        subject_id=str(pk),
        by=request.access.user,
        at=clock.now(),
        division=division,
    )
