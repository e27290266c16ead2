"""Reacts to what happens below: to batches of alerts, to checks that are late."""

from __future__ import annotations

from doudi.exchange.events import BatchPublished, BatchWithdrawn
from doudi.intake.catalogue import SOURCE
from doudi.intake.models import HomeCheck
from doudi.intake.selectors.checks import CHECK
from doudi.intake.services.watching import tell_of_overdue
from doudi.jobs.services import enqueue
from doudi.work.events import TaskLate


def settle_alerts(event: BatchPublished | BatchWithdrawn) -> None:
    """Queue that checks are brought in line with a batch of alerts; the job looks at how it stands then."""
    if event.source == SOURCE:
        key = f"{type(event).__name__}:{event.batch}"
        enqueue("intake.settle_batch", event.batch, key=key, place=event.place, by=None, at=event.at)


def tell_of_late_check(event: TaskLate) -> None:
    """Tell a level above that the task of a check is late; the county has been told by the morning round."""
    if event.subject_kind == CHECK:
        check = HomeCheck.objects.select_related("task").get(pk=event.subject_id)
        tell_of_overdue(check, event.told, at=event.at)
