"""Takes a file in: seals it at once and notes who sent it for which region and month."""

from __future__ import annotations

import re
import shutil
import uuid
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import hashes, hmac
from django.db import IntegrityError, transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.exchange.catalogue import catalogue, source_title
from doudi.exchange.folders import batches_root
from doudi.exchange.models import Batch
from doudi.exchange.states import LIVE, BatchState
from doudi.kernel.dates import Period
from doudi.kernel.masking import mask_number
from doudi.recognition.storage.batch_folder import leftovers, store_original
from doudi.regions.models import Division
from doudi.registry.selectors import is_month_closed

LONGEST_NAME = 120
NUMBER_IN_NAME = re.compile(r"[0-9]{11,}[xX]?")


class RegionUnknown(Refusal):
    """No division has this code."""

    def __init__(self, region: str) -> None:
        super().__init__(f"没有代码为 {region} 的区划。请核对代码，或先装入该地区的区划。", field="region")


class SourceUnknown(Refusal):
    """Nobody has described this source."""

    def __init__(self, source: str) -> None:
        known = "、".join(catalogue().sources)
        super().__init__(f"没有名为 {source} 的来源。可用的来源有：{known}。", field="source")


class MonthIsClosed(Refusal):
    """The month is closed by two people; nothing more comes into it."""

    def __init__(self, period: str) -> None:
        super().__init__(
            f"{period} 已经月结，不再接收这个月的文件。请把更正内容放进下一个月的文件。", field="period"
        )


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose file it is; what a person says of its columns is remembered under `key`."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """A batch for a file; `is_new` is false when the same file had been taken in before."""

    batch: Batch
    is_new: bool

    @property
    def sentence(self) -> str:
        """Return what to tell whoever sent it."""
        batch = self.batch
        if self.is_new:
            return f"已接收“{batch.file_name}”，原件已加密保存。"
        title = f"“{source_title(batch.source)}”" if batch.source else ""
        return (
            f"重复批次：“{batch.file_name}”与 {batch.period} 已接收的{title}批次完全相同"
            f"（{BatchState(batch.state).label}），没有重复接收。若要更正，请上传改过的文件。"
        )


def receive_file(
    data: bytes,
    *,
    name: str,
    region: str,
    period: Period,
    source: str,
    sender: Sender,
    by: Actor,
    at: datetime,
) -> Arrival:
    """Seal a file and open a batch for it; the same file for the same region and month stays one batch."""
    _check(region, period, source)
    digest = digest_of(data)
    known = _known(digest, region, period, source)
    if known is not None:
        return Arrival(known, is_new=False)
    batch = Batch(
        id=uuid.uuid4(),
        region=region,
        period=str(period),
        source=source,
        asked_source=source,
        sender=sender.key,
        sender_name=sender.name,
        file_name=plain_name(name),
        file_bytes=len(data),
        digest=digest,
        notices=_seen_elsewhere(digest),
        received_at=at,
        received_by=by.username,
    )
    return _stored(batch, data, by=by, at=at)


def _stored(batch: Batch, data: bytes, *, by: Actor, at: datetime) -> Arrival:
    """Seal the file and open the batch; whoever was faster with the same file keeps theirs."""
    folder = store_original(batches_root(), str(batch.pk), data, ring().seal)
    try:
        _open(batch, by=by, at=at)
    except IntegrityError:
        shutil.rmtree(folder.path, ignore_errors=True)
        known = _known(batch.digest, batch.region, Period.parse(batch.period), batch.source)
        if known is None:
            raise
        return Arrival(known, is_new=False)
    return Arrival(batch, is_new=True)


@transaction.atomic
def _open(batch: Batch, *, by: Actor, at: datetime) -> None:
    batch.save(force_insert=True)
    record(batch, "exchange.file_received", by=by, at=at, details={"bytes": batch.file_bytes})


def record(
    batch: Batch,
    action: str,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    details: dict[str, object] | None = None,
) -> None:
    """Write a line about a batch into the trail, in the caller's transaction."""
    audit.record(
        action,
        subject_type="batch",
        subject_id=str(batch.pk),
        by=by,
        at=at,
        division=batch.region,
        reason=reason,
        details=details,
    )


def digest_of(data: bytes) -> str:
    """Return a keyed digest of a file: without the key nobody can try out what a small file said."""
    digest = hmac.HMAC(ring().digest, hashes.SM3())
    digest.update(data)
    return digest.finalize().hex()


def sweep_leftovers(*, older_than: float) -> int:
    """Remove the folders of files whose batch was never opened; return how many there were."""
    known = {str(pk) for pk in Batch.objects.values_list("pk", flat=True)}
    stale = [path for path in leftovers(batches_root(), known) if path.stat().st_mtime < older_than]
    for path in stale:
        shutil.rmtree(path, ignore_errors=True)
    return len(stale)


def plain_name(name: str) -> str:
    """Return a file's name without its folders, and without whole numbers of people."""
    bare = Path(name.replace("\\", "/")).name[-LONGEST_NAME:]
    return NUMBER_IN_NAME.sub(lambda match: mask_number(match.group(0)), bare)


def _check(region: str, period: Period, source: str) -> None:
    if source and source not in catalogue().sources:
        raise SourceUnknown(source)
    if not Division.objects.filter(code=region).exists():
        raise RegionUnknown(region)
    if is_month_closed(region, str(period)):
        raise MonthIsClosed(str(period))


def _known(digest: str, region: str, period: Period, source: str) -> Batch | None:
    same = Batch.objects.filter(digest=digest, region=region, period=str(period), state__in=LIVE)
    if source:
        same = same.filter(source=source)
    return same.order_by("received_at").first()


def _seen_elsewhere(digest: str) -> list[str]:
    """Return a notice for each other month or region that has had the very same file."""
    others = Batch.objects.filter(digest=digest, state__in=LIVE).values_list("period", "region").distinct()
    return [
        f"这份文件与 {period}（地区 {region}）的一批完全相同，请确认没有传错月份或地区。"
        for period, region in others[:3]
    ]
