"""Says what the worker is doing with a batch, so that a page can show it."""

from __future__ import annotations

from django.db import transaction

from doudi.exchange.models import Batch
from doudi.exchange.states import Task


@transaction.atomic
def begin_task(batch: Batch, task: Task) -> bool:
    """Note that the worker is asked to do something; False when it has the batch in hand already."""
    current = Batch.objects.select_for_update().get(pk=batch.pk)
    if current.task != Task.NONE:
        return False
    current.task, current.problem = task, ""
    current.save(update_fields=["task", "problem"])
    return True


@transaction.atomic
def finish_task(batch: Batch, problem: str) -> None:
    """Note that the worker is done, and the sentence that stopped it."""
    current = Batch.objects.select_for_update().get(pk=batch.pk)
    current.task, current.problem = Task.NONE, problem
    current.save(update_fields=["task", "problem"])
