"""Shows what families lack with what may answer it, and takes needs, starts and endings."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.circumstances.forms.needs import NeedForm
from doudi.circumstances.models import Need
from doudi.circumstances.selectors.needs import need_line, needs_of, needs_within, waits_of
from doudi.circumstances.services.needs import end_need, record_needs, start_need
from doudi.circumstances.states import NeedKind, NeedStatus
from doudi.circumstances.views.sheets import NOBODY_HOME, hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt, told
from doudi.regions.selectors import division_names, name_path
from doudi.registry.selectors import households_within
from doudi.registry.selectors.homes import anchor_of, homes_of, people_of

KEEP = "circumstances.keep_care"
PAGE = 50
UNDER_WAY = "UNDER_WAY"
STATUSES = ((UNDER_WAY, "没办结"), *NeedStatus.choices)
HEADINGS = (
    "人员",
    "村居",
    "类别",
    "需求",
    "来源",
    "发现日",
    "状态",
    "对应的救助",
    "发起日",
    "办结日",
    "办理结果",
)


@requires("registry.view_household")
def needs(request: OfficerRequest) -> HttpResponse:
    """List the needs of the division in focus, at first those not ended, with how long they take."""
    found = needs_within(request.focus.scope)
    waits = waits_of(found)
    kind, status = request.GET.get("kind", ""), request.GET.get("status", UNDER_WAY)
    if kind in NeedKind:
        found = found.filter(kind=kind)
    if status == UNDER_WAY:
        found = found.filter(status__in=(NeedStatus.OPEN, NeedStatus.IN_PROGRESS))
    elif status in NeedStatus:
        found = found.filter(status=status)
    if request.GET.get("sheet") == "1":
        return hand_out(request, "需求清单", HEADINGS, _rows(list(found)))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    places = division_names(need.person.division for need in page.object_list)
    homes = homes_of(need.person for need in page.object_list)
    context = {
        "page": page,
        "lines": [
            (
                need_line(need, on=clock.today()),
                places.get(need.person.division, ""),
                homes.get(need.person_id),
            )
            for need in page.object_list
        ],
        "kinds": NeedKind.choices,
        "kind": kind,
        "statuses": STATUSES,
        "status": status,
        "waits": waits,
        "longest": f"最长 {waits.longest} 天",
        "open_count": needs_within(request.focus.scope).filter(status=NeedStatus.OPEN).count(),
        "started_count": needs_within(request.focus.scope).filter(status=NeedStatus.IN_PROGRESS).count(),
    }
    return render(request, "circumstances/needs.html", context)


def _rows(needs: Sequence[Need]) -> list[tuple[object, ...]]:
    places = division_names(need.person.division for need in needs)
    return [
        (
            need.person.name,
            places.get(need.person.division, ""),
            need.get_kind_display(),
            need.words,
            need.get_source_display(),
            need.found_on.isoformat(),
            need.get_status_display(),
            need.programme,
            need.started_on.isoformat() if need.started_on else "",
            need.ended_on.isoformat() if need.ended_on else "",
            need.outcome,
        )
        for need in needs
    ]


@requires(
    "registry.view_household", verbs=("GET", "POST"), posting=KEEP, object_kind="household", id_parameter="pk"
)
def household(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a family's needs with what may answer each, and take another."""
    home = get_object_or_404(households_within(request.access.scope), pk=pk)
    anchor, may_keep = anchor_of(home), request.access.may(KEEP)
    form = NeedForm(request.POST or None, initial={"found_on": clock.today()})
    if request.method == "POST" and anchor is None:
        messages.error(request, NOBODY_HOME)
        return redirect("circumstances:household_needs", pk=pk)
    if request.method == "POST" and anchor is not None and form.is_valid():
        recorded = attempt(
            form, lambda: record_needs(anchor, by=request.access.user, at=clock.now(), **form.cleaned_data)
        )
        if recorded:
            messages.success(request, "需求已登记，下面是可能对应的救助。")
            return redirect("circumstances:household_needs", pk=pk)
    context = {
        "household": home,
        "head": anchor.name if anchor else "",
        "place": name_path(home.division),
        "lines": [need_line(need, on=clock.today()) for need in needs_of(people_of(home))],
        "form": form,
        "may_keep": may_keep and anchor is not None,
    }
    return render(request, "circumstances/household_needs.html", context, status=422 if form.errors else 200)


@requires(KEEP, verbs=("POST",), object_kind="need", id_parameter="pk")
def start(request: OfficerRequest, pk: int) -> HttpResponse:
    """Start what may answer a need, with one press."""
    programme = request.POST.get("programme", "")
    return _act(
        request,
        pk,
        lambda need: start_need(need, programme=programme, by=request.access.user, at=clock.now()),
        f"已发起{programme}，从今天开始计时。",
    )


@requires(KEEP, verbs=("POST",), object_kind="need", id_parameter="pk")
def meet(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take that a need is met."""
    return _end(request, pk, NeedStatus.MET, "已登记解决，用时计入统计。")


@requires(KEEP, verbs=("POST",), object_kind="need", id_parameter="pk")
def drop(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take that a need is none any more."""
    return _end(request, pk, NeedStatus.DROPPED, "已登记不再需要。")


def _end(request: OfficerRequest, pk: int, status: NeedStatus, done: str) -> HttpResponse:
    outcome = request.POST.get("reason", "")
    return _act(
        request,
        pk,
        lambda need: end_need(need, status=status, outcome=outcome, by=request.access.user, at=clock.now()),
        done,
    )


def _act(request: OfficerRequest, pk: int, act: Callable[[Need], object], done: str) -> HttpResponse:
    need = get_object_or_404(needs_within(request.access.scope), pk=pk)
    told(request, lambda: act(need), done)
    home = homes_of([need.person]).get(need.person_id)
    if home is None:
        return redirect("circumstances:needs")
    return redirect("circumstances:household_needs", pk=home)
