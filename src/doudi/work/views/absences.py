"""Shows who is away and takes when somebody is and when they are back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.accounts.selectors import named_post
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.work.forms import AbsenceForm
from doudi.work.selectors.owners import absences_within, posts_held
from doudi.work.services.leaving import end_absence, record_absence
from doudi.work.services.moves import Act


@requires("work.hand_out", verbs=("GET", "POST"))
def absences(request: OfficerRequest) -> HttpResponse:
    """List who is or will be away in the reader's scope; take another absence."""
    today = clock.today()
    posts = posts_held(request.access.scope, on=today)
    form = AbsenceForm(posts, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        act = Act(clock.now(), request.access.user)
        try:
            record_absence(on=today, act=act, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(refusal.field, refusal.sentence)
        else:
            messages.success(request, "已登记离岗；名下的待办暂算没人在办，请另行交办。")
            return redirect("work:absences")
    found = absences_within(request.access.scope, on=today)
    lines = [(each, named_post(each.post), each.begins_on < today) for each in found]
    status = 422 if form.is_bound else 200
    return render(request, "work/absences.html", {"lines": lines, "form": form}, status=status)


@requires("work.hand_out", verbs=("POST",), object_kind="absence", id_parameter="pk")
def back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take that somebody is back before the day that was put down."""
    today = clock.today()
    absence = get_object_or_404(absences_within(request.access.scope, on=today), pk=pk)
    try:
        end_absence(absence, on=today, act=Act(clock.now(), request.access.user))
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已登记返岗。")
    return redirect("work:absences")
