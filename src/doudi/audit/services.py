"""Writes the audit trail and checks that nobody has rewritten it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from doudi.audit.actors import Actor
from doudi.audit.models import Chain, Entry
from doudi.audit.rules.chaining import GENESIS, content_digest, entry_hash
from doudi.common.keys import ring
from doudi.kernel.divisions import COUNTY_DIGITS

SYSTEM_CHAIN = "system"


@transaction.atomic
def record(
    action: str,
    *,
    subject_type: str,
    subject_id: str,
    by: Actor,
    at: datetime,
    division: str = "",
    reason: str = "",
    details: Mapping[str, object] | None = None,
) -> Entry:
    """Append one entry in the caller's transaction: if it cannot be written, the action fails with it.

    `details` may hold personal values; they are sealed. The chain's head is the last lock taken.
    """
    chain = _locked_chain(division)
    content = json.dumps(details or {}, ensure_ascii=False, sort_keys=True, default=str)
    entry = Entry(
        chain=chain,
        sequence=chain.sequence + 1,
        at=at.astimezone(UTC),
        actor_id=by.pk,
        actor=by.username,
        action=action,
        subject_type=subject_type,
        subject_id=subject_id,
        division=division,
        reason=reason,
        details=content,
        content_digest=content_digest(ring().digest, reason + "\x00" + content),
        previous_hash=chain.head,
    )
    entry.hash = entry_hash(entry.hashed_fields(), chain.head)
    entry.save(force_insert=True)
    chain.sequence, chain.head = entry.sequence, entry.hash
    chain.save(update_fields=["sequence", "head"])
    return entry


def _locked_chain(division: str) -> Chain:
    name = division[:COUNTY_DIGITS] if len(division) >= COUNTY_DIGITS else SYSTEM_CHAIN
    Chain.objects.get_or_create(name=name, defaults={"head": GENESIS})
    return Chain.objects.select_for_update().get(name=name)


@dataclass(frozen=True, slots=True)
class Break:
    """A place where a chain no longer holds: the entry's sequence and what is wrong with it."""

    chain: str
    sequence: int
    fault: str


def broken_links() -> Iterator[Break]:
    """Walk every chain from its first entry and yield each gap, change and missing tail."""
    for chain in Chain.objects.order_by("name"):
        previous, expected = GENESIS, 0
        for entry in Entry.objects.filter(chain=chain).order_by("sequence").iterator():
            expected += 1
            fault = _fault_of(entry, expected, previous)
            if fault:
                yield Break(chain.name, entry.sequence, fault)
            previous, expected = entry.hash, entry.sequence
        if (expected, previous) != (chain.sequence, chain.head):
            yield Break(chain.name, chain.sequence, "TAIL_MISSING")


def _fault_of(entry: Entry, expected: int, previous: str) -> str:
    if entry.sequence != expected:
        return "GAP"
    if entry.previous_hash != previous:
        return "NOT_CHAINED"
    if entry.content_digest != content_digest(ring().digest, entry.reason + "\x00" + entry.details):
        return "CONTENT_CHANGED"
    if entry.hash != entry_hash(entry.hashed_fields(), previous):
        return "FIELDS_CHANGED"
    return ""
