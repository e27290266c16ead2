"""Moves a village's households into another village together, and shows who moved where."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.kernel.divisions import COUNTY_DIGITS, VILLAGE_DIGITS
from doudi.regions.selectors import divisions_below, name_path
from doudi.regions.states import Level
from doudi.registry.forms import ResettlementForm
from doudi.registry.models import Household
from doudi.registry.selectors.lists import household_lines
from doudi.registry.selectors.resettling import homes_of_village, links_within, moves_within
from doudi.registry.services.resettling import resettle_households

MOST_MOVES = 200


@requires("registry.change_household", verbs=("GET", "POST"))
def resettlement(request: OfficerRequest) -> HttpResponse:
    """Choose a village and its households, and move them; below stands which village went where."""
    origin = _origin(request)
    homes = homes_of_village(origin) if origin else []
    villages = _villages(request)
    form = ResettlementForm(
        request.POST if request.method == "POST" else None,
        villages=villages,
        homes=[home.pk for home in homes],
        initial={"happened_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid() and _moved(request, form, homes):
        return redirect("registry:resettlement")
    context = {
        "origin": origin,
        "place": name_path(origin) if origin else "",
        "villages": villages,
        "lines": household_lines(homes),
        "form": form,
        "chosen": request.POST.getlist("homes"),
        "today": clock.today(),
        "links": links_within(request.focus.scope),
        "moves": moves_within(request.focus.scope, MOST_MOVES),
        "most": MOST_MOVES,
    }
    return render(request, "registry/resettlement.html", context, status=422 if form.errors else 200)


def _origin(request: OfficerRequest) -> str:
    asked = str(request.GET.get("origin", ""))
    if asked and not (
        len(asked) == VILLAGE_DIGITS and asked.isdigit() and request.access.scope.covers(asked)
    ):
        raise Http404
    return asked


def _villages(request: OfficerRequest) -> list[tuple[str, str]]:
    """Return the villages of the county in focus that the post covers, each with its township."""
    county = request.focus.region[:COUNTY_DIGITS]
    if len(county) < COUNTY_DIGITS:
        return []
    towns = dict(divisions_below(county, level=Level.TOWNSHIP).values_list("code", "name"))
    below = divisions_below(county, level=Level.VILLAGE).values_list("code", "name")
    return [
        (code, f"{towns.get(code[:9], '')} / {name}")
        for code, name in below
        if request.access.scope.covers(code)
    ]


def _moved(request: OfficerRequest, form: ResettlementForm, homes: list[Household]) -> bool:
    typed = dict(form.cleaned_data)
    wanted = set(typed.pop("homes"))
    chosen = [home for home in homes if str(home.pk) in wanted]
    try:
        acts = resettle_households(chosen, **typed, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    messages.success(request, f"{len(acts)} 户已迁入新村，在册和待遇记录跟着走；登错的可以在家庭卡上撤销。")
    return True
