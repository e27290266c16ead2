"""Takes what a what-if study of a proposal came to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.rulebook.models import Proposal, ProposalStudy
from doudi.rulebook.selectors.obstacles import values_digest
from doudi.rulebook.services.waiting import ask_anew
from doudi.rulebook.states import ProposalStatus


class StudyTooLate(Refusal):
    """A decided proposal takes no more studies."""

    def __init__(self) -> None:
        super().__init__("这件变更已经处理完，不再接收试算。要看影响，请在“政策试算”里另做一次。")


@transaction.atomic
def attach_study(
    proposal: Proposal,
    *,
    households: int,
    leaving: int,
    lowered: int,
    entering: int,
    monthly_change_fen: int,
    by: User,
    at: datetime,
    waiting: int = 0,
    study: str = "",
) -> ProposalStudy:
    """Attach a study's totals to a proposal that is not decided yet; it counts while the values stay.

    `waiting` are those with no result yet, a fact of theirs or a value of law not being known.
    """
    if proposal.status not in {ProposalStatus.DRAFT, ProposalStatus.PROPOSED}:
        raise StudyTooLate
    counts = {
        "households": households,
        "leaving": leaving,
        "lowered": lowered,
        "entering": entering,
        "waiting": waiting,
    }
    made = ProposalStudy.objects.create(
        proposal=proposal,
        made_by=by,
        made_at=at,
        digest=values_digest(list(proposal.values.all())),
        monthly_change_fen=monthly_change_fen,
        study=study,
        **counts,
    )
    _record(proposal, {**counts, "study": study}, by=by, at=at)
    ask_anew(proposal, by=by, at=at)
    return made


def _record(proposal: Proposal, details: Mapping[str, int | str], *, by: User, at: datetime) -> None:
    audit.record(
        "rulebook.study_attached",
        subject_type="proposal",
        subject_id=str(proposal.pk),
        by=by,
        at=at,
        division=proposal.region,
        details=details,
    )
