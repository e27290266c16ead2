"""The screen of the disability subsidies' data: three figures, what to put right, the update file."""

from __future__ import annotations

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.exchange.rules.quality import score, score_text
from doudi.exchange.rules.subsidies import Judged, quality_of_lines
from doudi.exchange.rules.subsidy_changes import CAUSES, ChangeRules, months_beyond, read_rules
from doudi.exchange.selectors.subsidies import (
    has_certificates,
    judged_subsidies,
    subsidy_changes,
)
from doudi.exchange.services.subsidy_sheet import change_sheet, note_look, opened, subsidy_sheet
from doudi.exchange.views.downloads import workbook_answer
from doudi.kernel.divisions import COUNTY_DIGITS

PAGE = 50


@requires("exchange.view_quality")
def subsidies(request: OfficerRequest) -> HttpResponse:
    """Show how complete, true and timely the subsidies' data are; that people were shown is in the trail."""
    if len(request.focus.region) < COUNTY_DIGITS:
        return render(request, "exchange/subsidies.html", {"too_wide": True})
    judged = judged_subsidies(request.focus)
    figures = quality_of_lines(judged, clock.today())
    compared = has_certificates(request.focus)
    page = Paginator(_wrong(judged, compared=compared), PAGE).get_page(request.GET.get("page"))
    people = opened(list(page))
    if people:
        note_look(request.focus.region, period=request.focus.period, by=request.access.user, at=clock.now())
    context = {
        "figures": figures,
        "complete": score_text(score(figures.lines, figures.lines - figures.complete)),
        "agreeing": score_text(score(figures.judged, figures.judged - figures.agreeing)) if compared else "—",
        "compared": compared,
        "page": page,
        "rows": [(each, people[each.line.batch, each.line.row]) for each in page],
        "may_export": request.access.may("registry.reveal_number"),
    }
    return render(request, "exchange/subsidies.html", context)


def _wrong(judged: list[Judged], *, compared: bool) -> list[Judged]:
    return [each for each in judged if each.lacking or (compared and each.instruction)]


@requires("registry.reveal_number")
def subsidies_workbook(request: OfficerRequest) -> HttpResponse:
    """Download what to update; the look is in the trail."""
    focus = request.focus
    wrong = _wrong(judged_subsidies(focus), compared=has_certificates(focus))
    content = subsidy_sheet(
        wrong, region=focus.region, period=focus.period, by=request.access.user, at=clock.now()
    )
    return workbook_answer(content, f"{focus.region_name}{focus.period}两补更新指令.xlsx")


@requires("exchange.view_quality")
def changes(request: OfficerRequest) -> HttpResponse:
    """List whose subsidy is to stop or be set anew, from which month; that people were shown is trailed."""
    focus = request.focus
    if len(focus.region) < COUNTY_DIGITS:
        return render(request, "exchange/subsidy_changes.html", {"too_wide": True})
    rules = _rules()
    page = Paginator(subsidy_changes(focus, rules), PAGE).get_page(request.GET.get("page"))
    people = opened(list(page))
    if people:
        note_look(focus.region, period=focus.period, by=request.access.user, at=clock.now())
    context = {
        "page": page,
        "rows": [
            (
                each,
                CAUSES[each.cause],
                people[each.line.batch, each.line.row],
                months_beyond(each, focus.period),
            )
            for each in page
        ],
        "rules": rules,
        "compared": has_certificates(focus),
        "may_export": request.access.may("registry.reveal_number"),
    }
    return render(request, "exchange/subsidy_changes.html", context)


@requires("registry.reveal_number")
def changes_workbook(request: OfficerRequest) -> HttpResponse:
    """Download the change list in the system's template; the look is in the trail."""
    focus, rules = request.focus, _rules()
    content = change_sheet(
        subsidy_changes(focus, rules),
        rules,
        region=focus.region,
        period=focus.period,
        by=request.access.user,
        at=clock.now(),
    )
    return workbook_answer(content, f"{focus.region_name}{focus.period}两补停调清单.xlsx")


def _rules() -> ChangeRules:
    return read_rules(settings.DOUDI_POLICIES)
