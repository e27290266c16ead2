"""Hands a roster's rows to the registry, and says what came of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

import pyarrow.parquet as pq

from doudi.audit.actors import Actor
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.exchange.catalogue import catalogue
from doudi.exchange.folders import batch_folder
from doudi.exchange.models import Batch
from doudi.exchange.rules.lists import listed_people
from doudi.exchange.selectors.contents import rows_elsewhere
from doudi.kernel.dates import Period
from doudi.kernel.identity_columns import REJECTED
from doudi.kernel.sealing import seal_text
from doudi.recognition.sources import Kind
from doudi.recognition.storage.batch_folder import SIDECAR
from doudi.recognition.storage.sealed_table import read_chunks
from doudi.registry.rules.listing import Listing
from doudi.registry.services.enrolment import apply_list


class NobodyEnrolled(Refusal):
    """Rows count, but not one of them puts anybody on a programme's list."""

    def __init__(self, accepted: int) -> None:
        super().__init__(
            f"这一批有 {accepted} 行可用，但没有一行能入册：金额为空、为 0，或类别没有写明。"
            "请对照问题清单补齐后重新上传；不发布没有任何作用的名单。"
        )


def is_roster(batch: Batch) -> bool:
    """Say whether a batch is a register itself, whose people are enrolled."""
    return catalogue().source(batch.source).kind == Kind.ROSTER


def enrol(batch: Batch, *, by: Actor, at: datetime) -> dict[str, int]:
    """Hand a roster's people to the registry; other departments' rows stay in the batch.

    Returns what changed, with the rows that enrol nobody and the people of other counties among them.
    """
    elsewhere = rows_elsewhere(batch)
    if not is_roster(batch):
        return {"elsewhere": elsewhere} if elsewhere else {}
    listing = _listing(batch)
    if not listing.people:
        raise NobodyEnrolled(batch.accepted)
    effect = asdict(apply_list(listing, by=by, at=at))
    rows = len({person.row for person in listing.people})
    return {**effect, "unlisted": batch.accepted - rows, "elsewhere": elsewhere}


def _listing(batch: Batch) -> Listing:
    key = ring().seal
    people = listed_people(
        catalogue().source(batch.source), _accepted_rows(batch), lambda number: seal_text(key, number)
    )
    return Listing(
        source=batch.source,
        region=batch.region,
        period=Period.parse(batch.period),
        batch=str(batch.pk),
        people=list(people),
        whole=not batch.is_part,
    )


def _accepted_rows(batch: Batch) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any]]]:
    """Yield the rows that count, each with its sidecar, chunk by chunk."""
    folder = batch_folder(batch.pk)
    rows = pq.read_table(folder.rows)
    start = 0
    for chunk in read_chunks(folder.sidecar, ring().seals, bound=folder.bound(SIDECAR)):
        pairs = zip(rows.slice(start, chunk.num_rows).to_pylist(), chunk.to_pylist(), strict=True)
        yield from ((row, private) for row, private in pairs if row["status"] != REJECTED)
        start += chunk.num_rows


def effect_sentence(effect: Mapping[str, int]) -> str:
    """Say in words what publishing a roster changed; '' where it enrols nobody because it is no roster."""
    if "listed" not in effect:
        return _strangers(effect)
    parts = [
        f"纳入 {effect['opened']} 人",
        f"变更 {effect['changed']} 人",
        f"终止 {effect['closed']} 人",
        f"不变 {effect['unchanged']} 人",
    ]
    if effect.get("unlisted"):
        parts.append(f"没有入册 {effect['unlisted']} 行（逐行原因见问题清单）")
    if effect.get("repeated"):
        parts.append(f"重复 {effect['repeated']} 行")
    return "、".join(parts) + "。" + _strangers(effect)


def _strangers(effect: Mapping[str, int]) -> str:
    count = effect.get("elsewhere", 0)
    return f"其中 {count} 行写的是外地，请核对。" if count else ""
