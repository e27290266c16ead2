"""Says which batches comparisons read."""

from __future__ import annotations

from collections.abc import Mapping

from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.states import BatchState
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
        found.setdefault(source, []).append(
            BatchFile(id=str(batch_id), period=month, path=batch_folder(batch_id).rows)
        )
    return {source: tuple(files) for source, files in found.items()}
