"""Shows whom each strategy is for, when they were last seen and when they are due."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.county import choose_a_county, county_of
from doudi.monitoring.selectors.strategies import due_within
from doudi.regions.selectors import division_names
from doudi.registry.catalogue import strategies
from doudi.registry.models import Person
from doudi.work.selectors.owners import Owners

PAGE = 50


@requires("monitoring.view_ledger")
def strategy_list(request: OfficerRequest) -> HttpResponse:
    """List the people of the division in focus by the day they are due, overdue first."""
    if not county_of(request):
        return choose_a_county(request)
    code, today = request.GET.get("strategy", ""), clock.today()
    everyone = due_within(request.focus.scope)
    counts = [
        (one, sum(each.spell.strategy.code == one.code for each in everyone), one.cycle_on(today))
        for one in strategies()
    ]
    chosen = [each for each in everyone if not code or each.spell.strategy.code == code]
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    people = Person.objects.in_bulk([each.person for each in page.object_list])
    names = division_names(each.division for each in page.object_list)
    owners = Owners(today)
    context = {
        "page": page,
        "lines": [
            (each, people[each.person].name, names.get(each.division, ""), each.owner(owners))
            for each in page.object_list
        ],
        "counts": counts,
        "overdue": sum(each.due_on < today for each in chosen),
        "strategies": [(one.code, one.title) for one in strategies()],
        "strategy": code,
        "today": today,
    }
    return render(request, "monitoring/strategies.html", context)
