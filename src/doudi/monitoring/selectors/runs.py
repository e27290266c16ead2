"""Answers questions about comparison runs."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from django.conf import settings
from django.db.models import Max, QuerySet

from doudi.common import clock
from doudi.common.scope import Scope
from doudi.exchange.selectors import published_batches
from doudi.kernel.dates import Period
from doudi.kernel.tokens import Token
from doudi.monitoring.models import Finding, MatchRun
from doudi.monitoring.states import EntryStatus, RunStatus
from doudi.registry.models import ListPublication, Person
from doudi.registry.selectors import people_by_token


def run_folder(run: MatchRun) -> Path:
    """Return where a run keeps what it compared and what it found; a later run has its own."""
    return Path(settings.DOUDI_DATA) / "runs" / run.region / run.period / str(run.pk)


def runs_to_expire(before: datetime) -> QuerySet[MatchRun]:
    """Return the comparisons begun before a moment whose folders nothing stands on any more, oldest first.

    A month's last finished comparison is what it was closed on, or will be; an open entry of the ledger shows
    what its comparison found. One that is queued or running is nobody's to remove.
    """
    done = MatchRun.objects.filter(status=RunStatus.DONE).order_by()
    standing = done.values("region", "period").annotate(last=Max("pk")).values("last")
    shown = Finding.objects.filter(entry__status=EntryStatus.OPEN, withdrawn_by__isnull=True).values("run")
    return (
        MatchRun.objects.filter(started_at__lt=before, folder_removed_at__isnull=True)
        .filter(status__in=(RunStatus.DONE, RunStatus.FAILED))
        .exclude(pk__in=standing)
        .exclude(pk__in=shown)
        .order_by("started_at", "pk")
    )


def runs_of(region: str, period: Period) -> QuerySet[MatchRun]:
    """Return every comparison of a county's month, newest first."""
    return MatchRun.objects.filter(region=region, period=str(period)).order_by("-id")


@dataclass(frozen=True, slots=True)
class FoundThen:
    """One finding as a run wrote it down: about whom, where, with which measures."""

    person: Person | None
    household: int | None
    division: str
    measures: dict[str, Any]


def found_by(run: MatchRun, rule: str, scope: Scope) -> list[FoundThen] | None:
    """Return whom a rule found in a run, as the run kept it, inside a scope; None when it is not kept."""
    path = run_folder(run) / "result" / "findings.parquet"
    if not path.exists():
        return None
    rows = pq.read_table(path, filters=[("rule", "=", rule)]).to_pylist()
    tokens = [
        Token(row["subject_high"], row["subject_low"]) if row["subject_kind"] == "person" else None
        for row in rows
    ]
    people = people_by_token([token for token in tokens if token is not None])
    found = []
    for row, token in zip(rows, tokens, strict=True):
        person = people.get(token) if token else None
        division = row["division"] or (person.division if person else run.region)
        if scope.covers(division):
            found.append(
                FoundThen(person, row["household_id"], division, json.loads(row["measures"] or "{}"))
            )
    return found


def last_run(region: str, period: Period) -> MatchRun | None:
    """Return the newest finished comparison of a county's month."""
    runs = MatchRun.objects.filter(region=region, period=str(period), status=RunStatus.DONE)
    return runs.order_by("-id").first()


def run_under_way(region: str, period: Period) -> MatchRun | None:
    """Return the comparison of a county's month that is queued or running."""
    runs = MatchRun.objects.filter(
        region=region, period=str(period), status__in=(RunStatus.QUEUED, RunStatus.RUNNING)
    )
    return runs.order_by("-id").first()


def batches_now(region: str, period: Period) -> list[str]:
    """Return the published batches a comparison of this month would read, in order of their keys."""
    return sorted(each.id for files in published_batches(region, period).values() for each in files)


def comparison_is_current(region: str, period: Period) -> bool:
    """Say whether the month's last comparison read exactly what is published now, of every department."""
    run = last_run(region, period)
    return run is not None and run.batches == batches_now(region, period)


def periods_not_compared(region: str, until: Period) -> list[str]:
    """Return the months that no comparison has finished, since the county began to compare: red gaps."""
    done = set(MatchRun.objects.filter(region=region, status=RunStatus.DONE).values_list("period", flat=True))
    first = _began(region, done)
    if first is None:
        return []
    missing, period = [], Period.parse(first)
    while str(period) <= str(until):
        missing += [] if str(period) in done else [str(period)]
        period = period.next()
    return missing


def _began(region: str, compared: Collection[str]) -> str | None:
    """Return the first month a county compared, or whose list came in its time.

    Lists of long ago, brought in to look back to, make no month a gap; where there are only such, the newest
    of them begins.
    """
    lists = ListPublication.objects.filter(region__startswith=region, withdrawn_at__isnull=True)
    known = sorted(lists.values_list("period", "published_at"))
    timely = (period for period, at in known if _came_in_time(Period.parse(period), at))
    began = {*([min(compared)] if compared else []), *([first] if (first := next(timely, None)) else [])}
    return min(began) if began else (known[-1][0] if known else None)


def _came_in_time(period: Period, at: datetime) -> bool:
    """Say whether a list came in its own month or the next."""
    return at.astimezone(clock.SHANGHAI).date() <= period.next().last_day


def periods_missed(region: str, *, on: date) -> list[str]:
    """Return the months that should have been compared by a day and were not.

    A month's lists come in during it or early in the next: by the last day of a month it and all before it
    must have been compared, on other days all but it and the one before.
    """
    month = Period.of(on)
    due = month if on == month.last_day else month.previous().previous()
    return periods_not_compared(region, due)
