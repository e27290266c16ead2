"""What a level is told and has not answered, and who on the watch register is due."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import QuerySet

from doudi.accounts.models import User
from doudi.common.scope import Scope
from doudi.monitoring.models import LedgerEntry, WatchRecord
from doudi.monitoring.states import EntryStatus, NoticeKind
from doudi.notices.models import Notice
from doudi.notices.selectors.offices import notices_waiting


def notices_waiting_for(division: str) -> list[Notice]:
    """Return what one office was told and has not answered, newest first; of closed entries nothing."""
    waiting = list(notices_waiting(division))
    late = {notice.subject_id for notice in waiting if notice.kind == NoticeKind.OVERDUE}
    closed = LedgerEntry.objects.filter(pk__in=late, status=EntryStatus.CONCLUDED)
    done = {str(pk) for pk in closed.values_list("pk", flat=True)}
    return [each for each in waiting if each.kind != NoticeKind.OVERDUE or each.subject_id not in done]


def is_being_checked_below(key: str, division: str) -> bool:
    """Say whether a level below was told of the same families and has not answered."""
    place_and_cause = key.rsplit(":", 2)[0]
    told = Notice.objects.filter(key__startswith=f"{place_and_cause}:", settled_at__isnull=True)
    return told.filter(division__startswith=division).exclude(division=division).exists()


def cluster_told_since(name: str, since: datetime) -> bool:
    """Say whether a cluster of this name was told of after a moment, answered or not."""
    return Notice.objects.filter(key__startswith=f"{name}:", raised_at__gt=since).exists()


def watched_within(scope: Scope) -> QuerySet[WatchRecord]:
    """Return who is on the watch register in a scope, whose review is due first."""
    records = WatchRecord.objects.filter(scope.q("division"), ended_on__isnull=True)
    return records.select_related("person", "entry").order_by("next_review_on", "id")


def watch_reviews_due(user: User, *, on: date) -> QuerySet[WatchRecord]:
    """Return the watched people in a user's hands whose day of review has passed."""
    due = WatchRecord.objects.filter(
        ended_on__isnull=True, next_review_on__lt=on, entry__task__owner__user=user
    )
    return due.select_related("person").order_by("next_review_on", "id")
