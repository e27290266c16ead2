"""The screens of what the province sends back: rounds, people to verify, the answer."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.exchange.forms import FeedbackForm, VerdictForm
from doudi.exchange.models import FeedbackItem, FeedbackRound
from doudi.exchange.selectors.feedback import items_within, rounds_within
from doudi.exchange.services.feedback import (
    feedback_sheet,
    note_look,
    receive_feedback,
    record_verdict,
    submit_round,
)
from doudi.exchange.states import FeedbackState, Verdict
from doudi.exchange.views.downloads import workbook_answer
from doudi.exchange.views.visible import feedback_scope
from doudi.regions.selectors import division_names

PAGE = 50
UPLOAD = "exchange.upload_file"


@requires("exchange.view_batches", verbs=("GET", "POST"), posting=UPLOAD)
def rounds(request: OfficerRequest) -> HttpResponse:
    """List the rounds of the division in focus, and take a new file."""
    form = FeedbackForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            taken = _receive(request, form)
        except Refusal as refusal:
            form.add_error("file", refusal.sentence)
        else:
            messages.success(request, "已接收，请逐条核实。")
            return redirect("exchange:feedback_round", pk=taken.pk)
    context = {
        "page": Paginator(rounds_within(feedback_scope(request, request.focus.scope)), PAGE).get_page(
            request.GET.get("page")
        ),
        "form": form,
        "may_upload": request.access.may(UPLOAD),
    }
    return render(request, "exchange/feedback.html", context, status=400 if form.errors else 200)


def _receive(request: OfficerRequest, form: FeedbackForm) -> FeedbackRound:
    file = form.cleaned_data["file"]
    return receive_feedback(
        file.read(),
        name=file.name,
        region=request.focus.region,
        period=request.focus.period,
        due_on=form.cleaned_data["due_on"],
        by=request.access.user,
        at=clock.now(),
    )


@requires("exchange.view_batches", object_kind="feedback_round", id_parameter="pk")
def feedback_round(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the people of a round with what was found."""
    shown = get_object_or_404(rounds_within(feedback_scope(request, request.access.scope)), pk=pk)
    note_look(shown, by=request.access.user, at=clock.now())
    items = shown.items.order_by("row")
    only_open = request.GET.get("only") == "open"
    page = Paginator(items.filter(verdict="") if only_open else items, PAGE).get_page(request.GET.get("page"))
    context = {
        "round": shown,
        "page": page,
        "lines": _lines(list(page.object_list)),
        "only_open": only_open,
        "may_submit": request.access.may("exchange.publish_batch"),
    }
    return render(request, "exchange/feedback_round.html", context)


def _lines(items: list[FeedbackItem]) -> list[dict[str, object]]:
    names = division_names(item.division for item in items)
    return [{"item": item, "place": names.get(item.division, "")} for item in items]


@requires("exchange.upload_file", verbs=("GET", "POST"), object_kind="feedback_item", id_parameter="pk")
def verify(request: OfficerRequest, pk: int) -> HttpResponse:
    """Note what was found about one person."""
    item = get_object_or_404(items_within(feedback_scope(request, request.access.scope)), pk=pk)
    form = VerdictForm(request.POST or None, initial={"verdict": item.verdict, "evidence": item.evidence})
    if request.method == "POST" and form.is_valid():
        verdict, evidence = Verdict(form.cleaned_data["verdict"]), form.cleaned_data["evidence"]
        try:
            record_verdict(item, verdict, evidence, by=request.access.user, at=clock.now())
        except Refusal as refusal:
            form.add_error("evidence", refusal.sentence)
        else:
            return redirect("exchange:feedback_round", pk=item.round_id)
    note_look(item.round, by=request.access.user, at=clock.now())
    context = {
        "item": item,
        "form": form,
        "place": division_names([item.division]).get(item.division, ""),
        "is_open": item.round.state == FeedbackState.OPEN,
    }
    return render(request, "exchange/feedback_item.html", context, status=400 if form.errors else 200)


@requires("exchange.publish_batch", verbs=("POST",), object_kind="feedback_round", id_parameter="pk")
def submit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send a round up."""
    shown = get_object_or_404(rounds_within(feedback_scope(request, request.access.scope)), pk=pk)
    try:
        submit_round(shown, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已上报，可以下载反馈表。")
    return redirect("exchange:feedback_round", pk=pk)


@requires("exchange.view_batches", object_kind="feedback_round", id_parameter="pk")
def download(request: OfficerRequest, pk: int) -> HttpResponse:
    """Download the answer to the province, once the round has gone up."""
    shown = get_object_or_404(
        rounds_within(feedback_scope(request, request.access.scope)), pk=pk, state=FeedbackState.SUBMITTED
    )
    content = feedback_sheet(shown, by=request.access.user, at=clock.now())
    return workbook_answer(content, f"省级反馈核实表{shown.period}.xlsx")
