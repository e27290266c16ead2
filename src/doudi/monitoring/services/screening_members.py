"""Takes what a round found of somebody, and the papers they gave."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.keys import ring
from doudi.common.problems import Refusal
from doudi.kernel.sealing import seal, unseal
from doudi.monitoring.catalogue import drawing
from doudi.monitoring.models import LedgerEntry, ScreeningMember, ScreeningPaper
from doudi.monitoring.services.ledger import REASON_LENGTH, ReasonTooShort, conclude_entry
from doudi.monitoring.services.screenings import locked
from doudi.monitoring.states import OUTCOMES_OF, EntryStatus, Outcome, ScreeningOutcome
from doudi.registry.selectors import records_of
from doudi.rulebook.services.files import LARGEST, FileNotAccepted, media_type_of

BOUND = b"monitoring.screeningpaper.content"
ON_THE_LEDGER: Mapping[str, Outcome] = {
    ScreeningOutcome.TO_TEKUN: Outcome.ENROLLED_TEKUN,
    ScreeningOutcome.VOLUNTARY: Outcome.VOLUNTARY_DIBAO,
    ScreeningOutcome.INELIGIBLE: Outcome.INELIGIBLE,
}


class WishNotWritten(Refusal):
    """Somebody is to stay on dibao by their own wish, and has not signed anything."""

    def __init__(self) -> None:
        super().__init__(
            "自愿保留低保的，必须上传本人签字的书面意愿或协议（照片、扫描件都可以）。", field="paper"
        )


class OutcomeElsewhere(Refusal):
    """The round does not offer this conclusion."""

    def __init__(self) -> None:
        super().__init__("这一轮排查没有这个结论。请从列出的结论里选一个。", field="outcome")


@dataclass(frozen=True, slots=True)
class Paper:
    """A file as it was sent."""

    name: str
    content: bytes = field(repr=False)


@transaction.atomic
def conclude_member(
    member: ScreeningMember, *, outcome: str, reason: str, paper: Paper | None, by: User, at: datetime
) -> ScreeningMember:
    """Say what a round found of somebody; staying on dibao by wish needs the signed paper.

    The open ledger entries that pointed the person out are concluded with it, so that they wait no longer.
    """
    locked(member.screening)
    member = ScreeningMember.objects.select_for_update().get(pk=member.pk)
    if outcome not in OUTCOMES_OF[member.screening.kind]:
        raise OutcomeElsewhere
    if len(reason.strip()) < REASON_LENGTH:
        raise ReasonTooShort
    if paper is not None:
        _keep(member, paper, by=by, at=at)
    if outcome == ScreeningOutcome.VOLUNTARY and not member.papers.exists():
        raise WishNotWritten
    before = member.outcome
    member.outcome, member.reason = ScreeningOutcome(outcome), reason.strip()
    member.concluded_by, member.concluded_at = by, at
    member.save(update_fields=["outcome", "reason", "concluded_by", "concluded_at"])
    audit.record(
        "monitoring.screening_concluded",
        subject_type="screening_member",
        subject_id=str(member.pk),
        by=by,
        at=at,
        division=member.division,
        reason=member.reason,
        details={"before": before, "after": outcome},
    )
    _conclude_entries(member, by=by, at=at)
    return member


def content_of(paper: ScreeningPaper) -> bytes:
    """Return what a paper holds; a wrong key raises instead of guessing."""
    return unseal(ring().seals, bytes(paper.content), bound=BOUND)


def _keep(member: ScreeningMember, paper: Paper, *, by: User, at: datetime) -> None:
    """Seal a paper beside somebody; the same one again is the one that is there."""
    media_type = media_type_of(paper.content)
    if not media_type or len(paper.content) > LARGEST:
        raise FileNotAccepted
    digest = hashlib.sha256(paper.content).hexdigest()
    ScreeningPaper.objects.get_or_create(
        member=member,
        digest=digest,
        defaults={
            "name": paper.name[-120:],
            "media_type": media_type,
            "size": len(paper.content),
            "content": seal(ring().seal, paper.content, bound=BOUND),
            "added_by": by,
            "added_at": at,
        },
    )


def _conclude_entries(member: ScreeningMember, *, by: User, at: datetime) -> None:
    if member.outcome not in ON_THE_LEDGER:
        return
    waiting = LedgerEntry.objects.filter(
        region=member.screening.region,
        rule__in=drawing().signs,
        person__in=records_of(member.person),
        status=EntryStatus.OPEN,
    )
    for entry in waiting:
        conclude_entry(entry, outcome=ON_THE_LEDGER[member.outcome], reason=member.reason, by=by, at=at)
