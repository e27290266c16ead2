"""Says what the worker is doing with a batch, so that a page can show it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from doudi.exchange.models import Batch
from doudi.exchange.states import Task

LONGEST = timedelta(minutes=15)


@transaction.atomic
def begin_task(batch: Batch, task: Task, *, at: datetime) -> bool:
    """Note that the worker is asked to do something; False when it has the batch in hand already.

    A worker that has said nothing for a quarter of an hour is taken for dead: the work may begin anew.
    """
    current = Batch.objects.select_for_update().get(pk=batch.pk)
    if current.is_busy and not is_stuck(current, at=at):
        return False
    current.task, current.task_since, current.problem = task, at, ""
    current.save(update_fields=["task", "task_since", "problem"])
    return True


def is_stuck(batch: Batch, *, at: datetime) -> bool:
    """Say whether the worker should long have been done with a batch."""
    return batch.is_busy and (batch.task_since is None or at - batch.task_since > LONGEST)


@transaction.atomic
def finish_task(batch: Batch, problem: str) -> None:
    """Note that the worker is done, and the sentence that stopped it."""
    current = Batch.objects.select_for_update().get(pk=batch.pk)
    current.task, current.problem = Task.NONE, problem
    current.save(update_fields=["task", "problem"])
