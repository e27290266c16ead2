"""Shows the register of village assistants: who serves, which villages nobody serves, who has left."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.kernel.money import fen_of
from doudi.regions.forms import AssistantForm, HandoverForm, LeavingForm
from doudi.regions.models import Assignment
from doudi.regions.selectors import assistants as selectors
from doudi.regions.selectors import division_names
from doudi.regions.services.assistants import Terms, end_assignment, engage, hand_over
from doudi.regions.states import AssignmentKind, Level
from doudi.regions.views.acts import MANAGE, VIEW, hand_out, places

PAGE = 50
ASSISTANT = (AssignmentKind.ASSISTANT,)
HEADINGS = (
    "乡镇 / 村（居）", "协理员", "专兼职", "任职日", "任期届满日", "职责网格", "负责户数", "同时服务",
)  # fmt: skip
TABS = ("serving", "vacant", "left")


@requires(VIEW)
def register(request: OfficerRequest) -> HttpResponse:
    """List the assistants in office, the vacant villages or those who left."""
    tab = request.GET.get("tab", "")
    tab = tab if tab in TABS else "serving"
    scope, on = request.focus.scope, clock.today()
    context: dict[str, Any] = {"tab": tab, "totals": selectors.assistant_totals(scope, on=on)}
    if tab == "vacant":
        villages = Paginator(selectors.vacant_villages(scope, on=on), PAGE).get_page(request.GET.get("page"))
        towns = division_names(village.code[:9] for village in villages)
        context |= {"page": villages, "vacant": [(v, towns.get(v.code[:9], "")) for v in villages]}
    else:
        found = (
            selectors.former_assistants(scope, on=on)
            if tab == "left"
            else selectors.assignments_within(scope, on=on, kinds=ASSISTANT)
        )
        page = Paginator(found, PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "lines": selectors.assistant_lines(page, on=on)}
    context["may_manage"] = request.access.may(MANAGE)
    return render(request, "regions/assistants.html", context)


@requires(MANAGE, verbs=("GET", "POST"))
def create(request: OfficerRequest) -> HttpResponse:
    """Enter an assistant for a village."""
    village = request.GET.get("village", "")
    form = AssistantForm(
        request.POST or None,
        places=places(request, Level.VILLAGE),
        initial={"division": village, "valid_from": clock.today()},
    )
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _engage(request, form)):
        messages.success(request, "已登记到名册。")
        return redirect("regions:assistants")
    return render(
        request, "regions/assistant_create.html", {"form": form}, status=400 if form.errors else 200
    )


def _engage(request: OfficerRequest, form: AssistantForm) -> Assignment:
    typed = form.cleaned_data
    terms = Terms(
        kind=AssignmentKind.ASSISTANT,
        valid_from=typed["valid_from"],
        term_ends_on=typed["term_ends_on"],
        is_part_time=typed["is_part_time"],
        duties=typed["duties"],
        households=typed["households"],
        monthly_pay_fen=fen_of(typed["monthly_pay"]),
    )
    return engage(
        name=typed["name"], phone=typed["phone"], division=form.place(), terms=terms,
        by=request.access.user, at=clock.now(),
    )  # fmt: skip


@requires(VIEW, object_kind="assignment", id_parameter="pk")
def assistant(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one assistant with the contact in full, which is recorded."""
    found = _assignment(request, pk)
    audit.record("regions.contact_read", subject_type="assignment", subject_id=str(pk),
                 by=request.access.user, at=clock.now(), division=found.division_id)  # fmt: skip
    return _page(request, found)


@requires(MANAGE, verbs=("POST",), object_kind="assignment", id_parameter="pk")
def hand_on(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record what an assistant hands on before leaving."""
    found = _assignment(request, pk)
    form = _handover_form(request, found, request.POST)
    if not form.is_valid() or not attempt(form, lambda: _hand_over(request, found, form)):
        return _page(request, found, handover=form, status=400)
    messages.success(request, "交接已登记，现在可以办理离任。")
    return redirect("regions:assistant", pk=pk)


def _hand_over(request: OfficerRequest, found: Assignment, form: HandoverForm) -> object:
    typed = form.cleaned_data
    successor = Assignment.objects.get(pk=typed["successor"]) if typed["successor"] else None
    return hand_over(
        found, received_by=typed["received_by"], contents=typed["contents"], households=typed["households"],
        successor=successor, on=typed["on"], by=request.access.user, at=clock.now(),
    )  # fmt: skip


@requires(MANAGE, verbs=("POST",), object_kind="assignment", id_parameter="pk")
def leave(request: OfficerRequest, pk: int) -> HttpResponse:
    """End an assistant's service, or a township worker's."""
    found = _assignment(request, pk)
    form = LeavingForm(request.POST)
    if not form.is_valid() or not attempt(form, lambda: _end(request, found, form)):
        return _page(request, found, leaving=form, status=400)
    messages.success(request, "已办理离任，经办记录保留。")
    if found.kind != AssignmentKind.ASSISTANT:
        return redirect("regions:township", code=found.division_id)
    return redirect("regions:assistant", pk=pk)


def _end(request: OfficerRequest, found: Assignment, form: LeavingForm) -> object:
    typed = form.cleaned_data
    return end_assignment(
        found, on=typed["on"], reason=typed["reason"], by=request.access.user, at=clock.now()
    )


@requires(VIEW)
def export(request: OfficerRequest) -> HttpResponse:
    """Hand out the register with the vacant villages below; phones stay masked."""
    scope, on = request.focus.scope, clock.today()
    lines = selectors.assistant_lines(selectors.assignments_within(scope, on=on, kinds=ASSISTANT), on=on)
    rows: list[tuple[object, ...]] = [
        (line.place, line.assignment.worker.name, "兼职" if line.is_part_time else "专职",
         line.assignment.valid_from, line.assignment.term_ends_on, line.assignment.duties,
         line.assignment.households, "、".join(line.also_serves))
        for line in lines
    ]  # fmt: skip
    vacant = selectors.vacant_villages(scope, on=on)
    towns = division_names(village.code[:9] for village in vacant)
    rows += [(f"{towns.get(v.code[:9], '')} / {v.name}", "空缺", *[""] * 6) for v in vacant]
    return hand_out(request, f"{request.focus.region_name}救助协理员名册", HEADINGS, rows)


def _assignment(request: OfficerRequest, pk: int) -> Assignment:
    rows = Assignment.objects.filter(request.access.scope.q("division_id"))
    return get_object_or_404(rows.select_related("worker", "division", "point"), pk=pk)


def _handover_form(request: OfficerRequest, found: Assignment, typed: Any = None) -> HandoverForm:  # noqa: ANN401
    same_county = selectors.assignments_within(
        request.access.scope.within(found.division_id[:9]), on=clock.today(), kinds=ASSISTANT
    ).exclude(pk=found.pk)
    successors = [(str(row.pk), f"{row.worker.name}（{row.division.name}）") for row in same_county]
    initial = {"households": found.households, "on": clock.today()}
    return HandoverForm(typed, successors=successors, initial=initial)


def _page(
    request: OfficerRequest,
    found: Assignment,
    *,
    handover: HandoverForm | None = None,
    leaving: LeavingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    (line,) = selectors.assistant_lines([found], on=clock.today())
    context = {
        "line": line,
        "assignment": found,
        "handed": getattr(found, "handover", None),
        "handover": handover or _handover_form(request, found),
        "leaving": leaving or LeavingForm(initial={"on": clock.today()}),
        "may_manage": request.access.may(MANAGE),
    }
    return render(request, "regions/assistant.html", context, status=status)
