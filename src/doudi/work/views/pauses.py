"""Shows the wishes to stop a clock and takes the decision of another person."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.work.models import Pause
from doudi.work.selectors.inbox import task_lines
from doudi.work.selectors.tasks import pauses_asked
from doudi.work.services.pauses import decide_pause


@requires("work.grant_pause")
def pauses(request: OfficerRequest) -> HttpResponse:
    """List the wishes of the reader's scope that wait for a decision, the oldest first."""
    asked = list(pauses_asked(request.access.scope).select_related("task__owner__user"))
    lines = task_lines([pause.task for pause in asked], on=clock.today())
    return render(request, "work/pauses.html", {"lines": list(zip(asked, lines, strict=True))})


@requires("work.grant_pause", verbs=("POST",), object_kind="clock_pause", id_parameter="pk")
def decide(request: OfficerRequest, pk: int) -> HttpResponse:
    """Grant or refuse a wish somebody else had; back to what it was about."""
    within = Pause.objects.filter(request.access.scope.q("task__division"))
    asked = get_object_or_404(within.select_related("task", "asked_by"), pk=pk)
    granted = bool(request.POST.get("granted"))
    try:
        decide_pause(asked, granted=granted, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已批准，期限已顺延。" if granted else "已批复：不批准，期限照常计算。")
    return redirect("work:pauses")
