"""Answers which planned comparisons were run, what they found, and which were missed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from doudi.kernel.dates import Period
from doudi.monitoring.models import ComparisonPlan, Finding, MatchRun
from doudi.monitoring.rules.terms import Term, terms
from doudi.monitoring.states import EntryStatus, RunStatus

TERMS_SHOWN = 6


@dataclass(frozen=True, slots=True)
class TermResult:
    """How one term of a plan went: whether its list was compared, and what that found."""

    term: Term
    is_run: bool
    is_missed: bool
    new: int
    handled: int


@dataclass(frozen=True, slots=True)
class PlanResult:
    """A plan with its terms, newest first."""

    plan: ComparisonPlan
    terms: list[TermResult]

    @property
    def missed(self) -> list[TermResult]:
        """Return the terms that passed without a comparison."""
        return [term for term in self.terms if term.is_missed]


def plan_results(region: str, *, on: date) -> list[PlanResult]:
    """Return how every plan of a county went, in order of source."""
    plans = ComparisonPlan.objects.filter(region=region).select_related("owner__user").order_by("source")
    compared = _months_compared(region)
    return [
        PlanResult(
            plan,
            [
                _result(plan, term, compared.get(plan.source, frozenset()), on)
                for term in reversed(terms(plan.every, Period.parse(plan.since), on))
            ],
        )
        for plan in plans
    ]


def plans_missed(region: str, *, on: date) -> list[str]:
    """Return the sources some term of whose plan passed without a comparison."""
    return [result.plan.source for result in plan_results(region, on=on) if result.missed]


def _months_compared(region: str) -> dict[str, set[str]]:
    """Return, by source, the months whose list a finished comparison of the county has read.

    A run of a later month that still reads an old list does not make that list a new one.
    """
    found: dict[str, set[str]] = {}
    runs = MatchRun.objects.filter(region=region, status=RunStatus.DONE)
    for rows in runs.values_list("accounting", flat=True):
        for row in rows:
            if row.get("batch"):
                found.setdefault(row["source"], set()).add(row["period"])
    return found


def _result(plan: ComparisonPlan, term: Term, compared: Collection[str], on: date) -> TermResult:
    is_run = any(term.holds(period) for period in compared)
    found = Finding.objects.filter(
        Q(left_source=plan.source) | Q(right_source=plan.source),
        entry__region=plan.region,
        entry__first_period__gte=str(term.first),
        entry__first_period__lte=str(term.last),
        withdrawn_by__isnull=True,
    )
    new = found.values("entry").distinct()
    return TermResult(
        term=term,
        is_run=is_run,
        is_missed=not is_run and term.is_over(on),
        new=new.count(),
        handled=new.exclude(entry__status=EntryStatus.OPEN).count(),
    )
