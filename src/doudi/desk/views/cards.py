"""Shows one person or one household with everything that hangs on them (一户一条救助链)."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.cards import HOUSEHOLD, PERSON, Card, find_card, parts_of, ways_on
from doudi.common.lists.showing import way_through
from doudi.common.problems import Refusal
from doudi.desk.lists import HOUSEHOLDS, PEOPLE
from doudi.registry.services.people import reveal_number

LISTS = {HOUSEHOLD: HOUSEHOLDS, PERSON: PEOPLE}
LOOKS = {HOUSEHOLD: "registry.household_viewed", PERSON: "registry.person_viewed"}


@requires("registry.view_person", object_kind="person", id_parameter="pk")
def person(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a person's card; the look is written into the audit trail."""
    card = _card(request, PERSON, pk)
    record_look(request, PERSON, card.pk, card.division)
    return _page(request, card)


@requires("registry.reveal_number", verbs=("POST",), object_kind="person", id_parameter="pk")
def reveal(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a person's card once with the number in clear, for the reason given."""
    card = _card(request, PERSON, pk)
    reason = request.POST.get("reason", "")
    try:
        number = reveal_number(card.row, by=request.access.user, at=clock.now(), reason=reason)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("desk:person", pk=pk)
    return _page(request, replace(card, told={"number": number}))


@requires("registry.view_household", object_kind="household", id_parameter="pk")
def household(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a household's card; the look is written into the audit trail."""
    card = _card(request, HOUSEHOLD, pk)
    record_look(request, HOUSEHOLD, card.pk, card.division)
    return _page(request, card)


def _card(request: OfficerRequest, kind: str, pk: int) -> Card:
    card = find_card(request, kind, pk)
    if card is None:
        raise Http404
    return card


def _page(request: OfficerRequest, card: Card) -> HttpResponse:
    context = {
        "card": card,
        "parts": parts_of(request, card),
        "ways": list(ways_on(request, card)),
        "way": way_through(request, LISTS[card.kind], card.pk),
    }
    return render(request, f"desk/{card.kind}.html", context)


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
