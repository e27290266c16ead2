"""Takes the acts on a check: to another village, into another check, one sign out of it."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.intake.models import HomeCheck
from doudi.intake.selectors.checks import checks_within, live_signs
from doudi.intake.services.placing import join_checks, part_sign, place_check
from doudi.work.services.moves import Act

PLACES = "intake.place_check"


@requires(PLACES, verbs=("POST",), object_kind="home_check", id_parameter="pk")
def place(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a check to another village of the reader's own."""
    shown = get_object_or_404(checks_within(request.access.scope), pk=pk)
    division = request.POST.get("division", "")
    if not request.access.scope.covers(division):
        division = ""
    return _do(
        request, lambda: place_check(shown, division, act=_act(request)), pk, "已改派，待办已交给那边。"
    )


@requires(PLACES, verbs=("POST",), object_kind="home_check", id_parameter="pk")
def join(request: OfficerRequest, pk: int) -> HttpResponse:
    """Join a check into another one of the same family."""
    shown = get_object_or_404(checks_within(request.access.scope), pk=pk)
    key = request.POST.get("into", "")
    into = get_object_or_404(checks_within(request.access.scope), pk=int(key) if key.isdigit() else 0)
    done = "已并成一件；并错的可以在这里把那一条分出。"
    return _do(request, lambda: join_checks(shown, into, act=_act(request)), pk, done)


@requires(PLACES, verbs=("POST",), object_kind="sign", id_parameter="pk")
def part(request: OfficerRequest, pk: int) -> HttpResponse:
    """Part one alert or lead from a check into one of its own."""
    scope = request.access.scope
    sign = get_object_or_404(
        live_signs().filter(scope.q("home_check__division")).select_related("home_check", "alert", "lead"),
        pk=pk,
    )
    done = "已分出，另派一件。"
    return _do(request, lambda: part_sign(sign, act=_act(request)), sign.home_check_id, done)


def _act(request: OfficerRequest) -> Act:
    return Act(clock.now(), request.access.user, request.POST.get("reason", "").strip())


def _do(request: OfficerRequest, act: Callable[[], HomeCheck], pk: int, done: str) -> HttpResponse:
    try:
        made = act()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("intake:home_check", pk=pk)
    messages.success(request, done)
    return redirect("intake:home_check", pk=made.pk)
