"""Takes a file the whole way in one call, for the command line and for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from doudi.audit.actors import Actor
from doudi.common.problems import Refusal
from doudi.exchange.models import Batch
from doudi.exchange.selectors.batches import repair_counts
from doudi.exchange.services.checking import check_batch
from doudi.exchange.services.enrolling import effect_sentence
from doudi.exchange.services.parsing import Parsed, parse
from doudi.exchange.services.publishing import NO_WISH, Wish, publish_batch
from doudi.exchange.services.receiving import Sender, receive_file
from doudi.exchange.services.recognition import NotRecognised, recognise_batch, refuse_batch
from doudi.exchange.states import BatchState, Placing
from doudi.kernel.dates import Period
from doudi.reading.refusals import FileRefused


class FileSentBack(Refusal):
    """The file cannot be taken in as it is; nothing of it was."""

    status = 422


@dataclass(frozen=True, slots=True)
class Imported:
    """A batch at the end of an import."""

    batch: Batch
    is_duplicate: bool
    sentence: str
    effect: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """Return the import in the shape of the contract."""
        batch = self.batch
        return {
            "batch": str(batch.pk),
            "state": batch.state,
            "source": batch.source,
            "region": batch.region,
            "period": batch.period,
            "duplicate": self.is_duplicate,
            "rows_in_file": batch.rows_in_file,
            "row_roles": batch.row_roles,
            "rows_read": batch.rows_read,
            "clean": batch.rows_clean,
            "repaired": batch.rows_repaired,
            "rejected": batch.rows_rejected,
            "problems": batch.problem_counts,
            "repairs": repair_counts(batch),
            "hidden": batch.hidden,
            "sheets": batch.guess.get("sheets", []),
            "unread": batch.guess.get("unread", []),
            "unfolded": batch.guess.get("unfolded", 0),
            "notices": batch.notices,
            "effect": dict(self.effect),
            "placing": batch.placing,
            "replaces": str(batch.replaces_id or ""),
        }


def import_file(
    data: bytes,
    *,
    name: str,
    source: str,
    region: str,
    period: Period,
    sender: Sender,
    by: Actor,
    at: datetime,
    publish: bool = False,
    wish: Wish = NO_WISH,
    sheets: Sequence[str] = (),
) -> Imported:
    """Receive, recognise, check and, if asked, publish a file; takes up where a killed import stopped.

    Raises a Refusal with the sentence when the file is sent back or a person must decide something first.
    """
    arrival = receive_file(
        data, name=name, region=region, period=period, source=source, sender=sender, by=by, at=at
    )
    batch = arrival.batch
    if batch.state in {BatchState.RECEIVED, BatchState.RECOGNISED}:
        batch = _recognise_and_check(batch, source=source, sheets=sheets, by=by, at=at)
    effect: Mapping[str, int] = {}
    if publish and batch.state == BatchState.CHECKED:
        effect = publish_batch(batch, by=by, at=at, wish=wish)
        batch = Batch.objects.get(pk=batch.pk)
    stood = not arrival.is_new and arrival.batch.state == BatchState.PUBLISHED
    return Imported(
        batch, not arrival.is_new, arrival.sentence if stood else _sentence(batch, effect), effect
    )


def _recognise_and_check(
    batch: Batch, *, source: str, sheets: Sequence[str], by: Actor, at: datetime
) -> Batch:
    try:
        parsed: Parsed = parse(batch)
    except FileRefused as refusal:
        refuse_batch(batch, str(refusal), by=by, at=at)
        raise FileSentBack(str(refusal)) from refusal
    batch = recognise_batch(batch, by=by, at=at, source=source, sheets=sheets, parsed=parsed)
    if batch.state == BatchState.REFUSED:
        raise FileSentBack(batch.problem)
    batch = check_batch(batch, by=by, at=at, parsed=parsed)
    if batch.state != BatchState.CHECKED:
        raise NotRecognised([doubt["sentence"] for doubt in batch.doubts] or [batch.problem])
    return batch


def _sentence(batch: Batch, effect: Mapping[str, int]) -> str:
    return (
        f"“{batch.file_name}”：文件 {batch.rows_in_file} 行，其中名单 {batch.rows_read} 行 = "
        f"无误 {batch.rows_clean} + 修复 {batch.rows_repaired} + 退回 {batch.rows_rejected}；"
        f"{BatchState(batch.state).label}。{_placing_sentence(batch)}{effect_sentence(effect)}"
    )


def _placing_sentence(batch: Batch) -> str:
    if batch.replaces is not None:
        return f"已更正同月的“{batch.replaces.file_name}”。"
    return "与同月其他名单并列。" if batch.placing == Placing.BESIDE else ""
