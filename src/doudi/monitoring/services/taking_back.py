"""Takes a conclusion back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.common import clock
from doudi.monitoring.models import LedgerEntry, WatchRecord
from doudi.monitoring.services.holding import held_entry
from doudi.monitoring.services.ledger import CONCLUSION, EntryOfClosedMonth
from doudi.monitoring.services.standings import Cause, stand
from doudi.monitoring.states import EntryStatus, StandingCause, check_entry_move
from doudi.registry.selectors import is_month_closed
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NothingToTakeBack, take_back


@transaction.atomic
def take_back_conclusion(entry: LedgerEntry, *, by: User, at: datetime) -> LedgerEntry:
    """Open an entry again whose only conclusion one has just written; what a closed month rests on stays."""
    entry = held_entry(entry)
    check_entry_move(EntryStatus(entry.status), EntryStatus.OPEN)
    if entry.task is None or entry.concluded_by != by or entry.struck_off_on is not None:
        raise NothingToTakeBack
    answered = _months_answered(entry)
    entry.task = take_back(entry.task, act=Act(at, by))
    if not entry.task.is_live:
        raise NothingToTakeBack
    _unwatch(entry, at=at)
    entry.status, entry.outcome, entry.reason = EntryStatus.OPEN, "", ""
    entry.concluded_by, entry.concluded_at, entry.next_review_on = None, None, None
    entry.save(update_fields=list(CONCLUSION))
    for period in answered:
        stand([entry], period, Cause(StandingCause.TAKEN_BACK, at, by=by), recorded_as="work.taken_back")
    return entry


def _months_answered(entry: LedgerEntry) -> list[str]:
    """Return the months the conclusion was written into; refuse when one of them was closed since."""
    rows = entry.standings.filter(is_latest=True, cause=StandingCause.CONCLUDED).order_by("period")
    months = [row.period for row in rows if row.at == entry.concluded_at]
    for period in months:
        if is_month_closed(entry.region, period):
            raise EntryOfClosedMonth(period)
    return months


def _unwatch(entry: LedgerEntry, *, at: datetime) -> None:
    """End the watch the conclusion began and begin anew what it ended: each stretch keeps its row."""
    day = clock.day_of(at)
    concluded = clock.day_of(entry.concluded_at) if entry.concluded_at else day
    records = WatchRecord.objects.filter(person=entry.person, region=entry.region)
    begun = list(records.filter(entry=entry, since=concluded, ended_on__isnull=True))
    ended = records.filter(ended_on=concluded).exclude(since=concluded).order_by("-pk").first()
    for record in begun:
        record.ended_on = day
        record.save(update_fields=["ended_on"])
    if ended is not None and not records.filter(ended_on__isnull=True).exists():
        ended.pk, ended.since, ended.ended_on = None, day, None
        ended.save(force_insert=True)
