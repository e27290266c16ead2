"""Lists, makes and hands in the worksheets of new standards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.formulas.arithmetic import ROUNDING_WORDS
from doudi.kernel.money import yuan_text
from doudi.rulebook.catalogue import book
from doudi.rulebook.rules.rises import percent_text, ratio_in
from doudi.rulebook.selectors.authority import PROPOSE, VIEW
from doudi.rulebook.selectors.places import region_of, region_title, region_titles
from doudi.rulebook.states import ProposalStatus
from doudi.studies.forms.standards import WorksheetForm
from doudi.studies.models import StandardWorksheet
from doudi.studies.rules.standards import percent
from doudi.studies.selectors.standards import worksheets_within
from doudi.studies.services.worksheets import change_worksheet, hand_in, issue, make_worksheet

A_PAGE = 30
HUNDRED = 100


@requires(VIEW)
def worksheets(request: OfficerRequest) -> HttpResponse:
    """List the worksheets."""
    page = Paginator(worksheets_within(request.focus.scope), A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "names": region_titles({sheet.region for sheet in page}),
        "may_propose": request.access.may(PROPOSE),
    }
    return render(request, "studies/worksheets.html", context)


@requires(PROPOSE, verbs=("GET", "POST"))
def create(request: OfficerRequest) -> HttpResponse:
    """Make a worksheet: the suggested standard is worked out when it is saved."""
    region = region_of(request.focus.region)
    form = WorksheetForm(request.POST or None)
    if form.is_valid():
        try:
            made = make_worksheet(region, form.draft(), by=request.access.user, at=clock.now())
        except Refusal as refusal:
            _say(form, refusal)
        else:
            return redirect("studies:worksheet", pk=made.pk)
    return _form_page(request, form, region, title="新建标准测算单")


def _form_page(request: OfficerRequest, form: WorksheetForm, region: str, *, title: str) -> HttpResponse:
    context = {"form": form, "region_name": region_title(region), "title": title}
    return render(request, "studies/worksheet_edit.html", context, status=400 if form.errors else 200)


def _say(form: WorksheetForm, refusal: Refusal) -> None:
    field = refusal.field.removesuffix("_fen").removesuffix("_points")
    form.add_error(field if field in form.fields else None, refusal.sentence)


def _sheet(request: OfficerRequest, pk: int) -> StandardWorksheet:
    return get_object_or_404(worksheets_within(request.access.scope), pk=pk)


@requires(VIEW, object_kind="standard_worksheet", id_parameter="pk")
def worksheet(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a worksheet: what went in, what came out, what it still lacks."""
    shown = _sheet(request, pk)
    may = request.access.may(PROPOSE)
    approved = shown.proposal is not None and shown.proposal.status == ProposalStatus.APPROVED
    context = {
        "sheet": shown,
        "region_name": region_title(shown.region),
        "share": percent_text(shown.share_points),
        "growth": percent_text(shown.growth_points),
        "steps": _steps(shown),
        **_figures(shown),
        "may_edit": may and shown.proposal is None,
        "may_issue": may and approved and shown.issued_on is None,
        "in_force": approved and shown.begins <= clock.today(),
    }
    return render(request, "studies/worksheet.html", context)


def _figures(shown: StandardWorksheet) -> Mapping[str, str]:
    """Return the amounts as texts, and what the computation did besides: which share, which rounding."""
    known = book().parameters(shown.region, shown.begins)
    passed, rounding = ratio_in(known, "growth.passed_on"), known.get("growth.rounding")
    return {
        "current_text": "没有登记" if shown.current_fen is None else yuan_text(shown.current_fen),
        "current_unit": "" if shown.current_fen is None else "元/月",
        "suggested_text": yuan_text(shown.suggested_fen),
        "wanted_text": yuan_text(shown.wanted_fen),
        "passed": percent(passed) if passed is not None and passed != 1 else "",
        "rounding": ROUNDING_WORDS[str(rounding.value) if rounding else "NEAREST_FEN"],
    }


def _steps(shown: StandardWorksheet) -> list[Mapping[str, str]]:
    """Return the stages: worked out, handed in, approved, issued, in force."""
    status = shown.proposal.status if shown.proposal else ""
    done = (
        True,
        shown.proposal is not None,
        status == ProposalStatus.APPROVED,
        shown.issued_on is not None,
        status == ProposalStatus.APPROVED and shown.begins <= clock.today(),
    )
    labels = ("测算", "报批", "批准", "发布", "生效")
    first_open = next((place for place, each in enumerate(done) if not each), len(done))
    return [
        {"label": label, "state": "is-done" if each else "is-here" if place == first_open else ""}
        for place, (label, each) in enumerate(zip(labels, done, strict=True))
    ]


@requires(PROPOSE, verbs=("GET", "POST"), object_kind="standard_worksheet", id_parameter="pk")
def edit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Correct a worksheet that was not handed in yet."""
    shown = _sheet(request, pk)
    form = WorksheetForm(request.POST or None, initial=_initial(shown))
    if form.is_valid():
        try:
            change_worksheet(shown, form.draft(), by=request.access.user, at=clock.now())
        except Refusal as refusal:
            _say(form, refusal)
        else:
            return redirect("studies:worksheet", pk=pk)
    return _form_page(request, form, shown.region, title="修改标准测算单")


def _initial(shown: StandardWorksheet) -> dict[str, Any]:
    plain = ("subject", "way", "indicator", "advice", "fiscal_opinion", "begins", "document", "article")
    return {
        **{name: getattr(shown, name) for name in plain},
        "expense": _yuan(shown.expense_fen),
        "share": _rise(shown.share_points),
        "growth": _rise(shown.growth_points),
        "wanted": _yuan(shown.wanted_fen) if shown.wanted_fen != shown.suggested_fen else None,
    }


def _yuan(fen: int | None) -> str | None:
    return None if fen is None else f"{fen // HUNDRED}.{fen % HUNDRED:02d}"


def _rise(points: int | None) -> str | None:
    return None if points is None else percent_text(points).rstrip("%")


@requires(PROPOSE, verbs=("POST",), object_kind="standard_worksheet", id_parameter="pk")
def submit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand a worksheet in: it becomes a change of parameters, which goes its own way from there."""
    shown = _sheet(request, pk)
    try:
        proposal = hand_in(shown, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("studies:worksheet", pk=pk)
    messages.success(request, "已转为参数变更。请在这里传测算依据、试算影响，再提交批准。")
    return redirect("rulebook:change", pk=proposal.pk)


@requires(PROPOSE, verbs=("POST",), object_kind="standard_worksheet", id_parameter="pk")
def publish(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record that the approved standard was made public today."""
    shown = _sheet(request, pk)
    try:
        issue(shown, issued_on=clock.today(), by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已登记发布。")
    return redirect("studies:worksheet", pk=pk)
