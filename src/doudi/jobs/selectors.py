"""Answers which jobs there are, and when each schedule ran and is due again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max, Q, QuerySet

from doudi.common.scope import Scope
from doudi.jobs.catalogue import Schedule, schedules
from doudi.jobs.models import Job
from doudi.jobs.states import JobStatus


def jobs_within(scope: Scope) -> QuerySet[Job]:
    """Return the jobs of a scope and those that are for all places, newest first."""
    return (
        Job.objects.filter(scope.q("place") | Q(place=""))
        .select_related("asked_by")
        .order_by("-asked_at", "-pk")
    )


def failed_jobs(scope: Scope) -> QuerySet[Job]:
    """Return the jobs of a scope that failed for good and wait for a person."""
    return jobs_within(scope).filter(status=JobStatus.FAILED)


@dataclass(frozen=True, slots=True)
class ScheduleLine:
    """A schedule with the last period that was done and when; both unknown before the first."""

    schedule: Schedule
    last_period: str
    last_at: datetime | None

    @property
    def words(self) -> str:
        """Say when it falls due."""
        cadence = self.schedule.cadence
        when = f"每月 {cadence.day_of_month} 日" if cadence.is_monthly else "每天"
        return f"{when} {cadence.hour} 时后"


def schedule_lines(scope: Scope) -> list[ScheduleLine]:
    """Return every schedule with what was done of it in a scope."""
    done = jobs_within(scope).filter(status=JobStatus.DONE).exclude(period="").order_by()
    rows = {
        row["kind"]: row for row in done.values("kind").annotate(last=Max("period"), at=Max("finished_at"))
    }
    return [
        ScheduleLine(
            schedule,
            rows[schedule.code]["last"] if schedule.code in rows else "",
            rows[schedule.code]["at"] if schedule.code in rows else None,
        )
        for schedule in schedules().values()
    ]
