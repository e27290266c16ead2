"""Judges how one task kept its due day."""

from __future__ import annotations

from datetime import date
from enum import StrEnum


class Kept(StrEnum):
    """How a task stands to its due day."""

    IN_TIME = "IN_TIME"
    LATE = "LATE"
    OVERDUE = "OVERDUE"
    RUNNING = "RUNNING"
    UNJUDGED = "UNJUDGED"


JUDGED = (Kept.IN_TIME, Kept.LATE, Kept.OVERDUE)
"""What speaks for or against anybody: what is done, and what is not done though it is due."""


def kept_how(
    *, is_live: bool, is_finished: bool, due_on: date, done_on: date | None, is_provisional: bool, on: date
) -> Kept:
    """Say how a task stands on a day; a provisional day makes nothing late, a cancelled task says nothing."""
    if is_live:
        return Kept.OVERDUE if due_on < on and not is_provisional else Kept.RUNNING
    if not is_finished or done_on is None:
        return Kept.UNJUDGED
    if done_on <= due_on:
        return Kept.IN_TIME
    return Kept.UNJUDGED if is_provisional else Kept.LATE
