"""Publishes a checked batch: from then on comparisons read it, and a roster's people are enrolled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import pyarrow.parquet as pq
from django.db import transaction

from doudi.audit.actors import Actor
from doudi.common.events import publish
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.exchange.catalogue import catalogue
from doudi.exchange.events import BatchPublished, BatchWithdrawn
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.rules.lists import listed_people
from doudi.exchange.rules.sources import Kind
from doudi.exchange.services.receiving import MonthIsClosed, record
from doudi.exchange.services.recognition import refuse_batch
from doudi.exchange.states import BatchState, MoveNotAllowed, Task, check_move
from doudi.exchange.storage.batch_folder import SIDECAR
from doudi.exchange.storage.sealed_table import read_chunks
from doudi.kernel.dates import Period
from doudi.kernel.identity_columns import REJECTED
from doudi.kernel.sealing import seal_text
from doudi.registry.rules.listing import Listing
from doudi.registry.selectors import is_month_closed
from doudi.registry.services.enrolment import apply_list, withdraw_list


class NothingToPublish(Refusal):
    """Not one row of the batch counts."""

    def __init__(self) -> None:
        super().__init__("这一批没有一行可用，不能发布。请下载问题清单，更正后重新上传。")


@transaction.atomic
def publish_batch(batch: Batch, *, by: Actor, at: datetime) -> Mapping[str, int]:
    """Publish a checked batch in one transaction; an earlier one for the same month gives way to it.

    Returns what changed in the registry; publishing again changes nothing. Refuses a closed month.
    """
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == BatchState.PUBLISHED:
        return {}
    check_move(BatchState(batch.state), BatchState.PUBLISHED)
    if is_month_closed(batch.region, batch.period):
        raise MonthIsClosed(batch.period)
    if not batch.accepted:
        raise NothingToPublish
    _supersede(batch, by=by, at=at)
    batch.move_to(BatchState.PUBLISHED)
    batch.published_at, batch.published_by, batch.task = at, by.username, Task.NONE
    batch.save()
    effect = _enrol(batch, by=by, at=at)
    record(batch, "exchange.batch_published", by=by, at=at, details=dict(effect))
    publish(BatchPublished(str(batch.pk), batch.source, batch.region, batch.period))
    return effect


def _supersede(batch: Batch, *, by: Actor, at: datetime) -> None:
    """Let the batch of the same source, region and month give way."""
    earlier = (
        Batch.objects.select_for_update()
        .filter(source=batch.source, region=batch.region, period=batch.period, state=BatchState.PUBLISHED)
        .exclude(pk=batch.pk)
        .first()
    )
    if earlier is None:
        return
    if _is_roster(earlier):
        withdraw_list(str(earlier.pk), by=by, at=at)
    earlier.move_to(BatchState.SUPERSEDED)
    earlier.superseded_by = batch
    earlier.save(update_fields=["state", "superseded_by"])
    record(earlier, "exchange.batch_superseded", by=by, at=at, details={"superseded_by": str(batch.pk)})


@transaction.atomic
def withdraw_batch(batch: Batch, *, by: Actor, at: datetime, reason: str) -> Batch:
    """Take a published batch back to be published again or sent back; what it enrolled is undone."""
    batch = Batch.objects.select_for_update().get(pk=batch.pk)
    if batch.state != BatchState.PUBLISHED:
        raise MoveNotAllowed(BatchState(batch.state), BatchState.CHECKED)
    if is_month_closed(batch.region, batch.period):
        raise MonthIsClosed(batch.period)
    if _is_roster(batch):
        withdraw_list(str(batch.pk), by=by, at=at)
    batch.move_to(BatchState.CHECKED)
    batch.published_at, batch.published_by = None, ""
    batch.save()
    record(batch, "exchange.batch_withdrawn", by=by, at=at, reason=reason)
    publish(BatchWithdrawn(str(batch.pk), batch.source, batch.region, batch.period))
    return batch


def discard_batch(batch: Batch, *, by: Actor, at: datetime, reason: str) -> Batch:
    """Send a batch back because a person says so; it must not be published."""
    if batch.state == BatchState.PUBLISHED:
        raise MoveNotAllowed(BatchState.PUBLISHED, BatchState.REFUSED)
    return refuse_batch(batch, reason, by=by, at=at)


def _is_roster(batch: Batch) -> bool:
    return catalogue().source(batch.source).kind == Kind.ROSTER


def _enrol(batch: Batch, *, by: Actor, at: datetime) -> Mapping[str, int]:
    """Hand a roster's people to the registry; other departments' rows stay in the batch."""
    if not _is_roster(batch):
        return {}
    key = ring().seal
    people = listed_people(
        catalogue().source(batch.source), _accepted_rows(batch), lambda number: seal_text(key, number)
    )
    listing = Listing(
        source=batch.source,
        region=batch.region,
        period=Period.parse(batch.period),
        batch=str(batch.pk),
        people=list(people),
    )
    return asdict(apply_list(listing, by=by, at=at))


def _accepted_rows(batch: Batch) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield the rows that count, each with its sidecar, chunk by chunk."""
    folder = batch_folder(batch.pk)
    rows = pq.read_table(folder.rows)
    start = 0
    for chunk in read_chunks(folder.sidecar, ring().seals, bound=folder.bound(SIDECAR)):
        pairs = zip(rows.slice(start, chunk.num_rows).to_pylist(), chunk.to_pylist(), strict=True)
        yield from ((row, private) for row, private in pairs if row["status"] != REJECTED)
        start += chunk.num_rows
