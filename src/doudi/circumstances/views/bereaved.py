"""Shows and keeps the files of families that lost their only child, to the one post that may see them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.circumstances.forms.caring import BereavedForm
from doudi.circumstances.selectors.bereaved import bereaved_among, bereaved_within
from doudi.circumstances.services.bereaved import close_bereavement, file_bereavement, look_at_bereavements
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.problems import Refusal
from doudi.regions.selectors import division_names, name_path
from doudi.registry.selectors import people_within, records_of, who_stands_for

PERMISSION = "circumstances.keep_bereaved"


@requires(PERMISSION)
def bereaved(request: OfficerRequest) -> HttpResponse:
    """List the families of the division in focus; each one shown is written into the audit trail."""
    found = list(bereaved_within(request.focus.scope))
    look_at_bereavements(found, by=request.access.user, at=clock.now())
    names = division_names(each.person.division for each in found)
    lines = [(each, names.get(each.person.division, "")) for each in found]
    return render(request, "circumstances/bereaved.html", {"lines": lines})


@requires(PERMISSION, verbs=("GET", "POST"), object_kind="person", id_parameter="pk")
def bereaved_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a parent's file, or take one; the look is written into the audit trail."""
    person = get_object_or_404(people_within(request.access.scope), pk=who_stands_for().get(pk, pk))
    form = BereavedForm(request.POST or None)
    if form.is_valid() and attempt(
        form, lambda: file_bereavement(person, by=request.access.user, at=clock.now(), **form.cleaned_data)
    ):
        messages.success(request, "档案已建立，只有本岗位看得到。")
        return redirect("circumstances:bereaved_file", pk=person.pk)
    found = bereaved_among(records_of(person))
    look_at_bereavements(found, by=request.access.user, at=clock.now())
    context = {
        "person": person,
        "place": name_path(person.division),
        "file": found[0] if found else None,
        "form": form,
    }
    return render(request, "circumstances/bereaved_file.html", context, status=422 if form.errors else 200)


@requires(PERMISSION, verbs=("POST",), object_kind="bereaved_family", id_parameter="pk")
def close(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a file down."""
    file = get_object_or_404(bereaved_within(request.access.scope), pk=pk)
    try:
        close_bereavement(file, reason=request.POST.get("reason", ""), by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "档案已撤下，记录留存备查。")
    return redirect("circumstances:bereaved_file", pk=file.person_id)
