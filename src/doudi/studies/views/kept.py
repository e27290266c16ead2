"""Shows a family's computation sheets, makes new ones and prints old ones exactly as they were."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.policy.reopening import reopened
from doudi.policy.sheet import Sheet
from doudi.regions.selectors import division_names, name_path
from doudi.registry.models import Household
from doudi.registry.selectors import households_within
from doudi.registry.states import Relation
from doudi.rulebook.catalogue import book
from doudi.studies.forms.kept import KeepSheetForm
from doudi.studies.models import FactSheet, KeptSheet
from doudi.studies.rules.sheets import refusals, resident_lines
from doudi.studies.selectors.kept import kept_sheets_within
from doudi.studies.selectors.trying import programme_choices
from doudi.studies.services.kept import faults_in, keep_sheet, record_sheet_seen
from doudi.studies.services.printing import clerk_paper, resident_paper
from doudi.studies.views.trying import as_pdf, sheet_parts

PAPERS = {"resident": resident_paper, "clerk": clerk_paper}


@requires("studies.try_family", verbs=("GET", "POST"), object_kind="household", id_parameter="pk")
def household_sheets(request: OfficerRequest, pk: int) -> HttpResponse:
    """List a family's sheets, and compute and keep another by the rules of a day."""
    household = get_object_or_404(households_within(request.access.scope), pk=pk)
    form = KeepSheetForm(
        request.POST or None,
        programmes=programme_choices(book()),
        initial={"on": clock.today()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep_sheet(household, **form.cleaned_data, by=request.access.user, at=clock.now())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            return redirect("studies:kept_sheet", kept.pk)
    context = {
        "household": household,
        "head": head_of(household),
        "place": name_path(household.division),
        "facts": FactSheet.objects.filter(household=household, superseded_at__isnull=True).first(),
        "sheets": kept_sheets_within(request.access.scope).filter(household=household),
        "form": form,
    }
    return render(request, "studies/household_sheets.html", context)


@requires("studies.try_family", object_kind="kept_sheet", id_parameter="pk")
def kept_sheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a kept sheet, recomputed from itself alone; looking is written down."""
    kept = _kept(request, pk)
    sheet = _sheet(kept)
    record_sheet_seen(kept, by=request.access.user, at=clock.now())
    context = {
        "kept": kept,
        "head": head_of(kept.household),
        "place": division_names([kept.division[:COUNTY_DIGITS]]).get(kept.division[:COUNTY_DIGITS], ""),
        "sheet": sheet,
        "faults": faults_in(kept),
        "reasons": refusals(sheet),
        "lines": resident_lines(sheet),
        "unverified": sheet.unverified,
        **sheet_parts(sheet),
    }
    return render(request, "studies/kept_sheet.html", context)


@requires("studies.try_family", object_kind="kept_sheet", id_parameter="pk")
def kept_paper(request: OfficerRequest, pk: int, kind: str) -> HttpResponse:
    """Print a kept sheet for the family or for the file."""
    kept = _kept(request, pk)
    if kind not in PAPERS:
        raise Http404
    county = kept.division[:COUNTY_DIGITS]
    record_sheet_seen(kept, by=request.access.user, at=clock.now())
    place = division_names([county]).get(county, county)
    return as_pdf(PAPERS[kind](_sheet(kept), place=place, at=kept.made_at), kind)


def _kept(request: OfficerRequest, pk: int) -> KeptSheet:
    sheets = kept_sheets_within(request.access.scope).select_related("household")
    return get_object_or_404(sheets, pk=pk)


def _sheet(kept: KeptSheet) -> Sheet:
    return reopened(json.loads(kept.sheet))


def head_of(household: Household) -> str:
    """Return the name of who heads a family today; empty when nobody does."""
    members = household.members.filter(valid_to__isnull=True).select_related("person").order_by("id")
    heads = [member for member in members if member.relation == Relation.HEAD] or list(members)
    return heads[0].person.name if heads else ""
