"""Says which batches comparisons read."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from doudi.exchange.models import Batch
from doudi.exchange.states import BatchState
from doudi.exchange.storage.batch_folder import BatchFolder
from doudi.kernel.dates import Period
from doudi.matching.engine import BatchFile


def published_batches(region: str, period: Period) -> Mapping[str, tuple[BatchFile, ...]]:
    """Return every published batch of a region up to a month, by source, oldest first.

    The engine itself takes the latest of each source, or the calendar year's.
    """
    found: dict[str, list[BatchFile]] = {}
    batches = Batch.objects.filter(
        region__startswith=region, period__lte=str(period), state=BatchState.PUBLISHED
    ).order_by("period", "region", "id")
    for batch_id, source, month in batches.values_list("pk", "source", "period"):
        found.setdefault(source, []).append(BatchFile(id=str(batch_id), period=month, path=_rows(batch_id)))
    return {source: tuple(files) for source, files in found.items()}


def _rows(batch_id: object) -> Path:
    return BatchFolder(Path(settings.DOUDI_DATA) / "batches", str(batch_id)).rows
