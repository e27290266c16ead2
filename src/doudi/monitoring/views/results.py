"""Shows a month's comparison: rules, then people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from doudi.accounts.models import User
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.county import choose_a_county, county_of
from doudi.common.kit import Progress
from doudi.common.problems import Refusal
from doudi.exchange.catalogue import shapes, source_title
from doudi.exchange.models import Batch
from doudi.jobs.services import enqueue
from doudi.matching.catalogue import Rule
from doudi.matching.rule_file import GROUPS, Parameter
from doudi.matching.wording import missing
from doudi.matching.wording import shown as worded
from doudi.monitoring.catalogue import precision_floor, rule_named, rules, values_in
from doudi.monitoring.models import MatchRun
from doudi.monitoring.rules.precision import Precision
from doudi.monitoring.selectors.ledger import (
    LedgerFilter,
    RuleTally,
    filtered_entries,
    group_counts,
    tallies,
)
from doudi.monitoring.selectors.lines import entry_lines
from doudi.monitoring.selectors.precision import precision_by_source, precision_of_rules
from doudi.monitoring.selectors.runs import (
    comparison_is_current,
    last_run,
    periods_not_compared,
    run_under_way,
)
from doudi.monitoring.services.comparison import request_match
from doudi.monitoring.states import RunStatus, Severity
from doudi.monitoring.views.lacks import Lack, lacks_of

PAGE = 50
NOTHING = RuleTally(0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule with what this month's comparison found by it."""

    rule: Rule
    severity_label: str
    tally: RuleTally
    skipped: str
    lacks: list[Lack]
    is_imprecise: bool

    @property
    def has_found(self) -> bool:
        """Say whether there is anything to look at."""
        return bool(self.tally.found or self.tally.doubtful)


@dataclass(frozen=True, slots=True)
class RuleSection:
    """The rules of one group: those that found someone, those that found nobody, those that did not run."""

    title: str
    finding: list[RuleLine]
    quiet: list[RuleLine]
    skipped: list[RuleLine]

    @property
    def found(self) -> int:
        """How many findings the group has."""
        return sum(line.tally.found for line in self.finding)


@requires("monitoring.view_results")
def results(request: OfficerRequest) -> HttpResponse:
    """Show, rule by rule, what the comparison of the month in focus found."""
    county = county_of(request)
    if not county:
        return choose_a_county(request)
    period = request.focus.period
    run = last_run(county, period)
    under_way = run_under_way(county, period)
    context = {
        "run": run,
        "progress": _progress(under_way) if under_way else None,
        "is_current": comparison_is_current(county, period),
        "missing": periods_not_compared(county, period),
        "sections": _sections(_rule_lines(request, run)) if run else [],
        "accounting": _accounting(run) if run else [],
        "started_by": _starter(run) if run else "",
        "county": county,
    }
    return render(request, "monitoring/results.html", context)


def _accounting(run: MatchRun) -> list[dict[str, object]]:
    keys = [row["batch"] for row in run.accounting if row.get("batch")]
    files = {str(batch.pk): batch for batch in Batch.objects.filter(pk__in=keys)}
    return [
        {**row, "title": source_title(row["source"]), "file": files.get(str(row.get("batch")))}
        for row in run.accounting
    ]


def _parameters(request: OfficerRequest, rule: Rule) -> list[tuple[Parameter, str]]:
    local = values_in(request.focus.region[:6], str(request.focus.period)).get(rule.id, {})
    values = [local.get(name, usual) for name, usual in rule.parameters.items()]
    return [(value, worded(value)) for value in values]


def _starter(run: MatchRun) -> str:
    user = User.objects.filter(username=run.started_by).first()
    return user.name if user else "系统"


def _rule_lines(request: OfficerRequest, run: MatchRun) -> list[RuleLine]:
    counted = tallies(request.focus.scope, request.focus.period, on=clock.today())
    right = precision_of_rules(request.focus.scope)
    order = list(Severity)
    lines = [_rule_line(request, rule, run, counted.get(rule.id, NOTHING), right) for rule in rules()]
    return sorted(lines, key=lambda line: order.index(Severity(line.rule.severity)))


def _sections(lines: Sequence[RuleLine]) -> list[RuleSection]:
    """Sort the lines into the groups, and in each set apart what found nobody and what did not run."""
    return [
        RuleSection(
            title=title,
            finding=[line for line in mine if not line.skipped and line.has_found],
            quiet=[line for line in mine if not line.skipped and not line.has_found],
            skipped=[line for line in mine if line.skipped],
        )
        for title, mine in ((GROUPS[group], [x for x in lines if x.rule.group == group]) for group in GROUPS)
    ]


