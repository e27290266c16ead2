"""Shows the villages' service buildings, their coverage and the day set for all of them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.regions.forms import FacilityForm, OpeningForm
from doudi.regions.models import Facility
from doudi.regions.selectors import division_names
from doudi.regions.selectors import facilities as selectors
from doudi.regions.services.points import register_facility, set_facility_opening
from doudi.regions.states import Level
from doudi.regions.views.acts import MANAGE, VIEW, places

PAGE = 50


@requires(VIEW)
def facilities(request: OfficerRequest) -> HttpResponse:
    """Show the coverage against its day, the villages without a building, and the buildings."""
    scope, on = request.focus.scope, clock.today()
    tab = "all" if request.GET.get("tab") == "all" else "gaps"
    rows = (
        selectors.facilities_within(scope)
        if tab == "all"
        else selectors.villages_without_facility(scope, on=on)
    )
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    towns = division_names({str(getattr(row, "division_id", row.pk))[:9] for row in page})
    context = {
        "tab": tab,
        "target": selectors.facility_target(scope, on=on),
        "page": page,
        "rows": [(row, towns.get(str(getattr(row, "division_id", row.pk))[:9], "")) for row in page],
        "may_manage": request.access.may(MANAGE),
    }
    return render(request, "regions/facilities.html", context)


@requires(MANAGE, verbs=("GET", "POST"))
def create(request: OfficerRequest) -> HttpResponse:
    """Register a village's service building."""
    form = FacilityForm(
        request.POST or None,
        places=places(request, Level.VILLAGE),
        initial={"division": request.GET.get("village", "")},
    )
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _register(request, form)):
        messages.success(request, "设施已登记。")
        return redirect("regions:facilities")
    return render(request, "regions/facility_create.html", {"form": form}, status=400 if form.errors else 200)


def _register(request: OfficerRequest, form: FacilityForm) -> Facility:
    typed = form.cleaned_data
    return register_facility(
        form.place(), name=typed["name"], area_m2=typed["area_m2"], opened_on=typed["opened_on"],
        by=request.access.user, at=clock.now(),
    )  # fmt: skip


@requires(MANAGE, verbs=("GET", "POST"), object_kind="facility", id_parameter="pk")
def opening(request: OfficerRequest, pk: int) -> HttpResponse:
    """Set or correct the day a building came into use."""
    rows = Facility.objects.filter(request.access.scope.q("division_id")).select_related("division")
    found = get_object_or_404(rows, pk=pk)
    form = OpeningForm(request.POST or None, initial={"opened_on": found.opened_on})
    if request.method == "POST" and form.is_valid():
        set_facility_opening(
            found, opened_on=form.cleaned_data["opened_on"], by=request.access.user, at=clock.now()
        )
        messages.success(request, "启用日已保存，覆盖率已按它计算。")
        return redirect("regions:facilities")
    context = {"form": form, "facility": found}
    return render(request, "regions/facility_opening.html", context, status=400 if form.errors else 200)
