"""Shows the figures of a city or province: those of the months its counties closed."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from doudi.common.access import OfficerRequest
from doudi.oversight.selectors.above import figures_above
from doudi.regions.selectors import division_names


def figures_of_counties(request: OfficerRequest, code: str, key: str = "") -> HttpResponse:
    """Show every figure of a city or province, or one of them county by county."""
    lines = figures_above(code, request.focus.period)
    context = {
        "place": division_names([code]).get(code, code),
        "lines": lines,
        "one": next((line for line in lines if line.key == key), None),
        "code": code,
    }
    return render(request, "oversight/above.html", context)
