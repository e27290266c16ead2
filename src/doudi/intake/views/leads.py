"""Takes a lead in one form: first whom, from the registry or new, then what was seen."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.once import posted
from doudi.documents.services.attachments import Given
from doudi.documents.states import AttachmentKind
from doudi.intake.forms import LeadForm
from doudi.intake.models import HomeCheck
from doudi.intake.selectors.known import known_of
from doudi.intake.services.leads import Seen, record_lead
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.selectors import division_names, divisions_within, name_path
from doudi.regions.states import Level
from doudi.registry.models import Person
from doudi.registry.selectors import people_within
from doudi.registry.selectors.finding import find_people
from doudi.work.services.moves import Act

KEEP = "intake.keep_checks"
FIND, CHOOSE = "find", "choose"
MOST_FOUND = 20


@requires(KEEP, verbs=("GET", "POST"))
def new_lead(request: OfficerRequest) -> HttpResponse:
    """Find whom a lead is about, then take what was seen; names and numbers are never in an address."""
    step = request.POST.get("step", "")
    if request.method != "POST" or step == FIND:
        return _find(request)
    person = _chosen(request)
    if step == CHOOSE:
        return _page(request, _blank(request, person), person)
    form = LeadForm(_places(request, person), posted(request), request.FILES)
    if not form.is_valid():
        return _page(request, form, person, status=422)
    made: list[HomeCheck] = []
    if not attempt(form, lambda: made.append(_record(request, form, person))):
        return _page(request, form, person, status=422)
    messages.success(request, "线索已登记，并派出入户排查。")
    return redirect("intake:home_check", pk=made[0].pk)


def _find(request: OfficerRequest) -> HttpResponse:
    query = request.POST.get("q", "").strip()
    found = list(find_people(query, scope=request.access.scope)[:MOST_FOUND]) if query else []
    if query:
        # what was typed may be a number and stays out of the trail
        audit.record(
            "intake.people_searched",
            subject_type="division",
            subject_id=request.focus.region,
            by=request.access.user,
            at=clock.now(),
            division=request.focus.region,
            details={"found": len(found)},
        )
    places = division_names(code for each in found for code in (each.division[:9], each.division))
    context = {
        "query": query,
        "lines": [(each, places.get(each.division[:9], ""), places.get(each.division, "")) for each in found],
    }
    return render(request, "intake/find_person.html", context)


def _chosen(request: OfficerRequest) -> Person | None:
    """Return the person picked; one outside the reader's scope is like one that does not exist."""
    key = request.POST.get("person", "")
    if not key:
        return None
    found = people_within(request.access.scope).filter(pk=int(key)).first() if key.isdigit() else None
    if found is None:
        raise Http404
    return found


def _places(request: OfficerRequest, person: Person | None) -> list[tuple[str, str]]:
    """Return the villages a lead may be in: the person's own first, then those of the reader's."""
    villages = divisions_within(request.access.scope, level=Level.VILLAGE)
    towns = division_names(each.code[:9] for each in villages)
    places = [(each.code, f"{towns.get(each.code[:9], '')} {each.name}".strip()) for each in villages]
    if person is None or not request.access.scope.covers(person.division):
        return places
    return [
        (person.division, name_path(person.division)),
        *(each for each in places if each[0] != person.division),
    ]


def _blank(request: OfficerRequest, person: Person | None) -> LeadForm:
    said = {"person": person.pk if person else None, "seen_on": clock.today()}
    return LeadForm(_places(request, person), initial=said)


def _page(request: OfficerRequest, form: LeadForm, person: Person | None, status: int = 200) -> HttpResponse:
    if person is not None:
        del form.fields["name"], form.fields["number"]
    context: dict[str, Any] = {
        "form": form,
        "person": person,
        "known": known_of(person, region=person.division[:COUNTY_DIGITS], on=clock.today())
        if person
        else None,
    }
    return render(request, "intake/lead_new.html", context, status=status)


def _record(request: OfficerRequest, form: LeadForm, person: Person | None) -> HomeCheck:
    said = form.cleaned_data
    photo, once = said.pop("photo"), said.pop("once")
    photos = [Given(photo.name, photo.read(), AttachmentKind.PHOTO)] if photo else []
    seen = Seen(**{**said, "person": person}, photos=photos)
    return record_lead(seen, act=Act(clock.now(), request.access.user), once=once)[1]
