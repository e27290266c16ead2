"""Shows the lists of people and households and hands them out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from doudi.audit import listing
from doudi.common.access import OfficerRequest, requires
from doudi.common.lists.showing import shown
from doudi.desk.lists import HOUSEHOLDS, PEOPLE

NOBODY_YET = {
    "title": "还没有人员档案",
    "sentence": "发布第一批名册后，这里会列出名册上的每一个人。",
    "icon": "users",
    "action": "去上传名册",
    "address": "/batches/",
}
NO_HOME_YET = {
    "title": "还没有家庭档案",
    "sentence": "名册里有户编号的，发布后会归成家庭。",
    "icon": "home",
    "action": "去上传名册",
    "address": "/batches/",
}


@requires("registry.view_person", verbs=("GET", "POST"))
def people(request: OfficerRequest) -> HttpResponse:
    """List the people of the division in focus; a search is posted: no name or number in an address."""
    found = shown(request, PEOPLE)
    context = {"shown": found, "lines": found.lines, "empty": NOBODY_YET}
    return render(request, "desk/people.html", context, status=found.status)


@requires("registry.view_household", verbs=("GET", "POST"))
def households(request: OfficerRequest) -> HttpResponse:
    """List the households of the division in focus; whom to search for is posted."""
    found = shown(request, HOUSEHOLDS)
    context = {
        "shown": found,
        "lines": found.lines,
        "empty": NO_HOME_YET,
        "may_change": _may_resettle(request),
    }
    return render(request, "desk/households.html", context, status=found.status)


def _may_resettle(request: OfficerRequest) -> bool:
    """Say whether the page leads on to where villages are resettled; what is posted here only searches."""
    return bool(request.access.may("registry.change_household"))


@requires("registry.export_lists")
def people_export(request: OfficerRequest) -> HttpResponse:
    """Hand out the people as filtered, as a workbook; numbers are masked, the act audited."""
    return listing.export(request, PEOPLE)


@requires("registry.export_lists")
def households_export(request: OfficerRequest) -> HttpResponse:
    """Hand out the households as filtered, as a workbook; the act is audited."""
    return listing.export(request, HOUSEHOLDS)
