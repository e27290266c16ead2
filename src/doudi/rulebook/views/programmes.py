"""Shows the programmes: how their rules read, and how their cases are handled."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from doudi.common.access import OfficerRequest, requires
from doudi.rulebook.selectors.authority import VIEW
from doudi.rulebook.selectors.places import region_title, regions_offered
from doudi.rulebook.selectors.procedures import procedure_named, procedure_text, procedures_listed
from doudi.rulebook.selectors.programmes import programme_named, programme_text, programmes
from doudi.rulebook.views.values import day_asked, region_asked


@requires(VIEW)
def index(request: OfficerRequest) -> HttpResponse:
    """List the programmes and the procedures."""
    context = {"programmes": programmes(), "procedures": procedures_listed()}
    return render(request, "rulebook/programmes.html", context)


@requires(VIEW, object_kind="programme", id_parameter="code")
def programme(request: OfficerRequest, code: str) -> HttpResponse:
    """Show one programme's rules in the order of the law, with a region's values and its cases."""
    found = programme_named(code)
    if found is None:
        raise Http404
    region, on = region_asked(request), day_asked(request)
    text = programme_text(found, region, on)
    context = {
        "text": text,
        "region": region,
        "region_name": region_title(region),
        "regions": regions_offered(request.access.scope, request.focus.region),
        "on": on,
        "unverified": sum(not each.verified for step in text.steps for each in step.values),
    }
    return render(request, "rulebook/programme.html", context)


@requires(VIEW, object_kind="procedure", id_parameter="code")
def procedure(request: OfficerRequest, code: str) -> HttpResponse:
    """Show how a case is handled at a place when it is accepted on a day."""
    found = procedure_named(code)
    if found is None:
        raise Http404
    region, on = region_asked(request), day_asked(request)
    context = {
        "text": procedure_text(found, region, on),
        "region": region,
        "region_name": region_title(region),
        "regions": regions_offered(request.access.scope, request.focus.region),
        "on": on,
    }
    return render(request, "rulebook/procedure.html", context)
