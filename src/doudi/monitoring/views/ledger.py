"""Shows the ledger and hands it out as a workbook."""

from __future__ import annotations

from urllib.parse import quote

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.monitoring.catalogue import rules
from doudi.monitoring.selectors.ledger import LedgerFilter, filtered_entries
from doudi.monitoring.selectors.lines import entry_lines
from doudi.monitoring.services.ledger_export import Sheet, ledger_workbook
from doudi.monitoring.states import EntryStatus, Outcome, Severity

PAGE = 50
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires("monitoring.view_ledger", verbs=("GET", "POST"))
def ledger(request: OfficerRequest) -> HttpResponse:
    """Show the ledger of the division in focus; a name to search for is posted, never in the address."""
    wanted = _wanted(request)
    page = Paginator(filtered_entries(request.focus.scope, wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": entry_lines(page.object_list, on=clock.today()),
        "wanted": wanted,
        "rules": [(rule.id, rule.title) for rule in rules()],
        "statuses": EntryStatus.choices,
        "severities": Severity.choices,
        "outcomes": Outcome.choices,
        "only_month": request.GET.get("month", ""),
        "only_overdue": request.GET.get("overdue", ""),
        "only_mine": request.GET.get("mine", ""),
        "only_closing": request.GET.get("closing", ""),
        "is_filtered": bool(request.GET or wanted.name),
    }
    return render(request, "monitoring/ledger.html", context)


def _wanted(request: OfficerRequest) -> LedgerFilter:
    asked = request.GET
    return LedgerFilter(
        period=str(request.focus.period) if asked.get("month") or asked.get("closing") else "",
        rule=asked.get("rule", ""),
        status=asked.get("status", ""),
        severity=asked.get("severity", ""),
        outcome=asked.get("outcome", ""),
        overdue_on=clock.today() if asked.get("overdue") else None,
        name=request.POST.get("name", "").strip(),
        mine=request.access.user.pk if asked.get("mine") else 0,
        closing=bool(asked.get("closing")),
    )


@requires("monitoring.export_ledger")
def export(request: OfficerRequest) -> HttpResponse:
    """Hand out the ledger as filtered, as a workbook to forward; numbers are masked, the act audited."""
    wanted = _wanted(request)
    entries = filtered_entries(request.focus.scope, wanted)
    title = f"{request.focus.region_name}监测比对台账"
    made = ledger_workbook(
        entries,
        Sheet(
            title=title,
            period=str(request.focus.period),
            made_by=f"{request.access.user.name}（{request.access.user.username}）",
            made_at=clock.now(),
        ),
    )
    audit.record(
        "monitoring.ledger_exported",
        subject_type="ledger",
        subject_id=made.trace,
        by=request.access.user,
        at=clock.now(),
        division=request.focus.region,
        details={"rows": made.rows},
    )
    answer = HttpResponse(made.content, content_type=XLSX)
    name = quote(f"{title}-{clock.today():%Y%m%d}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename=\"ledger.xlsx\"; filename*=UTF-8''{name}"
    return answer
