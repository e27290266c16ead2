"""Removes originals whose time is over (保存期满销毁), with a line in the trail for each."""

from __future__ import annotations

from datetime import datetime, time

from django.conf import settings
from django.db import transaction

from doudi.audit.actors import Actor
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.rules.retention import kept_since, months_kept
from doudi.exchange.services.receiving import record
from doudi.exchange.states import BatchState


def expire_originals(*, by: Actor, at: datetime) -> int:
    """Remove originals and rows to correct that are older than the months kept; return of how many batches.

    What a batch was cleaned into stays: comparisons and findings rest on it. A batch nobody has dealt with
    keeps its file.
    """
    months = months_kept(settings.DOUDI_POLICIES, at.date())
    limit = datetime.combine(kept_since(months, at.date()), time(), at.tzinfo)
    over = (BatchState.PUBLISHED, BatchState.SUPERSEDED, BatchState.REFUSED)
    due = Batch.objects.filter(received_at__lt=limit, state__in=over, original_removed_at__isnull=True)
    return sum(_expire(batch, by=by, at=at) for batch in due.order_by("received_at"))


@transaction.atomic
def _expire(batch: Batch, *, by: Actor, at: datetime) -> int:
    current = Batch.objects.select_for_update().get(pk=batch.pk)
    if current.original_removed_at is not None:
        return 0
    current.original_removed_at, current.preview = at, ""
    current.save(update_fields=["original_removed_at", "preview"])
    record(current, "exchange.original_removed", by=by, at=at)
    folder = batch_folder(current.pk)
    folder.original.unlink(missing_ok=True)
    folder.problem_rows.unlink(missing_ok=True)
    return 1
