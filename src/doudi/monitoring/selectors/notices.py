"""What a level is told and has not answered, and who on the watch register is due."""

from __future__ import annotations

from datetime import date

from django.db.models import F, QuerySet

from doudi.accounts.models import User
from doudi.common.scope import Scope
from doudi.monitoring.models import ClockPause, Notice, WatchRecord
from doudi.monitoring.states import EntryStatus, NoticeKind, PauseStatus


def notices_to(division: str) -> QuerySet[Notice]:
    """Return what one division was told and has not answered, newest first; of closed entries nothing."""
    told = Notice.objects.filter(division=division, settled_at__isnull=True)
    return told.exclude(kind=NoticeKind.OVERDUE, entry__status=EntryStatus.CONCLUDED).order_by(
        "-raised_at", "-id"
    )


def notices_within(scope: Scope) -> QuerySet[Notice]:
    """Return every notice to a division of a scope, those not answered first."""
    return (
        Notice.objects.filter(scope.q("division"))
        .select_related("settled_by")
        .order_by(F("settled_at").asc(nulls_first=True), "-id")
    )


def watched_within(scope: Scope) -> QuerySet[WatchRecord]:
    """Return who is on the watch register in a scope, whose review is due first."""
    records = WatchRecord.objects.filter(scope.q("division"), ended_on__isnull=True)
    return records.select_related("person", "entry").order_by("next_review_on", "id")


def watch_reviews_due(user: User, *, on: date) -> QuerySet[WatchRecord]:
    """Return the watched people in a user's hands whose day of review has passed."""
    due = WatchRecord.objects.filter(ended_on__isnull=True, next_review_on__lt=on, entry__owner__user=user)
    return due.select_related("person").order_by("next_review_on", "id")


def pauses_asked(scope: Scope) -> QuerySet[ClockPause]:
    """Return the pauses of a scope that wait for a decision, the oldest first."""
    asked = ClockPause.objects.filter(scope.q("entry__division"), status=PauseStatus.ASKED)
    return asked.select_related("entry__person", "asked_by").order_by("asked_at")
