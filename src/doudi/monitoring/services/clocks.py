"""Runs the clocks of ledger entries: another person grants a pause, the next level hears of what is late."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.deciding import check_second
from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.monitoring.catalogue import grading, rule_named
from doudi.monitoring.models import ClockPause, LedgerEntry
from doudi.monitoring.rules.grades import divisions_told
from doudi.monitoring.services.due_dates import FIELDS, due_after
from doudi.monitoring.states import EntryStatus, NoticeKind, PauseStatus
from doudi.notices.services import raise_notice
from doudi.regions.selectors import CalendarMissing, working_days_between


class PauseNotPossible(Refusal):
    """There is no running clock to stop, or the day lies in the past."""

    def __init__(self) -> None:
        super().__init__(
            "只有未结且有期限的条目能申请暂停，暂停到的日子要晚于今天，并写明理由。", field="until"
        )


class PauseAlreadyAsked(Refusal):
    """A pause of this entry waits for a decision."""

    def __init__(self) -> None:
        super().__init__("这一条已有待批准的暂停申请，请等批准后再申请。", field="until")


class PauseAlreadyDecided(Refusal):
    """Another person has decided the pause in the meantime, or what it was asked for is no longer open."""

    def __init__(self) -> None:
        super().__init__("这条暂停申请已经批复过，或这一条已经办结，不能再批。请刷新页面看最新状态。")


class PauseDecidedByAsker(Refusal):
    """Whoever asked for a pause may not grant it."""

    def __init__(self) -> None:
        super().__init__("申请人不能批准自己的暂停申请，请由另一位同事批准。")


@transaction.atomic
def ask_for_pause(entry: LedgerEntry, *, until: date, reason: str, by: User, at: datetime) -> ClockPause:
    """Ask to stop an entry's clock until a day; the clock goes on until somebody else grants it."""
    entry = LedgerEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.status != EntryStatus.OPEN or entry.due_on is None or until <= at.date() or not reason.strip():
        raise PauseNotPossible
    if entry.pauses.filter(status=PauseStatus.ASKED).exists():
        raise PauseAlreadyAsked
    pause = ClockPause.objects.create(
        entry=entry, until=until, reason=reason.strip(), asked_by=by, asked_at=at
    )
    _record("monitoring.pause_asked", entry, by=by, at=at, reason=pause.reason, until=until.isoformat())
    return pause


@transaction.atomic
def decide_pause(pause: ClockPause, *, granted: bool, by: User, at: datetime) -> ClockPause:
    """Grant or refuse a pause, once; granted, the due date moves by the working days it stood still."""
    entry = LedgerEntry.objects.select_for_update().get(pk=pause.entry_id)
    pause = ClockPause.objects.select_for_update().get(pk=pause.pk)
    check_second(pause.asked_by, by, otherwise=PauseDecidedByAsker)
    if pause.status != PauseStatus.ASKED or (granted and entry.status != EntryStatus.OPEN):
        raise PauseAlreadyDecided
    before = entry.due_on
    if granted and before is not None:
        stood = working_days_between(clock.day_of(pause.asked_at), pause.until)
        if stood:
            due_after(before, stood).put_on(entry)
        entry.save(update_fields=list(FIELDS))
    pause.status = PauseStatus.GRANTED if granted else PauseStatus.REFUSED
    pause.decided_by, pause.decided_at = by, at
    pause.save(update_fields=["status", "decided_by", "decided_at"])
    _record("monitoring.pause_decided", entry, by=by, at=at, granted=granted, due_before=before)
    return pause


def escalate_overdue(region: str, *, on: date, at: datetime) -> int:
    """Tell the levels above of open entries past their due date; return how many notices are new."""
    overdue = LedgerEntry.objects.filter(
        region=region, status=EntryStatus.OPEN, due_on__lt=on, owner__isnull=False
    ).select_related("owner", "person")
    told = 0
    for entry in overdue:
        told += _escalate(entry, on=on, at=at)
    return told


def _escalate(entry: LedgerEntry, *, on: date, at: datetime) -> int:
    if entry.due_on is None or entry.owner is None:
        return 0
    levels = divisions_told(
        entry.division,
        handled_digits=len(entry.owner.division_id or entry.division),
        overdue_days=_days_late(entry.due_on, on),
        step=grading().escalate_after,
    )
    new = 0
    for division in levels:
        notice = raise_notice(
            f"overdue:{entry.pk}:{entry.due_on}:{division}",
            kind=NoticeKind.OVERDUE,
            division=division,
            about=entry.division,
            text=f"超期未办结：{rule_named(entry.rule).title}，应于 {entry.due_on} 前办结",
            at=at,
            subject=("ledger_entry", str(entry.pk)),
        )
        new += notice.raised_at == at
    return new


def _days_late(due_on: date, on: date) -> int:
    """Return the working days an entry is late; at least so many where the calendar ends before today."""
    try:
        return working_days_between(due_on, on)
    except CalendarMissing as missing:
        return working_days_between(due_on, max(due_on, missing.day))


def _record(
    action: str, entry: LedgerEntry, *, by: User, at: datetime, reason: str = "", **details: object
) -> None:
    audit.record(
        action,
        subject_type="ledger_entry",
        subject_id=str(entry.pk),
        by=by,
        at=at,
        division=entry.division,
        reason=reason,
        details=details,
    )
