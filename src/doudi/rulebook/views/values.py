"""Shows which values hold where: a region's sheet, one value over time, regions side by side."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.rulebook.catalogue import book
from doudi.rulebook.selectors import values as selectors
from doudi.rulebook.selectors.authority import PROPOSE, VIEW
from doudi.rulebook.selectors.places import region_of, region_titles, regions_offered

MOST_SIDE_BY_SIDE = 4


def day_asked(request: OfficerRequest) -> date:
    """Return the day a page asks about; today unless it names one."""
    try:
        return date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return clock.today()


def region_asked(request: OfficerRequest) -> str:
    """Return the region a page asks about; the one in focus unless it names one with values."""
    offered = dict(regions_offered(request.access.scope, request.focus.region))
    asked = request.GET.get("region", "")
    return asked if asked in offered else region_of(request.focus.region)


def may_change(request: OfficerRequest, region: str) -> bool:
    """Say whether the person may propose changes for a region."""
    return request.access.may(PROPOSE) and len(region) > 0 and request.access.scope.covers(region)


@requires(VIEW)
def values(request: OfficerRequest) -> HttpResponse:
    """Show a region's sheet of values on a day."""
    region, on = region_asked(request), day_asked(request)
    search, topic = request.GET.get("q", "").strip(), request.GET.get("topic", "")
    found = selectors.sheet(region, on, search=search, topic=topic)
    held = [each for part in found for each in part.values]
    context = {
        "regions": regions_offered(request.access.scope, request.focus.region),
        "region": region,
        "region_name": region_titles([region]).get(region, region),
        "on": on,
        "q": search,
        "topic": topic,
        "topics": selectors.topics(),
        "found": [part for part in found if part.values or part.unset],
        "total": len(held),
        "own": sum(each.region == region for each in held),
        "unverified": sum(not each.verified for each in held),
        "unset": sum(len(part.unset) for part in found),
        "lapsed": selectors.run_out(region, on),
        "may_change": may_change(request, region),
    }
    return render(request, "rulebook/values.html", context)


@requires(VIEW, object_kind="parameter", id_parameter="key")
def value(request: OfficerRequest, key: str) -> HttpResponse:
    """Show what each level said about one value over time."""
    definition = book().definitions.get(key)
    if definition is None:
        raise Http404
    region = region_asked(request)
    context = {
        "definition": definition,
        "levels": selectors.history(region, key),
        "region": region,
        "region_name": region_titles([region]).get(region, region),
        "regions": regions_offered(request.access.scope, request.focus.region),
        "now": book().parameters(region, clock.today()).get(key),
        "today": clock.today(),
        "may_change": may_change(request, region),
    }
    return render(request, "rulebook/value.html", context)


@requires(VIEW)
def differences(request: OfficerRequest) -> HttpResponse:
    """Show two to four regions side by side, only where they differ."""
    offered = regions_offered(request.access.scope, request.focus.region)
    known = dict(offered)
    chosen = [code for code in request.GET.getlist("region") if code in known]
    chosen = list(dict.fromkeys(chosen))[:MOST_SIDE_BY_SIDE]
    on, topic = day_asked(request), request.GET.get("topic", "")
    context = {
        "regions": offered,
        "chosen": chosen,
        "chosen_names": [known[code] for code in chosen],
        "slots": [*chosen, *[""] * (MOST_SIDE_BY_SIDE - len(chosen))],
        "on": on,
        "topic": topic,
        "topics": selectors.topics(),
        "found": selectors.differences(chosen, on, topic=topic) if len(chosen) > 1 else [],
    }
    return render(request, "rulebook/differences.html", context)
