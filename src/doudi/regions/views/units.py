"""Shows who answers for each unit over time, and the problems that fall to them."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.regions.forms import LeaderForm, ProblemForm, UnitForm
from doudi.regions.models import Organisation, UnitLeader, UnitProblem
from doudi.regions.selectors import duties as selectors
from doudi.regions.selectors import name_path
from doudi.regions.services import duties as services
from doudi.regions.states import LeaderRank, Level, OrganisationKind
from doudi.regions.views.acts import MANAGE, VIEW, places

PAGE = 50


@requires(VIEW)
def units(request: OfficerRequest) -> HttpResponse:
    """List the units with who is first responsible; `?vacant=1` only those with nobody."""
    scope, on = request.focus.scope, clock.today()
    vacant = selectors.units_without_leader(scope, on=on)
    only_vacant = request.GET.get("vacant") == "1"
    page = Paginator(vacant if only_vacant else selectors.units_within(scope), PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "page": page,
        "lines": selectors.unit_lines(page, on=on),
        "vacant": vacant.count(),
        "only_vacant": only_vacant,
        "may_manage": request.access.may(MANAGE),
    }
    return render(request, "regions/units.html", context)


@requires(MANAGE, verbs=("GET", "POST"))
def create(request: OfficerRequest) -> HttpResponse:
    """Enter a unit on the list of responsibility."""
    form = UnitForm(request.POST or None, places=places(request, Level.COUNTY, Level.TOWNSHIP))
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _enter(request, form)):
        messages.success(request, "单位已登记，请接着登记第一责任人。")
        return redirect("regions:units")
    return render(request, "regions/unit_create.html", {"form": form}, status=400 if form.errors else 200)


def _enter(request: OfficerRequest, form: UnitForm) -> Organisation:
    typed = form.cleaned_data
    return services.enter_unit(
        form.place(), name=typed["name"], kind=OrganisationKind(typed["kind"]), by=request.access.user,
        at=clock.now(),
    )  # fmt: skip


@requires(VIEW, object_kind="unit", id_parameter="pk")
def unit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one unit: who answered for it and when, and whose each problem is."""
    return _page(request, _unit(request, pk))


@requires(MANAGE, verbs=("POST",), object_kind="unit", id_parameter="pk")
def appoint(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put somebody in charge; a new first leader ends the one before."""
    found, form = _unit(request, pk), LeaderForm(request.POST)
    if not form.is_valid() or not attempt(form, lambda: _appoint(request, found, form)):
        return _page(request, found, leader=form, status=400)
    messages.success(request, "已登记。发现日在任期内的事项都归到此人。")
    return redirect("regions:unit", pk=pk)


def _appoint(request: OfficerRequest, found: Organisation, form: LeaderForm) -> UnitLeader:
    typed = form.cleaned_data
    return services.appoint_leader(
        found, rank=LeaderRank(typed["rank"]), name=typed["name"], title=typed["title"], on=typed["on"],
        by=request.access.user, at=clock.now(),
    )  # fmt: skip


@requires(MANAGE, verbs=("POST",), object_kind="leader", id_parameter="leader")
def dismiss(request: OfficerRequest, pk: int, leader: int) -> HttpResponse:
    """End somebody's charge today without a successor."""
    found = get_object_or_404(UnitLeader, pk=leader, unit=_unit(request, pk))
    services.end_leader(
        found, on=clock.today(), reason=request.POST.get("reason", "")[:500], by=request.access.user,
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, f"{found.name}已离任，请尽快补录新的责任人。")
    return redirect("regions:unit", pk=pk)


@requires(MANAGE, verbs=("POST",), object_kind="unit", id_parameter="pk")
def problem(request: OfficerRequest, pk: int) -> HttpResponse:
    """Enter a task or problem of a unit."""
    found, form = _unit(request, pk), ProblemForm(request.POST)
    act = {"by": request.access.user, "at": clock.now()}
    if not form.is_valid() or not attempt(
        form, lambda: services.raise_problem(found, **form.cleaned_data, **act)
    ):
        return _page(request, found, problem=form, status=400)
    messages.success(request, "事项已登记。")
    return redirect("regions:unit", pk=pk)


@requires(MANAGE, verbs=("POST",), object_kind="problem", id_parameter="problem")
def settle(request: OfficerRequest, pk: int, problem: int) -> HttpResponse:
    """Close a problem that has been dealt with."""
    found = get_object_or_404(UnitProblem, pk=problem, unit=_unit(request, pk))
    services.close_problem(
        found, on=clock.today(), reason=request.POST.get("reason", "")[:500], by=request.access.user,
        at=clock.now(),
    )  # fmt: skip
    messages.success(request, "事项已办结。")
    return redirect("regions:unit", pk=pk)


def _unit(request: OfficerRequest, pk: int) -> Organisation:
    rows = Organisation.objects.filter(request.access.scope.q("division_id"))
    return get_object_or_404(rows.select_related("division"), pk=pk)


def _page(
    request: OfficerRequest,
    found: Organisation,
    *,
    leader: LeaderForm | None = None,
    problem: ProblemForm | None = None,
    status: int = 200,
) -> HttpResponse:
    on = clock.today()
    context = {
        "unit": found,
        "place": name_path(found.division_id),
        "first": selectors.first_leader(found, on=on),
        "leaders": found.leaders.order_by("-rank", "-valid_from"),
        "problems": selectors.problem_lines(found.problems.all(), on=on),
        "leader": leader or LeaderForm(initial={"on": on}),
        "problem": problem or ProblemForm(initial={"on": on}),
        "may_manage": request.access.may(MANAGE),
    }
    return render(request, "regions/unit.html", context, status=status)
