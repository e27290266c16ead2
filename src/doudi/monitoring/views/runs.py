"""Shows every comparison of a month, and what an older one found with the numbers it was run with."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.functional import Promise

from doudi.accounts.models import User
from doudi.common.access import OfficerRequest, requires
from doudi.common.county import choose_a_county, county_of
from doudi.matching.catalogue import Rule
from doudi.matching.rule_file import Parameter
from doudi.matching.wording import sentence
from doudi.matching.wording import shown as worded
from doudi.monitoring.catalogue import rule_named, rules
from doudi.monitoring.models import MatchRun
from doudi.monitoring.selectors.runs import FoundThen, found_by, last_run, runs_of
from doudi.regions.selectors import division_names
from doudi.registry.models import Household

PAGE = 50


@dataclass(frozen=True, slots=True)
class RunLine:
    """A comparison as a line: who ran it, what it found, whether it is the one that stands."""

    run: MatchRun
    by: str
    found: int
    is_standing: bool
    status_label: str | Promise


@requires("monitoring.view_results")
def runs(request: OfficerRequest) -> HttpResponse:
    """List every comparison of the month in focus, newest first; with a rule, what each found by it."""
    county = county_of(request)
    if not county:
        return choose_a_county(request)
    rule = _rule(request.GET["rule"]) if request.GET.get("rule") else None
    standing = last_run(county, request.focus.period)
    done = list(runs_of(county, request.focus.period))
    names = dict(
        User.objects.filter(username__in={run.started_by for run in done}).values_list("username", "name")
    )
    lines = [
        RunLine(
            run,
            names.get(run.started_by, "系统"),
            _count(run, rule),
            run == standing,
            run.get_status_display(),
        )
        for run in done
    ]
    choices = [(each.id, each.title) for each in rules()]
    context = {"lines": lines, "rule": rule.id if rule else "", "rules": choices}
    return render(request, "monitoring/runs.html", context)


def _rule(code: str) -> Rule:
    try:
        return rule_named(code)
    except KeyError:
        raise Http404 from None


def _count(run: MatchRun, rule: Rule | None) -> int:
    tallies = [run.rules.get(rule.id, {})] if rule else run.rules.values()
    return sum(int(tally.get("found") or 0) for tally in tallies)


@dataclass(frozen=True, slots=True)
class FoundLine:
    """A finding of a run as a line."""

    pk: int
    name: str
    place: str
    sentence: str


@requires("monitoring.view_results", object_kind="match_run", id_parameter="pk")
def run_people(request: OfficerRequest, pk: int, rule: str) -> HttpResponse:
    """Show whom a rule found in one comparison, as it found them, with the numbers of that time."""
    run = get_object_or_404(MatchRun.objects.filter(request.access.scope.q("region")), pk=pk)
    shown = _rule(rule)
    found = found_by(run, shown.id, request.access.scope)
    page = Paginator(found or [], PAGE).get_page(request.GET.get("page"))
    names = division_names(each.division for each in page.object_list)
    heads = _heads(page.object_list)
    context = {
        "run": run,
        "rule": shown,
        "is_kept": found is not None,
        "parameters": [(each.title, worded(each)) for each in _parameters(run, shown)],
        "page": page,
        "lines": [_line(shown, each, names.get(each.division, ""), heads) for each in page.object_list],
    }
    return render(request, "monitoring/run_people.html", context)


def _parameters(run: MatchRun, rule: Rule) -> list[Parameter]:
    then = run.parameters.get(rule.id, {})
    return [
        usual.model_copy(update={"value": then[name]})
        for name, usual in rule.parameters.items()
        if name in then
    ]


def _heads(found: Iterable[FoundThen]) -> dict[int, str]:
    homes = Household.objects.filter(pk__in={each.household for each in found if each.household})
    return dict(homes.filter(head__isnull=False).values_list("pk", "head__name"))


def _line(rule: Rule, each: FoundThen, place: str, heads: Mapping[int, str]) -> FoundLine:
    if each.person is not None:
        return FoundLine(each.person.pk, each.person.name, place, sentence(rule, each.measures))
    head = heads.get(each.household) if each.household else None
    who = f"{head} 户" if head else "（已不在档）"
    return FoundLine(0, who, place, sentence(rule, each.measures))
