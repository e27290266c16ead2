"""The screen of what was paid wrongly and what was not paid."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from doudi.common.access import OfficerRequest, requires
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.oversight.selectors.payments import wrong_payments

SHOWN = 200


@requires("monitoring.view_ledger")
def payments(request: OfficerRequest) -> HttpResponse:
    """List each person paid wrongly and each not paid, with months and money."""
    if len(request.focus.region) < COUNTY_DIGITS:
        return render(request, "oversight/payments.html", {"too_wide": True})
    found = wrong_payments(request.focus)
    sections = [
        ("错发：不合格在册、多发", "没有发现错发", found.wrong),
        ("漏发：合格未发、少发", "没有发现漏发", found.missed),
    ]
    context = {
        "sections": [(title, nothing, len(lines), lines[:SHOWN]) for title, nothing, lines in sections],
        "most": SHOWN,
    }
    return render(request, "oversight/payments.html", context)
