"""Shows exits held back, exits made against the rule, and families due for review; takes the acts on them."""

from __future__ import annotations

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.regions.selectors import division_names
from doudi.registry.models import Person
from doudi.registry.selectors import people_within
from doudi.registry.selectors.finding import find_people
from doudi.registry.states import Programme
from doudi.rulebook.catalogue import book
from doudi.rulebook.forms.exits import BreachForm, DecideForm, ExitForm, FindForm
from doudi.rulebook.models import ExitRequest
from doudi.rulebook.selectors.authority import VIEW
from doudi.rulebook.selectors.exits import (
    breaches_within,
    exits_within,
    freeze_on,
    rechecks,
    standing_of,
)
from doudi.rulebook.services.exits import ask_exit, decide_exit, explain, restore
from doudi.rulebook.states import BreachStatus, ExitStatus

ASK, DECIDE = "rulebook.ask_exit", "rulebook.decide_exit"
SHOWN = 50


@requires(VIEW)
def exits(request: OfficerRequest) -> HttpResponse:
    """Show whether exits stand still here, what waits, and what was done against the rule."""
    on, scope, known = clock.today(), request.focus.scope, book()
    listed = list(exits_within(scope)[:SHOWN])
    breaches = list(breaches_within(scope)[:SHOWN])
    due = rechecks(scope, on)
    places = division_names(
        [*(each.division for each in listed), *(each.division for each in breaches)]
        + [each.division for each in due[:SHOWN]]
    )
    context = {
        "freeze": freeze_on(request.focus.region, on),
        "exits": [_line(each, standing_of(each, on, known), places) for each in listed],
        "breaches": [(each, places.get(each.division, "")) for each in breaches],
        "open_breaches": sum(each.status == BreachStatus.OPEN for each in breaches),
        "rechecks": [(each, places.get(each.division, "")) for each in due[:SHOWN]],
        "recheck_count": len(due),
        "grounds": sorted({each.because for each in due if each.because}),
        "most": SHOWN,
        "may_ask": request.access.may(ASK),
        "may_decide": request.access.may(DECIDE),
        "decide_form": DecideForm(),
        "breach_form": BreachForm(),
        "review": ExitStatus.REVIEW,
        "queued": ExitStatus.QUEUED,
    }
    return render(request, "rulebook/exits.html", context)


def _line(asked: ExitRequest, standing: ExitStatus, places: Mapping[str, str]) -> dict[str, object]:
    place = places.get(asked.division, "")
    return {"request": asked, "standing": standing, "label": standing.label, "place": place}


@requires(ASK, verbs=("GET", "POST"))
def ask(request: OfficerRequest) -> HttpResponse:
    """Find a person and ask to end their dibao."""
    find, form = FindForm(), ExitForm()
    people: list[Person] = []
    if request.method == "POST" and "q" in request.POST:
        find = FindForm(request.POST)
        if find.is_valid():
            scope = request.access.scope
            found = find_people(find.cleaned_data["q"], scope=scope).filter(
                enrolments__programme=Programme.DIBAO, enrolments__valid_to__isnull=True
            )
            people = list(found.distinct()[:SHOWN])
            if not people:
                find.add_error("q", "在低保名册上没有找到这个人，请核对姓名或身份证号。")
    elif request.method == "POST":
        form = ExitForm(request.POST)
        if form.is_valid():
            return _asked(request, form)
    context = {"find": find, "form": form, "people": people}
    return render(request, "rulebook/exit_ask.html", context, status=400 if form.errors else 200)


def _asked(request: OfficerRequest, form: ExitForm) -> HttpResponse:
    typed = form.cleaned_data
    person = get_object_or_404(people_within(request.access.scope), pk=typed["person"])
    try:
        made = ask_exit(
            person, ground=typed["ground"], reason=typed["reason"], by=request.access.user, at=clock.now()
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("rulebook:exits")
    if made.status == ExitStatus.QUEUED:
        messages.error(request, f"{made.freeze['sentence']}，现在不能办理退出；已排队，期满后转复核。")
    else:
        messages.success(request, "不在暂停期，或属于例外，可以按程序办理退出。")
    return redirect("rulebook:exits")


@requires(DECIDE, verbs=("POST",), object_kind="exit_request", id_parameter="pk")
def decide(request: OfficerRequest, pk: int) -> HttpResponse:
    """Decide on an exit after the freeze."""
    asked = get_object_or_404(exits_within(request.access.scope), pk=pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选复核结论，并写明依据和理由。")
        return redirect("rulebook:exits")
    typed = form.cleaned_data
    try:
        decide_exit(
            asked,
            keeps=typed["keeps"] == "yes",
            reason=typed["reason"],
            by=request.access.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "复核结论已记下。")
    return redirect("rulebook:exits")


@requires(DECIDE, verbs=("POST",), object_kind="freeze_breach", id_parameter="pk")
def settle(request: OfficerRequest, pk: int) -> HttpResponse:
    """Restore somebody whose exit broke the freeze, or explain why it did not."""
    breach = get_object_or_404(breaches_within(request.access.scope), pk=pk)
    form = BreachForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选处理方式，并写明说明。")
        return redirect("rulebook:exits")
    typed = form.cleaned_data
    act = restore if typed["restores"] == "yes" else explain
    try:
        act(breach, explanation=typed["explanation"], by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "处理结果已记下。")
    return redirect("rulebook:exits")
