"""Shows how town and country standards stand, which lie below the floor, and where rules still differ."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.charts import lines
from doudi.common.problems import Refusal
from doudi.rulebook.selectors.authority import PROPOSE, VIEW
from doudi.rulebook.selectors.places import region_of, region_title
from doudi.studies.forms.standards import DifferenceForm
from doudi.studies.rules.standards import percent, two_decimals
from doudi.studies.selectors.standards import Standing, below_floor, differences_of, standings
from doudi.studies.services.worksheets import record_difference, settle_difference


@requires(VIEW)
def standards(request: OfficerRequest) -> HttpResponse:
    """Show ratio, gap, trend and target, the counties below the floor, and the open differences."""
    return _page(request, DifferenceForm())


def _page(request: OfficerRequest, form: DifferenceForm, *, status: int = 200) -> HttpResponse:
    region, today = region_of(request.focus.region), clock.today()
    context = {
        "region_name": region_title(region),
        "standings": [_shown(one) for one in standings(region, today)],
        "below": below_floor(request.focus.scope, today),
        "differences": differences_of(region),
        "form": form,
        "may_propose": request.access.may(PROPOSE),
        "year": today.year,
    }
    return render(request, "studies/standards.html", context, status=status)


def _shown(one: Standing) -> Mapping[str, Any]:
    return {
        "standing": one,
        "ratio": one.now.ratio_text if one.now else "",
        "gap": one.now.gap_text if one.now else "",
        "target": percent(one.target) if one.target is not None else "",
        "points": [(day, pair, pair.ratio_text, pair.gap_text) for day, pair in reversed(one.trend)],
        "chart": lines(
            [day.isoformat() for day, _ in one.trend],
            [("城乡标准比值（城市÷农村）", [two_decimals(pair.ratio) for _, pair in one.trend])],
            stepped=True,
        )
        if len(one.trend) > 1
        else None,
    }


@requires(PROPOSE, verbs=("POST",))
def add_difference(request: OfficerRequest) -> HttpResponse:
    """Take a rule that differs between town and country."""
    form = DifferenceForm(request.POST)
    if form.is_valid():
        try:
            record_difference(
                region_of(request.focus.region), **form.cleaned_data, by=request.access.user, at=clock.now()
            )
        except Refusal as refusal:
            form.add_error(None, refusal.sentence)
        else:
            messages.success(request, "差异已登记。")
            return redirect("studies:standards")
    return _page(request, form, status=400)


@requires(PROPOSE, verbs=("POST",), object_kind="area_difference", id_parameter="pk")
def settle(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record that town and country go by one rule from today on."""
    found = get_object_or_404(differences_of(region_of(request.focus.region)), pk=pk, settled_on__isnull=True)
    if not request.access.scope.covers(found.region):
        messages.error(request, "您的岗位不能改这个地区的登记。请由该地区的经办人员处理。")
        return redirect("studies:standards")
    try:
        settle_difference(found, on=clock.today(), by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已登记为城乡统一。")
    return redirect("studies:standards")
