"""Lists what became of divisions, records a change, takes a notice back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.regions.forms import ChangeForm, TakingBackForm
from doudi.regions.selectors.changes import notices_within
from doudi.regions.services import record_changes, take_changes_back
from doudi.regions.views.acts import VIEW

CHANGE = "regions.change_divisions"
PAGE = 20


@requires(VIEW)
def changes(request: OfficerRequest) -> HttpResponse:
    """List the notices that touch the division in focus, newest first."""
    notices = notices_within(request.focus.scope)
    page = Paginator(notices, PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_change": request.access.may(CHANGE)}
    return render(request, "regions/changes.html", context)


@requires(CHANGE, verbs=("GET", "POST"))
def record(request: OfficerRequest) -> HttpResponse:
    """Take one merger, split, move or renaming."""
    form = ChangeForm(request.POST or None, scope=request.access.scope)
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _record(request, form)):
        return redirect("regions:changes")
    return render(request, "regions/change_record.html", {"form": form}, status=400 if form.errors else 200)


def _record(request: OfficerRequest, form: ChangeForm) -> None:
    done = record_changes(form.drafts(), by=request.access.user, at=clock.now(), scope=request.access.scope)
    messages.success(request, done.sentence)


@requires(CHANGE, verbs=("POST",), object_kind="division_change", id_parameter="act")
def take_back(request: OfficerRequest, act: UUID) -> HttpResponse:
    """Take a notice back, with the reason."""
    if not any(notice.act == act for notice in notices_within(request.access.scope)):
        raise Http404
    form = TakingBackForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明撤销的原因。")
        return redirect("regions:changes")
    count = take_changes_back(
        act,
        by=request.access.user,
        at=clock.now(),
        reason=form.cleaned_data["reason"],
        scope=request.access.scope,
    )
    messages.success(request, f"已撤销区划变更 {count} 条，区划恢复到登记以前。")
    return redirect("regions:changes")
