"""Shows trials, where they are in use and what they changed; takes the acts on them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.regions.selectors import division_names, divisions_within
from doudi.regions.states import Level
from doudi.rulebook.forms.pilots import PackForm, StartForm
from doudi.rulebook.selectors.authority import VIEW
from doudi.rulebook.selectors.pilots import (
    PAPERS,
    STEPS,
    compared,
    labels_of,
    ordinary_process,
    packs_within,
    uses_within,
)
from doudi.rulebook.selectors.places import region_of
from doudi.rulebook.services.pilots import end_pilot, pack_pilot, start_pilot
from doudi.rulebook.views.documents import KEEP


def _places(request: OfficerRequest) -> list[tuple[str, str]]:
    towns = divisions_within(request.access.scope, level=Level.TOWNSHIP)
    return [(each.code, each.name) for each in towns]


@requires(VIEW)
def pilots(request: OfficerRequest) -> HttpResponse:
    """Show the trials, where they are in use, and each place before and after."""
    packs, uses = list(packs_within(request.access.scope)), list(uses_within(request.focus.scope))
    names = division_names([*(each.division for each in uses), *(each.origin for each in packs)])
    context = {
        "packs": [(each, names.get(each.origin, "")) for each in packs],
        "uses": [(compared(each), names.get(each.division, "")) for each in uses],
        "labels": {"papers": labels_of(PAPERS), "steps": labels_of(STEPS)},
        "start_form": StartForm(places=_places(request), initial={"on": clock.today()}),
        "may_keep": request.access.may(KEEP),
    }
    return render(request, "rulebook/pilots.html", context)


@requires(KEEP, verbs=("GET", "POST"))
def create(request: OfficerRequest) -> HttpResponse:
    """Pack a trial's settings."""
    ordinary = ordinary_process(request.focus.region, clock.today())
    form = PackForm(
        request.POST or None,
        places=_places(request),
        steps=labels_of(STEPS).items(),
        papers=labels_of(PAPERS).items(),
        initial=ordinary.as_json(),
    )
    if form.is_valid():
        try:
            pack_pilot(
                region_of(request.focus.region), by=request.access.user, at=clock.now(), **form.cleaned_data
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, "试点包已存。")
            return redirect("rulebook:pilots")
    context = {"form": form, "title": "打试点包", "back": reverse("rulebook:pilots")}
    return render(request, "rulebook/form.html", context, status=400 if form.errors else 200)


@requires(KEEP, verbs=("POST",), object_kind="pilot_pack", id_parameter="pk")
def start(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put a trial to use in a township."""
    pack = get_object_or_404(packs_within(request.access.scope), pk=pk)
    form = StartForm(request.POST, places=_places(request))
    if not form.is_valid():
        messages.error(request, "请选管辖内的乡镇和启用日。")
        return redirect("rulebook:pilots")
    typed = form.cleaned_data
    try:
        start_pilot(pack, typed["division"], on=typed["on"], by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已启用；启用日起受理的新件按试点包办。")
    return redirect("rulebook:pilots")


@requires(KEEP, verbs=("POST",), object_kind="pilot_use", id_parameter="pk")
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """Go back to what held before."""
    use = get_object_or_404(uses_within(request.access.scope), pk=pk)
    reason, on = request.POST.get("reason", ""), clock.today()
    try:
        end_pilot(use, on=on, reason=reason, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已回退到原来的配置。")
    return redirect("rulebook:pilots")
