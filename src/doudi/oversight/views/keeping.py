"""Shows how the ledger goes: due dates kept, steps taken."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.figures import figures
from doudi.monitoring.catalogue import rules
from doudi.monitoring.selectors.ledger import LedgerFilter, filtered_entries
from doudi.monitoring.selectors.lines import entry_lines
from doudi.oversight.selectors.keeping import funnel, kept, not_visited
from doudi.regions.selectors import division_names
from doudi.work.selectors.keeping import Timeliness

PAGE = 50
MAIN_RULE = "monitored-without-aid"


@dataclass(frozen=True, slots=True)
class TownshipLine:
    """How one township kept its due dates, with its name."""

    name: str
    kept: Timeliness


@requires("monitoring.view_ledger")
def timely(request: OfficerRequest) -> HttpResponse:
    """Show, township by township, what was done in time and what is late, and name the late ones."""
    rule = request.GET.get("rule", "")
    rows = kept(request.focus.scope, request.focus.period, on=clock.today(), rule=rule)
    names = division_names(row.division for row in rows)
    late = filtered_entries(
        request.focus.scope,
        LedgerFilter(period=str(request.focus.period), rule=rule, overdue_on=clock.today()),
    )
    page = Paginator(late, PAGE).get_page(request.GET.get("page"))
    context = {
        "rule": rule,
        "figure": figures()["in_time"],
        "rules": [(each.id, each.title) for each in rules()],
        "rows": [TownshipLine(names.get(row.division, "区划未确定"), row) for row in rows],
        "page": page,
        "lines": entry_lines(page.object_list, on=clock.today()),
    }
    return render(request, "oversight/timeliness.html", context)


@requires("monitoring.view_ledger")
def steps(request: OfficerRequest) -> HttpResponse:
    """Show how many a rule found, how many were visited and concluded, and name those nobody has seen."""
    rule = request.GET.get("rule") or MAIN_RULE
    scope, period = request.focus.scope, request.focus.period
    page = Paginator(not_visited(scope, rule, period), PAGE).get_page(request.GET.get("page"))
    context = {
        "funnel": funnel(scope, rule, period),
        "rules": [(each.id, each.title) for each in rules()],
        "rule": rule,
        "page": page,
        "lines": entry_lines(page.object_list, on=clock.today()),
    }
    return render(request, "oversight/funnel.html", context)
