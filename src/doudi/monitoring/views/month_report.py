"""Hands out the report of a month, as PDF, Word or workbook."""

from __future__ import annotations

import secrets
from urllib.parse import quote

from django.http import Http404, HttpResponse

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.reports import FORMS
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.monitoring.selectors.report import Asked, month_report

TRACE_BYTES = 6


@requires("monitoring.export_ledger")
def report(request: OfficerRequest, form: str) -> HttpResponse:
    """Hand out the report of the month in focus of one division; the act is audited."""
    code = request.GET.get("division", "") or request.focus.region
    known = len(code) >= COUNTY_DIGITS and code.isdigit() and request.access.scope.covers(code)
    if form not in FORMS or not known:
        raise Http404
    at, wanted = clock.now(), FORMS[form]
    asked = Asked(
        code=code,
        period=request.focus.period,
        made_by=request.access.user.name,
        made_at=at,
        trace=secrets.token_hex(TRACE_BYTES),
    )
    made = month_report(asked)
    content = wanted.write(made, at)
    audit.record(
        "monitoring.month_reported",
        subject_type="month",
        subject_id=f"{code}:{asked.period}",
        by=request.access.user,
        at=at,
        division=code,
        details={"form": form, "trace": asked.trace},
    )
    answer = HttpResponse(content, content_type=wanted.content_type)
    name = quote(f"{made.title}.{wanted.suffix}")
    answer["Content-Disposition"] = f"attachment; filename=\"month.{wanted.suffix}\"; filename*=UTF-8''{name}"
    return answer
