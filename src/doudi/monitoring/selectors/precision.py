"""Counts how often rules, and the sources behind them, were right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from doudi.common.scope import Scope
from doudi.monitoring.models import Finding, LedgerEntry
from doudi.monitoring.rules.precision import Precision
from doudi.monitoring.states import EntryStatus, Outcome

UNDECIDED = frozenset({Outcome.HOLD})
"""Conclusions that do not yet say whether the finding was right."""


def precision_of_rules(scope: Scope) -> Mapping[str, Precision]:
    """Return how often each rule was right within a scope; rules without a conclusion are left out."""
    rows = (
        _decided(scope)
        .values("rule")
        .annotate(concluded=Count("id"), mistaken=Count("id", filter=Q(outcome=Outcome.MISTAKEN)))
        .order_by("rule")
    )
    return {row["rule"]: Precision(row["concluded"], row["mistaken"]) for row in rows}


def precision_by_source(scope: Scope, rule: str) -> Mapping[str, Precision]:
    """Return, for one rule, how often it was right with the records of each department's list."""
    newest = Finding.objects.filter(entry=OuterRef("pk")).order_by("-period")
    rows = (
        _decided(scope)
        .filter(rule=rule)
        .annotate(
            left=Subquery(newest.values("left_source")[:1]), right=Subquery(newest.values("right_source")[:1])
        )
        .values_list("left", "right", "outcome")
    )
    concluded: Counter[str] = Counter()
    mistaken: Counter[str] = Counter()
    for left, right, outcome in rows:
        source = right or left or ""
        concluded[source] += 1
        mistaken[source] += outcome == Outcome.MISTAKEN
    return {source: Precision(concluded[source], mistaken[source]) for source in sorted(concluded) if source}


def _decided(scope: Scope) -> QuerySet[LedgerEntry]:
    decided = LedgerEntry.objects.filter(
        scope.q("division"), status=EntryStatus.CONCLUDED, concluded_by__isnull=False
    )
    return decided.exclude(outcome__in=UNDECIDED)