def _rule_line(
    request: OfficerRequest, rule: Rule, run: MatchRun, tally: RuleTally, right: Mapping[str, Precision]
) -> RuleLine:
    said = run.rules.get(rule.id, {})
    skipped = str(said.get("skipped") or "")
    return RuleLine(
        rule=rule,
        severity_label=str(Severity(rule.severity).label),
        tally=tally,
        skipped=missing(skipped, shapes()),
        lacks=lacks_of(request, rule, skipped, str(said.get("empty") or "")),
        is_imprecise=rule.id in right and right[rule.id].is_low(precision_floor()),
    )


@requires("monitoring.view_results")
def rule_people(request: OfficerRequest, rule: str) -> HttpResponse:
    """Show whom one rule found in the month in focus."""
    try:
        shown = rule_named(rule)
    except KeyError:
        raise Http404 from None
    groups = _groups(request, shown)
    chosen = next((group.code for group in groups if group.code == request.GET.get("group")), "")
    wanted = LedgerFilter(
        period=str(request.focus.period),
        rule=rule,
        status=request.GET.get("status", ""),
        measure=shown.grouped_by,
        group=chosen,
    )
    page = Paginator(filtered_entries(request.focus.scope, wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "rule": shown,
        "severity_label": Severity(shown.severity).label,
        "group_label": GROUPS[shown.group],
        "parameters": _parameters(request, shown),
        **_precision(request, shown),
        "page": page,
        "lines": entry_lines(page.object_list, on=clock.today()),
        "status": wanted.status,
        "names_people": shown.subject == "person",
        "groups": groups,
        "group": chosen,
    }
    return render(request, "monitoring/rule_people.html", context)


@dataclass(frozen=True, slots=True)
class Group:
    """One group a rule sorts its findings into, with how many there are."""

    code: str
    label: str
    count: int


def _groups(request: OfficerRequest, rule: Rule) -> list[Group]:
    """Return the groups of a rule that sorts its findings, each with how many the month has."""
    if not rule.grouped_by:
        return []
    counts = group_counts(request.focus.scope, rule.id, rule.grouped_by, request.focus.period)
    return [Group(code, label, counts.get(code, 0)) for code, label in rule.words[rule.grouped_by].items()]


def _precision(request: OfficerRequest, rule: Rule) -> dict[str, Any]:
    """Return how often the rule was right, as a whole and by source, and the floor it is measured at."""
    right = precision_of_rules(request.focus.scope).get(rule.id)
    by_source = precision_by_source(request.focus.scope, rule.id)
    return {
        "right": right,
        "right_by_source": [(source_title(source), found) for source, found in by_source.items()],
        "floor": precision_floor(),
        "is_imprecise": right is not None and right.is_low(precision_floor()),
    }


@requires("monitoring.run_match", verbs=("POST",))
def run(request: OfficerRequest) -> HttpResponse:
    """Queue the comparison of the month in focus."""
    county = county_of(request)
    if not county or not request.access.scope.covers(county):
        raise Http404
    try:
        queued = request_match(
            region=county, period=request.focus.period, by=request.access.user, at=clock.now()
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        enqueue(
            "monitoring.run_match",
            queued.pk,
            request.access.user.pk,
            key=str(queued.pk),
            place=county,
            by=request.access.user,
            at=clock.now(),
        )
    return redirect("monitoring:results")


@requires("monitoring.view_results", object_kind="match_run", id_parameter="pk")
def run_progress(request: OfficerRequest, pk: int) -> HttpResponse:
    """Answer the page that asks how far the comparison is."""
    run = get_object_or_404(MatchRun.objects.filter(request.access.scope.q("region")), pk=pk)
    answer = render(request, "monitoring/_progress.html", {"progress": _progress(run)})
    if run.status == RunStatus.DONE:
        answer["HX-Refresh"] = "true"
    return answer


def _progress(run: MatchRun) -> Progress:
    stages: dict[str, Any] = {
        RunStatus.QUEUED: ("比对正在排队", 0, False, "", "前面的任务完成后自动开始。"),
        RunStatus.RUNNING: ("正在比对", 0, False, "", "全县一个月通常在一分钟内完成，可以离开本页。"),
        RunStatus.DONE: ("比对完成", 1, True, "ok", ""),
        RunStatus.FAILED: ("比对没有完成", 1, True, "bad", run.problem),
    }
    label, done, is_over, tone, sentence = stages[RunStatus(run.status)]
    return Progress(
        label=label,
        done=done,
        total=1 if is_over else 0,
        address=reverse("monitoring:run_progress", args=[run.pk]),
        is_over=is_over,
        tone=tone,
        sentence=sentence,
    )
