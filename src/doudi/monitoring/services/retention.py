"""Removes what older comparisons were made of when its time is over (比对留存销毁); each is in the trail."""

from __future__ import annotations

import shutil
from datetime import datetime, time

from django.conf import settings
from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.exchange.rules.retention import kept_since, months_kept
from doudi.monitoring.models import MatchRun
from doudi.monitoring.selectors.runs import run_folder, runs_to_expire

RUNS = ("monitoring/retention.yaml", "runs")


def expire_runs(*, by: Actor, at: datetime) -> int:
    """Remove the folders of comparisons older than the months kept on which nothing stands; return how many.

    The line of a comparison stays, with its numbers and counts: findings refer to it. Killed and run again,
    it removes what was left.
    """
    months = months_kept(settings.DOUDI_POLICIES, at.date(), RUNS)
    limit = datetime.combine(kept_since(months, at.date()), time(), at.tzinfo)
    return sum(_expire(run.pk, limit, by=by, at=at) for run in runs_to_expire(limit))


@transaction.atomic
def _expire(pk: int, limit: datetime, *, by: Actor, at: datetime) -> int:
    current = runs_to_expire(limit).select_for_update(of=("self",)).filter(pk=pk).first()
    if current is None:
        return 0
    current.folder_removed_at = at
    current.save(update_fields=["folder_removed_at"])
    audit.record(
        "monitoring.run_expired",
        subject_type="match_run",
        subject_id=str(current.pk),
        by=by,
        at=at,
        division=current.region,
        details={"period": current.period},
    )
    _remove(current)
    return 1


def _remove(run: MatchRun) -> None:
    """Remove a run's folder; one that is already gone is no trouble, one that cannot be removed is."""
    folder = run_folder(run)
    if folder.exists():
        shutil.rmtree(folder)
