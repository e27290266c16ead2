"""Shows stations, windows and offices: coverage, candidates, staffing, the network and its gaps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.regions.forms import ClosingForm, PointForm, RunningForm
from doudi.regions.models import ServicePoint
from doudi.regions.selectors import division_names, name_path
from doudi.regions.selectors import points as selectors
from doudi.regions.selectors.assistants import assignments_within
from doudi.regions.services.points import PointFacts, close_point, open_point, start_running
from doudi.regions.states import Level
from doudi.regions.views.acts import MANAGE, VIEW, place_or_404, places

PAGE = 50
TABS = ("open", "none", "candidates", "short", "idle", "map")
FACTS = (
    "name", "address", "phone", "hours", "duties", "required_staff", "longitude", "latitude", "running_from",
)  # fmt: skip


@requires(VIEW)
def stations(request: OfficerRequest) -> HttpResponse:
    """List the village stations, the villages without one, candidates, understaffed and idle stations."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "open"
    scope, on = request.focus.scope, clock.today()
    lines = selectors.station_lines(scope, on=on)
    candidates = selectors.station_candidates(scope, on=on)
    short = [line for line in lines if line.short]
    idle = [line for line in lines if not line.is_running]
    without = selectors.villages_without_station(scope, on=on)
    towns = division_names({village.code[:9] for village in without})
    listed: Mapping[str, Sequence[Any]] = {
        "open": lines,
        "none": [(village, towns.get(village.code[:9], "")) for village in without],
        "candidates": candidates,
        "short": short,
        "idle": idle,
        "map": [],
    }
    context = {
        "tab": tab,
        "coverage": selectors.station_coverage(scope, on=on),
        "candidates": len(candidates),
        "short": len(short),
        "idle": len(idle),
        "page": Paginator(listed[tab], PAGE).get_page(request.GET.get("page")),
        "map": _map(lines) if tab == "map" else None,
        "unplaced": [line for line in lines if line.point.longitude is None],
        "may_manage": request.access.may(MANAGE),
    }
    return render(request, "regions/stations.html", context)


def _map(lines: Sequence[selectors.StationLine]) -> Mapping[str, Any]:
    """Return the stations that have a position as points of a chart; grey where not running yet."""
    placed = [line for line in lines if line.point.longitude is not None and line.point.latitude is not None]
    axis = {"type": "value", "scale": True, "splitLine": {"lineStyle": {"color": "#edf1f5"}}}
    return {
        "grid": {"left": 56, "right": 24, "top": 24, "bottom": 48},
        "tooltip": {"trigger": "item", "formatter": "{b}"},
        "xAxis": {**axis, "name": "经度", "nameLocation": "middle", "nameGap": 28},
        "yAxis": {**axis, "name": "纬度"},
        "series": [
            {
                "type": "scatter",
                "symbol": "pin",
                "symbolSize": 24,
                "labelLayout": {"hideOverlap": True},
                "label": {"show": True, "position": "right", "formatter": "{b}", "color": "#56657a"},
                "data": [
                    {
                        "name": line.point.name,
                        "value": [float(line.point.longitude or 0), float(line.point.latitude or 0)],
                        "itemStyle": {"color": "#1b5fb5" if line.is_running else "#8b99ab"},
                    }
                    for line in placed
                ],
            }
        ],
    }


@requires(MANAGE, verbs=("GET", "POST"))
def create(request: OfficerRequest) -> HttpResponse:
    """Set up a station, a window or a county office."""
    form = PointForm(
        request.POST or None,
        places=places(request, Level.VILLAGE, Level.TOWNSHIP, Level.COUNTY),
        initial={"division": request.GET.get("place", ""), "valid_from": clock.today()},
    )
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _open(request, form)):
        messages.success(request, "网点已登记。")
        return redirect("regions:stations")
    return render(request, "regions/point_create.html", {"form": form}, status=400 if form.errors else 200)


