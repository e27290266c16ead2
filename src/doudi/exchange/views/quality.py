"""The screens of the quality of a county's data: scores by township, the list of faults."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.exchange.rules.quality import KIND_TITLES, score_text
from doudi.exchange.selectors.quality import PlaceScore, quality_of
from doudi.exchange.services.quality_sheet import quality_sheet
from doudi.exchange.views.downloads import workbook_answer
from doudi.kernel.divisions import COUNTY_DIGITS

PAGE = 50


@requires("exchange.view_quality")
def quality(request: OfficerRequest) -> HttpResponse:
    """Show each township's score and every fault of the month, by kind and township."""
    if len(request.focus.region) < COUNTY_DIGITS:
        return render(request, "exchange/quality.html", {"too_wide": True})
    found = quality_of(request.focus)
    kind, place = request.GET.get("kind", ""), request.GET.get("place", "")
    places = {each.place: each.name for each in found.places}
    chosen = [
        fault
        for fault in found.faults
        if kind in {"", fault.kind} and (not place or fault.place == _code(place))
    ]
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    context = {
        "total": found.total,
        "note": f"{found.total.checked} 条记录中 {found.total.faulty} 条有错误",
        "score": score_text(found.total.score),
        "rows": [_row(each) for each in found.places],
        "counts": [(KIND_TITLES[each], each, count) for each, count in found.counts().items()],
        "page": page,
        "lines": [(fault, KIND_TITLES[fault.kind], places[fault.place]) for fault in page],
        "kinds": list(KIND_TITLES.items()),
        "kind": kind,
        "place_choices": [(each.place or "none", each.name) for each in found.places],
        "place": place,
    }
    return render(request, "exchange/quality.html", context)


def _code(place: str) -> str:
    return "" if place == "none" else place


def _row(each: PlaceScore) -> tuple[PlaceScore, str, str]:
    return each, each.place or "none", score_text(each.score)


@requires("exchange.view_quality")
def quality_workbook(request: OfficerRequest) -> HttpResponse:
    """Download scores and faults; the look is in the trail."""
    found = quality_of(request.focus)
    content = quality_sheet(found, period=request.focus.period, by=request.access.user, at=clock.now())
    return workbook_answer(content, f"{request.focus.region_name}{request.focus.period}数据质量.xlsx")
