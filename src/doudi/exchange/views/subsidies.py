"""The screen of the disability subsidies' data: three figures, what to put right, the update file."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.exchange.rules.quality import score, score_text
from doudi.exchange.rules.subsidies import Judged, quality_of_lines
from doudi.exchange.selectors.subsidies import COUNTY_DIGITS, has_certificates, judged_subsidies
from doudi.exchange.services.subsidy_sheet import note_look, opened, subsidy_sheet
from doudi.exchange.views.downloads import workbook_answer

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
