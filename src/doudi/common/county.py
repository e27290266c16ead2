"""Which county a screen is about: the one in focus."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from doudi.common.access import OfficerRequest
from doudi.kernel.divisions import COUNTY_DIGITS


def county_of(request: OfficerRequest) -> str:
    """Return the county whose month is in focus; empty above county level."""
    region = request.focus.region
    return region[:COUNTY_DIGITS] if len(region) >= COUNTY_DIGITS else ""


def choose_a_county(request: OfficerRequest) -> HttpResponse:
    """Ask for a county: a month is compared and closed county by county."""
    return render(request, "common/choose_county.html")
