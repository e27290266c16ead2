"""Shows the ledger and hands it out as a workbook."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from doudi.audit import listing
from doudi.common.access import OfficerRequest, requires
from doudi.common.lists.showing import shown
from doudi.monitoring.selectors.lists import LEDGER

EMPTY = {
    "title": "台账还是空的",
    "sentence": "运行本月比对后，需要核查的人会列在这里。",
    "icon": "clipboard-list",
    "action": "去运行比对",
    "address": "/results/",
}


@requires("monitoring.view_ledger", verbs=("GET", "POST"))
def ledger(request: OfficerRequest) -> HttpResponse:
    """Show the ledger of the division in focus; whom to search for is posted."""
    found = shown(request, LEDGER)
    context = {"shown": found, "lines": found.lines, "empty": EMPTY}
    return render(request, "monitoring/ledger.html", context, status=found.status)


@requires("monitoring.export_ledger")
def export(request: OfficerRequest) -> HttpResponse:
    """Hand out the ledger as filtered, as a workbook to forward; numbers are masked, the act audited."""
    return listing.export(request, LEDGER)
