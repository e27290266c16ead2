"""Shows how much is known of the families that may fall back into poverty, and takes what was found out."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.circumstances.forms.conditions import ConditionForm
from doudi.circumstances.selectors.conditions import Known, conditions_of, known_of, watched_homes
from doudi.circumstances.services.conditions import record_condition
from doudi.circumstances.states import Aspect
from doudi.circumstances.views.sheets import NOBODY_HOME, hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.scope import Scope
from doudi.regions.selectors import division_names, name_path
from doudi.registry.selectors import households_within
from doudi.registry.selectors.homes import anchor_of, heads_of, people_of

KEEP = "circumstances.keep_care"
SHOWN = 200
HEADINGS = ("户主", "村居", "缺项")


@dataclass(frozen=True, slots=True)
class Gap:
    """A family something is lacking of, as one line."""

    home: int
    head: str
    place: str
    lacking: tuple[Aspect, ...]


@requires("registry.view_household")
def conditions(request: OfficerRequest) -> HttpResponse:
    """Show the share of families everything is known of, and those something is lacking of, by name."""
    scope = request.focus.scope
    known = known_of(watched_homes(scope, on=clock.today()), scope)
    gaps = _gaps(known, scope)
    if request.GET.get("sheet") == "1":
        rows = [(gap.head, gap.place, "、".join(str(each.label) for each in gap.lacking)) for gap in gaps]
        return hand_out(request, "家庭状况缺项清单", HEADINGS, rows)
    context = {
        "percent": known.percent,
        "total": len(known.lacking),
        "whole": known.whole,
        "gaps": gaps[:SHOWN],
        "gap_count": len(gaps),
        "most": SHOWN,
        "rates": [(aspect.label, known.rate(aspect)) for aspect in Aspect],
    }
    return render(request, "circumstances/conditions.html", context)


def _gaps(known: Known, scope: Scope) -> list[Gap]:
    lacking = {home: every for home, every in known.lacking.items() if every}
    heads = heads_of(lacking, scope=scope)
    names = division_names(division for _, division in heads.values())
    return [
        Gap(home, heads[home][0], names.get(heads[home][1], ""), every)
        for home, every in lacking.items()
        if home in heads
    ]


@requires(
    "registry.view_household", verbs=("GET", "POST"), posting=KEEP, object_kind="household", id_parameter="pk"
)
def household(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what is known of a family and what is lacking, and take what was found out."""
    home = get_object_or_404(households_within(request.access.scope), pk=pk)
    anchor, may_keep = anchor_of(home), request.access.may(KEEP)
    form = ConditionForm(request.POST or None, initial={"found_on": clock.today()})
    if request.method == "POST" and anchor is None:
        messages.error(request, NOBODY_HOME)
        return redirect("circumstances:household_conditions", pk=pk)
    if request.method == "POST" and anchor is not None and form.is_valid():
        recorded = attempt(
            form,
            lambda: record_condition(anchor, by=request.access.user, at=clock.now(), **form.cleaned_data),
        )
        if recorded:
            messages.success(request, "已登记，完整度随即重算。")
            return redirect("circumstances:household_conditions", pk=pk)
    context = {
        "household": home,
        "head": anchor.name if anchor else "",
        "place": name_path(home.division),
        "lacking": known_of([pk], Scope.of([home.division])).lacking[pk],
        "found": conditions_of(people_of(home)),
        "form": form,
        "may_keep": may_keep and anchor is not None,
    }
    return render(
        request, "circumstances/household_conditions.html", context, status=422 if form.errors else 200
    )
