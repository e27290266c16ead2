"""Answers questions about the ledger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.monitoring.catalogue import closing_rules
from doudi.monitoring.models import Finding, LedgerEntry
from doudi.monitoring.selectors.standings import standings_of
from doudi.monitoring.states import EntryStatus
from doudi.work.models import Task


@dataclass(frozen=True, slots=True)
class LedgerFilter:
    """Which of a month's entries are asked for; empty means all."""

    period: str
    rule: str = ""
    status: str = ""
    overdue_on: date | None = None
    measure: str = ""
    group: str = ""


def entries_within(scope: Scope) -> QuerySet[LedgerEntry]:
    """Return the ledger entries whose subject lives in a scope, those due first first."""
    entries = LedgerEntry.objects.filter(scope.q("division")).defer("reason")
    return entries.select_related(
        "person", "household__head", "task__owner__user", "task__owner__division"
    ).order_by(F("task__due_on").asc(nulls_first=True), "id")


def overdue_on(day: date, entry: str = "") -> Q:
    """Return what is true of open entries past their due day; a provisional day is nobody's deadline yet."""
    return Q(
        **{
            f"{entry}status": EntryStatus.OPEN,
            f"{entry}task__due_on__lt": day,
            f"{entry}task__is_provisional": False,
        }
    )


def filtered_entries(scope: Scope, wanted: LedgerFilter) -> QuerySet[LedgerEntry]:
    """Return the entries of a month that are asked for, within a scope."""
    plain = {"rule": wanted.rule, "status": wanted.status}
    found = found_in(wanted.period)
    measured = {f"measures__{wanted.measure}": wanted.group} if wanted.group else {}
    entries = entries_within(scope).filter(pk__in=found.filter(**measured))
    entries = entries.filter(**{name: value for name, value in plain.items() if value})
    return entries.filter(overdue_on(wanted.overdue_on)) if wanted.overdue_on else entries


def found_in(period: str) -> QuerySet[Finding, int]:
    """Return the keys of the entries a month's comparison found."""
    return Finding.objects.filter(period=period, withdrawn_by__isnull=True).values_list("entry_id", flat=True)


def group_counts(scope: Scope, rule: str, measure: str, period: Period) -> Mapping[str, int]:
    """Return how many of a rule's findings of a month fall into each group of a measure."""
    found = Finding.objects.filter(
        scope.q("entry__division"), entry__rule=rule, period=str(period), withdrawn_by__isnull=True
    )
    return Counter(str(measures.get(measure)) for measures in found.values_list("measures", flat=True))


def people_without_conclusion(region: str, period: Period) -> int:
    """Return how many findings of people without aid, or on lists that differ, hold a month open."""
    waiting = standings_of(str(period)).filter(status=EntryStatus.OPEN, entry__rule__in=closing_rules())
    return waiting.filter(entry__region=region).count()


@dataclass(frozen=True, slots=True)
class RuleTally:
    """How far a rule's entries of one month have come; those in doubt are not among the found."""

    found: int
    waiting: int
    concluded: int
    overdue: int
    doubtful: int = 0


def tallies(scope: Scope, period: Period, *, on: date) -> Mapping[str, RuleTally]:
    """Return, by rule, how many entries a month found and how far they have come in that month."""
    doubtful = found_in(str(period)).exclude(doubt="")
    is_open = Q(status=EntryStatus.OPEN)
    rows = (
        standings_of(str(period))
        .filter(scope.q("division"))
        .values(rule=F("entry__rule"))
        .annotate(
            found=Count("id", filter=~Q(entry__in=doubtful)),
            doubtful=Count("id", filter=Q(entry__in=doubtful)),
            waiting=Count("id", filter=is_open),
            concluded=Count("id", filter=Q(status=EntryStatus.CONCLUDED)),
            overdue=Count("id", filter=is_open & overdue_on(on, "entry__")),
        )
        .order_by("rule")
    )
    return {
        row["rule"]: RuleTally(
            row["found"], row["waiting"], row["concluded"], row["overdue"], row["doubtful"]
        )
        for row in rows
    }


def entries_waiting(division: str, period: Period) -> QuerySet[LedgerEntry]:
    """Return the entries a month's comparison found in a division that nobody has concluded in that month."""
    waiting = standings_of(str(period)).filter(status=EntryStatus.OPEN, division__startswith=division)
    found = LedgerEntry.objects.filter(pk__in=waiting.values("entry_id"))
    found = found.defer("reason").select_related("person", "household__head", "task__owner__user")
    return found.order_by("task__due_on", "id")


def awaiting_department(scope: Scope, rules: Collection[str]) -> QuerySet[LedgerEntry]:
    """Return the open entries that another department is asked to answer, those due first first."""
    return entries_within(scope).filter(rule__in=rules, status=EntryStatus.OPEN)


def month_tasks(scope: Scope, period: Period) -> QuerySet[Task]:
    """Return the tasks of the entries a month's comparison found."""
    found = LedgerEntry.objects.filter(scope.q("division"), pk__in=found_in(str(period)))
    return Task.objects.filter(ledger_entry__in=found)
