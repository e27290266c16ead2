"""Reacts to what happens below: no conclusion without its paper, no alarm lifted before it is checked."""

from __future__ import annotations

from doudi.common.problems import Refusal
from doudi.documents.events import AttachmentWithdrawn
from doudi.documents.states import AttachmentKind
from doudi.monitoring.models import ScreeningMember
from doudi.monitoring.selectors.notices import is_being_checked_below
from doudi.monitoring.services.screening_members import SUBJECT, has_wish
from doudi.monitoring.states import NoticeKind, ScreeningOutcome
from doudi.notices.events import NoticeSettled


class WishStillNeeded(Refusal):
    """Somebody stays on dibao by their own wish, and this is the only paper that says so."""

    def __init__(self) -> None:
        super().__init__("“自愿保留低保”的结论靠这份书面意愿，不能撤回。请先改结论，或先附上另一份书面意愿。")


def keep_the_wish(withdrawn: AttachmentWithdrawn) -> None:
    """Refuse to withdraw the one signed wish a conclusion stands on."""
    if withdrawn.subject_kind != SUBJECT or withdrawn.kind != AttachmentKind.WISH:
        return
    key = int(withdrawn.subject_id)
    # the lock of a conclusion: whichever comes second sees the other
    member = ScreeningMember.objects.select_for_update().filter(pk=key).first()
    stands = member is not None and member.outcome == ScreeningOutcome.VOLUNTARY
    if stands and not has_wish(key):
        raise WishStillNeeded


class CheckNotDone(Refusal):
    """A level would lift an alarm while the level below still has to check it."""

    def __init__(self) -> None:
        super().__init__("下级还没有核查完这次规模性风险，回填处置情况之后才能解除预警。")


def lift_alarms_from_below(settled: NoticeSettled) -> None:
    """Refuse to lift an alarm of many families while the level that checks them has not answered."""
    if settled.kind == NoticeKind.CLUSTER and is_being_checked_below(settled.key, settled.division):
        raise CheckNotDone
