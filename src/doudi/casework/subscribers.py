"""Reacts to what happens below: to public notices that end."""

from __future__ import annotations

from doudi.casework.services.publishing import notice_ended
from doudi.publicity.events import PublicNoticeEnded


def record_notice_ended(event: PublicNoticeEnded) -> None:
    """Record in its application how a public notice ended."""
    notice_ended(event.notice, event.outcome, event.at)
