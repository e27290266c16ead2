"""What the queue calls: one job, and every minute whatever has fallen due."""

from __future__ import annotations

from django_q.tasks import async_task

from doudi.common import clock
from doudi.jobs.services import WORKER, due_now, run_job


def perform(pk: int) -> None:
    """Run one job; called twice it runs once."""
    run_job(pk)


def tick() -> None:
    """Queue whatever is due now or waits to be tried again."""
    for job in due_now(clock.now()):
        async_task(WORKER, job.pk)
