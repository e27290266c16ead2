"""Shows who is watched, and hands the register out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from doudi.audit import listing
from doudi.common.access import OfficerRequest, requires
from doudi.common.lists.showing import shown
from doudi.monitoring.selectors.lists import WATCHED

EMPTY = {
    "title": "册子还是空的",
    "sentence": "结论为“备案监测”或“不符合条件”的人会列在这里。",
    "icon": "eye",
}


@requires("monitoring.view_ledger")
def watch(request: OfficerRequest) -> HttpResponse:
    """List the watch register: those filed for watching and those found not eligible."""
    found = shown(request, WATCHED)
    context = {"shown": found, "lines": found.lines, "empty": EMPTY}
    return render(request, "monitoring/watch.html", context, status=found.status)


@requires("monitoring.export_ledger")
def export(request: OfficerRequest) -> HttpResponse:
    """Hand out the register as filtered, as a workbook; the act is audited."""
    return listing.export(request, WATCHED)
