"""Takes what a round found of somebody, and the papers they gave."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.documents.selectors import counting_attachments
from doudi.documents.services.attachments import About, Given, attach
from doudi.documents.states import AttachmentKind
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.services.ledger import REASON_LENGTH, ReasonTooShort, conclude_entry
from doudi.monitoring.states import EntryStatus, Outcome
from doudi.registry.selectors import records_of
from doudi.screenings.catalogue import drawing
from doudi.screenings.models import ScreeningMember
from doudi.screenings.selectors.rounds import members_to_conclude
from doudi.screenings.services.rounds import locked
from doudi.screenings.services.waiting import township_to_work
from doudi.screenings.states import OUTCOMES_OF, ScreeningOutcome
from doudi.work.services.moves import Act

SUBJECT = "screening_member"
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


@transaction.atomic
def conclude_member(
    member: ScreeningMember, *, outcome: str, reason: str, paper: Given | None, by: User, at: datetime
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
        attach(About(SUBJECT, str(member.pk), member.division), paper, by=by, at=at)
    if outcome == ScreeningOutcome.VOLUNTARY and not has_wish(member.pk):
        raise WishNotWritten
    before = member.outcome
    member.outcome, member.reason = ScreeningOutcome(outcome), reason.strip()
    member.concluded_by, member.concluded_at = by, at
    member.save(update_fields=["outcome", "reason", "concluded_by", "concluded_at"])
    audit.record(
        "monitoring.screening_concluded",
        subject_type=SUBJECT,
        subject_id=str(member.pk),
        by=by,
        at=at,
        division=member.division,
        reason=member.reason,
        details={"before": before, "after": outcome},
    )
    _conclude_entries(member, by=by, at=at)
    township = member.division[:TOWNSHIP_DIGITS]
    left = members_to_conclude(member.screening).filter(division__startswith=township).exists()
    township_to_work(member.screening, township, is_waiting=left, act=Act(at, by))
    return member


def has_wish(member_pk: int) -> bool:
    """Say whether somebody of a round gave a signed wish that still counts."""
    return counting_attachments(SUBJECT, str(member_pk), of=AttachmentKind.WISH).exists()


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
