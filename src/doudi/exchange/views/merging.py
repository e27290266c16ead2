"""The screen that puts several published lists together, everyone once with the lists that name them."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.exchange.catalogue import source_title
from doudi.exchange.models import Batch
from doudi.exchange.selectors.merging import merged_lines, merged_lists
from doudi.exchange.services.merged_sheet import merged_sheet, note_merging
from doudi.exchange.states import BatchState
from doudi.exchange.views.downloads import workbook_answer
from doudi.exchange.views.visible import visible_batches
from doudi.regions.selectors import division_names

PAGE = 50
MOST_CHOICES = 60


@requires("exchange.view_quality")
def merged(request: OfficerRequest) -> HttpResponse:
    """Choose published lists and see their people as one list; the look is in the trail."""
    choices = _published(request)
    chosen = _chosen(request)
    whole = merged_lists(chosen)
    page = Paginator(whole.people, PAGE).get_page(request.GET.get("page"))
    lines = merged_lines(list(page), chosen, request.focus.period)
    if lines:
        _note(request, chosen, downloaded=False)
    names = division_names(line.division for line in lines)
    context = {
        "choices": [(each, source_title(each.source), each in chosen) for each in choices],
        "chosen": chosen,
        "whole": whole,
        "page": page,
        "lines": [(line, names.get(line.division, "")) for line in lines],
        "query": "&".join(f"batch={each.pk}" for each in chosen),
    }
    return render(request, "exchange/merged.html", context)


@requires("exchange.view_quality")
def merged_workbook(request: OfficerRequest) -> HttpResponse:
    """Download the merged list; the look is in the trail."""
    chosen = _chosen(request)
    if not chosen:
        raise Http404
    lines = merged_lines(merged_lists(chosen).people, chosen, request.focus.period)
    _note(request, chosen, downloaded=True)
    names = division_names(line.division for line in lines)
    return workbook_answer(merged_sheet(lines, names), f"{request.focus.region_name}合并名单.xlsx")


def _published(request: OfficerRequest) -> list[Batch]:
    found = visible_batches(request, request.focus.scope).filter(state=BatchState.PUBLISHED)
    return list(
        found.filter(period__lte=str(request.focus.period)).order_by("-period", "source")[:MOST_CHOICES]
    )


def _chosen(request: OfficerRequest) -> list[Batch]:
    """Return the lists asked for, in that order; one out of reach is as if there were none."""
    wanted = [_id(text) for text in dict.fromkeys(request.GET.getlist("batch"))]
    found = visible_batches(request).filter(state=BatchState.PUBLISHED).in_bulk([pk for pk in wanted if pk])
    if len(found) != len(wanted):
        raise Http404
    return [found[pk] for pk in wanted if pk]


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _note(request: OfficerRequest, chosen: list[Batch], *, downloaded: bool) -> None:
    note_merging(
        chosen, region=request.focus.region, downloaded=downloaded, by=request.access.user, at=clock.now()
    )