def _open(request: OfficerRequest, form: PointForm) -> ServicePoint:
    typed = form.cleaned_data
    facts = PointFacts(**{name: typed[name] for name in FACTS})
    return open_point(form.place(), facts, on=typed["valid_from"], by=request.access.user, at=clock.now())


@requires(VIEW, object_kind="point", id_parameter="pk")
def point(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one point with its people and what it took over."""
    return _page(request, _point(request, pk))


@requires(MANAGE, verbs=("POST",), object_kind="point", id_parameter="pk")
def run(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record the day a point began to serve."""
    found, form = _point(request, pk), RunningForm(request.POST)
    act = {"by": request.access.user, "at": clock.now()}
    if not form.is_valid() or not attempt(
        form, lambda: start_running(found, on=form.cleaned_data["on"], **act)
    ):
        return _page(request, found, running=form, status=400)
    messages.success(request, "已登记开始运营。")
    return redirect("regions:point", pk=pk)


@requires(MANAGE, verbs=("POST",), object_kind="point", id_parameter="pk")
def close(request: OfficerRequest, pk: int) -> HttpResponse:
    """Close a point or merge it into another."""
    found = _point(request, pk)
    form = ClosingForm(request.POST, takers=_takers(request, found))
    if not form.is_valid() or not attempt(form, lambda: _close(request, found, form)):
        return _page(request, found, closing=form, status=400)
    messages.success(request, "已办理撤并，历史仍可查。")
    return redirect("regions:point", pk=pk)


def _close(request: OfficerRequest, found: ServicePoint, form: ClosingForm) -> object:
    typed = form.cleaned_data
    taker = _point(request, int(typed["merged_into"])) if typed["merged_into"] else None
    return close_point(
        found, merged_into=taker, on=typed["on"], reason=typed["reason"], by=request.access.user,
        at=clock.now(),
    )  # fmt: skip


def _point(request: OfficerRequest, pk: int) -> ServicePoint:
    rows = ServicePoint.objects.filter(request.access.scope.q("division_id"))
    return get_object_or_404(rows.select_related("division", "merged_into"), pk=pk)


def _takers(request: OfficerRequest, found: ServicePoint) -> list[tuple[str, str]]:
    scope = request.access.scope.within(found.division_id[:6])
    rows = selectors.points_within(scope, on=clock.today()).filter(tier=found.tier).exclude(pk=found.pk)
    return [(str(row.pk), f"{row.name}（{row.division.name}）") for row in rows]


def _page(
    request: OfficerRequest,
    found: ServicePoint,
    *,
    running: RunningForm | None = None,
    closing: ClosingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    on = clock.today()
    scope = request.access.scope.within(found.division_id)
    context = {
        "point": found,
        "place": name_path(found.division_id),
        "is_running": found.running_from is not None and found.running_from <= on,
        "people": assignments_within(scope, on=on).filter(point=found),
        "absorbed": found.absorbed.select_related("division").order_by("valid_to"),
        "running": running or RunningForm(initial={"on": on}),
        "closing": closing or ClosingForm(takers=_takers(request, found), initial={"on": on}),
        "may_manage": request.access.may(MANAGE),
    }
    return render(request, "regions/point.html", context, status=status)


@requires(VIEW)
def network(request: OfficerRequest) -> HttpResponse:
    """Show a village's three tiers of contact, the villages with a gap, and merged points."""
    scope, on = request.focus.scope, clock.today()
    village = request.GET.get("village", "")
    gaps = selectors.network_gaps(scope, on=on)
    context = {
        "villages": places(request, Level.VILLAGE),
        "village": village,
        "village_name": "",
        "page": Paginator(gaps, PAGE).get_page(request.GET.get("page")),
        "gaps": len(gaps),
        "closed": selectors.closed_points(scope, on=on)[:PAGE],
        "may_manage": request.access.may(MANAGE),
    }
    if village:
        place = place_or_404(request, village, Level.VILLAGE)
        context |= {
            "village_name": name_path(place.code),
            "contacts": selectors.contacts_of(place.code, on=on),
        }
    return render(request, "regions/network.html", context)
