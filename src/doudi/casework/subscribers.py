"""Reacts to what happens below: to public notices that end, letters that arrive, checks that come along."""

from __future__ import annotations

from doudi.casework.services.checking import check_moved
from doudi.casework.services.publishing import notice_ended
from doudi.casework.services.telling import letter_delivered
from doudi.notices.events import LetterDelivered
from doudi.publicity.events import PublicNoticeEnded
from doudi.verification.events import CheckMoved


def record_notice_ended(event: PublicNoticeEnded) -> None:
    """Record in its application how a public notice ended."""
    notice_ended(event.notice, event.outcome, event.at)


def record_refusal_told(event: LetterDelivered) -> None:
    """Record in its application that the letter of a refusal was delivered."""
    letter_delivered(event)


def record_check_moved(event: CheckMoved) -> None:
    """Record in its application how a check came along."""
    check_moved(event)
