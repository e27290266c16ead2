"""Says which batches comparisons read."""

from __future__ import annotations

from collections.abc import Mapping

from doudi.exchange.catalogue import catalogue
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.selectors.contents import townships_in
from doudi.exchange.states import BatchState
from doudi.kernel.dates import Period
from doudi.matching.engine import BatchFile


def published_batches(region: str, period: Period) -> Mapping[str, tuple[BatchFile, ...]]:
    """Return every published batch that comparisons read of a region up to a month, by source, oldest first.

    The engine itself takes the latest of each source and place, or the calendar year's.
    """
    found: dict[str, list[BatchFile]] = {}
    not_read = [each.code for each in catalogue().sources.values() if not each.is_compared]
    batches = Batch.objects.filter(
        region__startswith=region, period__lte=str(period), state=BatchState.PUBLISHED
    )
    batches = batches.exclude(source__in=not_read).order_by("period", "region", "id")
    for batch in batches.only("pk", "source", "period", "region", "is_part"):
        places = _places_of(batch, region)
        path = batch_folder(batch.pk).rows
        found.setdefault(batch.source, []).append(BatchFile(str(batch.pk), batch.period, path, places))
    return {source: tuple(files) for source, files in found.items()}


def _places_of(batch: Batch, region: str) -> tuple[str, ...]:
    """Return the divisions of a region a batch speaks for, none when it is all of the region."""
    if batch.is_part:
        return tuple(sorted(townships_in(batch)))
    return (batch.region,) if batch.region != region else ()
