"""Answers how the ledger goes: due dates kept township by township, steps taken rule by rule."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.selectors.ledger import entries_within, found_in, month_tasks
from doudi.monitoring.states import EntryStatus
from doudi.work.selectors.keeping import Timeliness, timeliness


def kept(scope: Scope, period: Period, *, on: date, rule: str = "") -> list[Timeliness]:
    """Return, township by township, how a month's entries were handled; of one rule if it is named."""
    tasks = month_tasks(scope, period)
    return timeliness(tasks.filter(ledger_entry__rule=rule) if rule else tasks, on=on)


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far a rule's people of one month have come: found, seen, concluded, all three on record."""

    found: int
    visited: int
    concluded: int
    finished: int


def funnel(scope: Scope, rule: str, period: Period) -> Funnel:
    """Return how many a rule found in a month, how many were visited, how many have a conclusion."""
    entries = LedgerEntry.objects.filter(scope.q("division"), rule=rule, pk__in=found_in(str(period)))
    seen = entries.filter(visits__isnull=False).distinct()
    concluded = entries.filter(status=EntryStatus.CONCLUDED)
    return Funnel(
        found=entries.count(),
        visited=seen.count(),
        concluded=concluded.count(),
        finished=seen.filter(status=EntryStatus.CONCLUDED).count(),
    )


def not_visited(scope: Scope, rule: str, period: Period) -> QuerySet[LedgerEntry]:
    """Return the entries of a rule and month about people nobody has seen yet."""
    found = entries_within(scope).filter(rule=rule, pk__in=found_in(str(period)))
    return found.filter(visits__isnull=True)
