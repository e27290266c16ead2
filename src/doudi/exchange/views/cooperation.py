"""The register of what departments and the bureau send each other, from either side."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.exchange.catalogue import source_title
from doudi.exchange.forms import CooperationForm
from doudi.exchange.models import Cooperation, CooperationChange, CooperationReturn
from doudi.exchange.selectors.cooperation import (
    cooperation_lines,
    cooperations_of,
    cooperations_within,
)
from doudi.exchange.services import cooperation as service
from doudi.exchange.states import SharedField, Side
from doudi.exchange.views.downloads import workbook_answer

BUREAU, OFFICE = "exchange.grant_sharing", "exchange.use_sharing"


@requires(BUREAU, verbs=("GET", "POST"))
def agreements(request: OfficerRequest) -> HttpResponse:
    """List what was agreed with departments, what is overdue, and set down another agreement."""
    form = CooperationForm(request.POST or None, scope=request.access.scope)
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "fields": form.cleaned_data["fields_told"]}
        del said["fields_told"]
        try:
            service.agree(**said, by=request.access.user, at=clock.now(), on=clock.today())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, "已登记协作。")
            return redirect("exchange:cooperation")
    return _page(request, cooperations_within(request.access.scope), Side.BUREAU, form)


@requires(OFFICE)
def ours(request: OfficerRequest) -> HttpResponse:
    """Show a department's liaison what was agreed with it, and the answers to its lists."""
    return _page(request, cooperations_of(request.access.post.organisation), Side.OFFICE, None)


def _page(
    request: OfficerRequest, agreed: QuerySet[Cooperation], side: Side, form: CooperationForm | None
) -> HttpResponse:
    lines = [
        (line, _words(line.agreed.fields), _words(line.waiting.fields if line.waiting else []))
        for line in cooperation_lines(agreed, on=clock.today())
    ]
    returns = CooperationReturn.objects.filter(cooperation__in=agreed).select_related(
        "cooperation__office", "batch"
    )
    context = {
        "lines": lines,
        "returns": [(each, source_title(each.batch.source)) for each in returns[:50]],
        "side": side,
        "form": form,
        "choices": SharedField.choices,
    }
    return render(
        request, "exchange/cooperation.html", context, status=422 if form is not None and form.errors else 200
    )


def _words(fields: list[str]) -> str:
    return "、".join(str(SharedField(each).label) for each in fields)


@requires(BUREAU, verbs=("POST",), object_kind="cooperation", id_parameter="pk")
def send_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Answer a department's newest list with who is on aid."""
    agreed = get_object_or_404(cooperations_within(request.access.scope), pk=pk)
    return _done(
        request,
        lambda: service.send_back(agreed, by=request.access.user, at=clock.now()),
        "已回送，部门联络员可以下载。",
        Side.BUREAU,
    )


@requires(BUREAU, verbs=("POST",), object_kind="cooperation", id_parameter="pk")
def propose(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask a department to confirm other fields."""
    agreed = get_object_or_404(cooperations_within(request.access.scope), pk=pk)
    return _propose(request, agreed, Side.BUREAU)


@requires(OFFICE, verbs=("POST",), object_kind="cooperation", id_parameter="pk")
def propose_ours(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask the bureau to confirm other fields."""
    agreed = get_object_or_404(cooperations_of(request.access.post.organisation), pk=pk)
    return _propose(request, agreed, Side.OFFICE)


@requires(BUREAU, verbs=("POST",), object_kind="cooperation_change", id_parameter="pk")
def confirm(request: OfficerRequest, pk: int) -> HttpResponse:
    """Confirm for the bureau what a department proposed."""
    return _confirm(request, pk, cooperations_within(request.access.scope), Side.BUREAU)


@requires(OFFICE, verbs=("POST",), object_kind="cooperation_change", id_parameter="pk")
def confirm_ours(request: OfficerRequest, pk: int) -> HttpResponse:
    """Confirm for a department what the bureau proposed."""
    return _confirm(request, pk, cooperations_of(request.access.post.organisation), Side.OFFICE)


@requires(OFFICE, object_kind="cooperation_return", id_parameter="pk")
def returned(request: OfficerRequest, pk: int) -> HttpResponse:
    """Download an answer to a list of one's own department; the look is in the trail."""
    ours = cooperations_of(request.access.post.organisation)
    answer = get_object_or_404(CooperationReturn.objects.filter(cooperation__in=ours), pk=pk)
    content = service.return_sheet(answer, by=request.access.user, at=clock.now())
    return workbook_answer(content, f"{source_title(answer.batch.source)}{answer.batch.period}在享状态.xlsx")


def _propose(request: OfficerRequest, agreed: Cooperation, side: Side) -> HttpResponse:
    return _done(
        request,
        lambda: service.propose_fields(
            agreed,
            fields=request.POST.getlist("fields"),
            reason=request.POST.get("reason", ""),
            side=side,
            by=request.access.user,
            at=clock.now(),
        ),
        "已提出，等对方确认后生效。",
        side,
    )


def _confirm(request: OfficerRequest, pk: int, agreed: QuerySet[Cooperation], side: Side) -> HttpResponse:
    change = get_object_or_404(CooperationChange.objects.filter(cooperation__in=agreed), pk=pk)
    return _done(
        request,
        lambda: service.confirm_fields(change, side=side, by=request.access.user, at=clock.now()),
        "已确认，以后按新的字段回送。",
        side,
    )


def _done(request: OfficerRequest, act: Callable[[], object], sentence: str, side: Side) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, sentence)
    return redirect("exchange:cooperation" if side == Side.BUREAU else "exchange:our_cooperation")
