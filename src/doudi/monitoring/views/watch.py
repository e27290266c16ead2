"""Shows who is watched."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.monitoring.models import WatchRecord
from doudi.monitoring.selectors.notices import watched_within
from doudi.monitoring.states import WatchKind
from doudi.regions.selectors import division_names

PAGE = 50


@dataclass(frozen=True, slots=True)
class WatchLine:
    """Somebody on the watch register as one line."""

    record: WatchRecord
    place: str
    is_overdue: bool


@requires("monitoring.view_ledger")
def watch(request: OfficerRequest) -> HttpResponse:
    """List the watch register: those filed for watching and those found not eligible."""
    kind = request.GET.get("kind", "")
    found = watched_within(request.focus.scope)
    if kind in WatchKind:
        found = found.filter(kind=kind)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    names = division_names(record.division for record in page.object_list)
    lines = [
        WatchLine(record, names.get(record.division, ""), record.next_review_on < clock.today())
        for record in page.object_list
    ]
    context = {"page": page, "lines": lines, "kinds": WatchKind.choices, "kind": kind}
    return render(request, "monitoring/watch.html", context)
