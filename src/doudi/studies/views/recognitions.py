"""Shows the recognised families whose layer the rules of today no longer bear out."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.regions.selectors import division_names
from doudi.studies.selectors.recognitions import reviews_due

TRY = "studies.try_family"  # the reasons tell a family's income
SHOWN = 100


@requires(TRY)
def recognitions(request: OfficerRequest) -> HttpResponse:
    """List the families to be looked at again, with the reasons, and those nobody can say anything of."""
    due = reviews_due(request.focus.scope, clock.today())
    places = division_names(each.home.division for each in due)
    outside = [each for each in due if not each.lacking]
    unknown = [each for each in due if each.lacking]
    if outside:
        _seen(request, rows=len(outside[:SHOWN]))
    context = {
        "outside": [(each, places.get(each.home.division, "")) for each in outside[:SHOWN]],
        "outside_count": len(outside),
        "unknown": [(each, places.get(each.home.division, "")) for each in unknown[:SHOWN]],
        "unknown_count": len(unknown),
        "most": SHOWN,
    }
    return render(request, "studies/recognitions.html", context)


def _seen(request: OfficerRequest, *, rows: int) -> None:
    audit.record(
        "rulebook.recognitions_seen",
        subject_type="recognition_review",
        subject_id=request.focus.region,
        by=request.access.user,
        at=clock.now(),
        division=request.focus.region,
        details={"rows": rows},
    )
