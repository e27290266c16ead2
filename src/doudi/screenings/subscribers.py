"""Reacts to what happens below: to papers that conclusions of a round rest on."""

from __future__ import annotations

from doudi.common.problems import Refusal
from doudi.documents.events import AttachmentWithdrawn
from doudi.documents.states import AttachmentKind
from doudi.screenings.models import ScreeningMember
from doudi.screenings.services.members import SUBJECT, has_wish
from doudi.screenings.states import ScreeningOutcome


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
