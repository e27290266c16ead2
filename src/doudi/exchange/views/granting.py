"""What the bureau lets departments know: grants, and the log of every use."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.exchange.forms import SharingForm
from doudi.exchange.selectors.sharing import grants_within, uses_within
from doudi.exchange.services.sharing import end_sharing, grant_sharing
from doudi.exchange.states import SharedField
from doudi.registry.states import Programme

PERMISSION = "exchange.grant_sharing"
PAGE = 50


@requires(PERMISSION, verbs=("GET", "POST"))
def grants(request: OfficerRequest) -> HttpResponse:
    """List what each department may be told and how it used it, and let another know something."""
    scope = request.access.scope
    form = SharingForm(request.POST or None, scope=scope)
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "fields": form.cleaned_data["fields_told"]}
        del said["fields_told"]
        try:
            grant_sharing(**said, by=request.access.user, at=clock.now())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, "已授权。这个部门的联络员可以查询了。")
            return redirect("exchange:sharing_grants")
    page = Paginator(uses_within(scope), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "grants": [(each, _lists(each.programmes), _fields(each.fields)) for each in grants_within(scope)],
        "page": page,
        "uses": [(each, _fields(each.fields)) for each in page],
    }
    return render(request, "exchange/sharing_grants.html", context, status=422 if form.errors else 200)


@requires(PERMISSION, verbs=("POST",), object_kind="sharing_grant", id_parameter="pk")
def end(request: OfficerRequest, pk: int) -> HttpResponse:
    """Tell a department nothing more."""
    grant = get_object_or_404(grants_within(request.access.scope), pk=pk)
    end_sharing(grant, by=request.access.user, at=clock.now())
    messages.success(request, "已停止共享，日志保留。")
    return redirect("exchange:sharing_grants")


def _lists(programmes: list[str]) -> str:
    return "、".join(str(Programme(each).label) for each in programmes)


def _fields(fields: list[str]) -> str:
    return "、".join(str(SharedField(each).label) for each in fields)
