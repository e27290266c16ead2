"""Approves a region's change of parameters, or does not; never by the one who proposed it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from doudi.accounts.deciding import check_second
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.rulebook.models import Proposal
from doudi.rulebook.selectors.authority import APPROVE, posts_for, stands_above
from doudi.rulebook.selectors.obstacles import obstacles, why_above
from doudi.rulebook.services.changes import NotReady, close, locked
from doudi.rulebook.services.waiting import approval_given
from doudi.rulebook.states import ProposalStatus, check_move


class ProposerApproves(Refusal):
    """Whoever proposed a change may not decide on it."""

    def __init__(self) -> None:
        super().__init__("提出和批准必须是两个人。请由另一位有权批准的同事登录后处理。")


class NoRightToApprove(Refusal):
    """A person holds no post that approves changes for the region."""

    def __init__(self) -> None:
        super().__init__("您的岗位不能批准这个地区的参数变更。请由该地区的县级复核或上级督导处理。")


class ApprovalFromAboveMissing(Refusal):
    """So much changes that the level above has to approve."""

    def __init__(self, why: str) -> None:
        super().__init__(f"{why}须由上一级批准。请市级或省级的上级督导登录后处理。")


@transaction.atomic
def approve_change(proposal: Proposal, *, by: User, at: datetime, reason: str = "") -> Proposal:
    """Approve a proposal: from its first day its values hold, in the book of every process at once.

    What was computed before stays as it was; a case goes by the day it was accepted.
    """
    proposal = locked(proposal)
    check_move(ProposalStatus(proposal.status), ProposalStatus.APPROVED)
    _check_decider(proposal, by=by, at=at)
    if lacking := obstacles(proposal, on=at.date()):
        raise NotReady([one.sentence for one in lacking])
    why = why_above(proposal, on=at.date())
    if why and not stands_above(by, proposal.region, on=at.date()):
        raise ApprovalFromAboveMissing(why)
    proposal.status, proposal.decided_by, proposal.decided_at = ProposalStatus.APPROVED, by, at
    proposal.is_retroactive = any(value.begins < at.date() for value in proposal.values.all())
    proposal.decision_reason = reason.strip()
    proposal.save(update_fields=["status", "decided_by", "decided_at", "decision_reason", "is_retroactive"])
    _record("rulebook.change_approved", proposal, by=by, at=at, reason=reason, above=why)
    approval_given(proposal, by=by, at=at)
    return proposal


@transaction.atomic
def reject_change(proposal: Proposal, *, reason: str, by: User, at: datetime) -> Proposal:
    """Refuse a proposal with the reason; its days are free again."""
    proposal = locked(proposal)
    check_move(ProposalStatus(proposal.status), ProposalStatus.REJECTED)
    _check_decider(proposal, by=by, at=at)
    proposal.decided_by = by
    close(proposal, ProposalStatus.REJECTED, reason=reason, at=at)
    _record("rulebook.change_rejected", proposal, by=by, at=at, reason=reason)
    approval_given(proposal, by=by, at=at)
    return proposal


def _check_decider(proposal: Proposal, *, by: User, at: datetime) -> None:
    check_second(proposal.proposed_by, by, otherwise=ProposerApproves)
    if not posts_for(by, APPROVE, proposal.region, on=at.date()):
        raise NoRightToApprove


def _record(
    action: str, proposal: Proposal, *, by: User, at: datetime, reason: str = "", above: str = ""
) -> None:
    values = [
        {"key": v.key, "begins": v.begins, "ends": v.ends, "value": v.written, "document": v.document}
        for v in proposal.values.all()
    ]
    audit.record(
        action,
        subject_type="proposal",
        subject_id=str(proposal.pk),
        by=by,
        at=at,
        division=proposal.region,
        reason=reason,
        details={"values": values, "above": above},
    )
