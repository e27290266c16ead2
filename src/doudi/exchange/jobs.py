"""What the worker runs for exchange; each job may be run again at any moment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.exchange.models import Batch
from doudi.exchange.services.checking import check_batch
from doudi.exchange.services.parsing import Parsed, parse
from doudi.exchange.services.progress import finish_task
from doudi.exchange.services.publishing import Wish, publish_batch
from doudi.exchange.services.recognition import recognise_batch, refuse_batch
from doudi.exchange.services.retention import expire_originals
from doudi.exchange.states import BatchState
from doudi.reading.refusals import FileRefused


def recognise(batch_id: str, user_id: int, source: str = "") -> None:
    """Recognise a batch; what its sender has explained before goes straight on to the check."""
    batch, user = Batch.objects.get(pk=batch_id), User.objects.get(pk=user_id)
    try:
        parsed = parse(batch)
    except FileRefused as refusal:
        refuse_batch(batch, str(refusal), by=user, at=clock.now())
        return
    batch = recognise_batch(batch, by=user, at=clock.now(), source=source, parsed=parsed)
    if batch.state == BatchState.RECOGNISED and batch.guess.get("remembered") and not batch.doubts:
        check(batch_id, user_id, parsed)


def check(batch_id: str, user_id: int, parsed: Parsed | None = None) -> None:
    """Check a batch whose columns are confirmed; `parsed` spares reading its file again."""
    batch, user = Batch.objects.get(pk=batch_id), User.objects.get(pk=user_id)
    try:
        check_batch(batch, by=user, at=clock.now(), parsed=parsed)
    except Refusal as refusal:
        finish_task(batch, refusal.sentence)


def publish(batch_id: str, user_id: int, wish: Mapping[str, Any] | None = None) -> None:
    """Publish a batch a person said to publish, as they wish; a refusal stays with it for them to read."""
    batch, user = Batch.objects.get(pk=batch_id), User.objects.get(pk=user_id)
    try:
        publish_batch(batch, by=user, at=clock.now(), wish=Wish(**(wish or {})))
    except Refusal as refusal:
        finish_task(batch, refusal.sentence)


def expire_kept_originals(_place: str) -> str:
    """Remove the sealed originals of files that have been kept long enough."""
    return f"销毁保存期满的原件 {expire_originals(by=SYSTEM, at=clock.now())} 份。"
