"""Answers questions about comparison runs."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from doudi.kernel.dates import Period
from doudi.monitoring.models import MatchRun
from doudi.monitoring.states import RunStatus
from doudi.registry.models import ListPublication


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


def comparison_is_current(region: str, period: Period) -> bool:
    """Say whether the month was compared after the last list came in."""
    run = last_run(region, period)
    lists = ListPublication.objects.filter(region__startswith=region, period__lte=str(period))
    newest = lists.aggregate(came=Max("published_at"), went=Max("withdrawn_at"))
    moments = [moment for moment in newest.values() if moment is not None]
    return run is not None and all(run.started_at >= moment for moment in moments)


def periods_not_compared(region: str, until: Period) -> list[str]:
    """Return the months since the first published list that no comparison has finished: red gaps."""
    published = ListPublication.objects.filter(region__startswith=region, withdrawn_at__isnull=True).order_by(
        "period"
    )
    first = published.values_list("period", flat=True).first()
    if first is None:
        return []
    done = set(MatchRun.objects.filter(region=region, status=RunStatus.DONE).values_list("period", flat=True))
    missing, period = [], Period.parse(first)
    while str(period) <= str(until):
        missing += [] if str(period) in done else [str(period)]
        period = period.next()
    return missing


def periods_missed(region: str, *, on: date) -> list[str]:
    """Return the months that should have been compared by a day and were not.

    A month's lists come in during it or early in the next: by the last day of a month it and all before it
    must have been compared, on other days all but it and the one before.
    """
    month = Period.of(on)
    due = month if on == month.last_day else month.previous().previous()
    return periods_not_compared(region, due)
