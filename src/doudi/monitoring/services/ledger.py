"""What officers do with a ledger entry: conclude it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.kernel.dates import Period
from doudi.monitoring.catalogue import gap_rules, grading, rule_named
from doudi.monitoring.models import LedgerEntry, WatchRecord
from doudi.monitoring.services.holding import held_entry
from doudi.monitoring.services.standings import Cause, months_open_of, stand_in_open_months
from doudi.monitoring.states import EntryStatus, Outcome, StandingCause, WatchKind, check_entry_move
from doudi.registry.selectors import is_month_closed
from doudi.registry.selectors.newcomers import income_of
from doudi.work.services.moves import Act
from doudi.work.services.tasks import finish

REASON_LENGTH = 4
CONCLUSION = (
    "status",
    "outcome",
    "reason",
    "concluded_by",
    "concluded_at",
    "next_review_on",
    "struck_off_on",
    "result",
)


class ReasonTooShort(Refusal):
    """A conclusion without a reason."""

    def __init__(self) -> None:
        super().__init__(
            "请写明结论的依据（不少于 4 个字），例如“已入户，子女有稳定工资，人均超标准”。", field="reason"
        )


class OutcomeNotOffered(Refusal):
    """The rule does not offer this conclusion."""

    def __init__(self, outcome: str) -> None:
        super().__init__(f"这条规则没有“{outcome}”这个结论。请从列出的结论里选一个。", field="outcome")


class ReviewDayMissing(Refusal):
    """Someone is to be watched, but not until when."""

    def __init__(self) -> None:
        super().__init__("备案监测要填下次复核日，并且晚于今天。", field="next_review_on")


class EntryOfClosedMonth(Refusal):
    """Every month that found the entry is closed, and it was concluded then."""

    def __init__(self, period: str) -> None:
        super().__init__(f"{period} 已经月结，结论不能再改。下月再命中时可以重新核查。")


@transaction.atomic
def conclude_entry(
    entry: LedgerEntry,
    *,
    outcome: str,
    reason: str,
    by: User,
    at: datetime,
    next_review_on: date | None = None,
) -> LedgerEntry:
    """Conclude a ledger entry with a reason; WATCH keeps the person on the watch register until a day.

    A conclusion changes no benefit: it says what was found and what is to be applied for. It counts in every
    month that found the entry and is not closed; what a closed month left open can still be finished.
    """
    entry = held_entry(entry)
    _check(entry, outcome, reason, next_review_on, at)
    before = {"status": entry.status, "outcome": entry.outcome}
    entry.status, entry.outcome, entry.reason = EntryStatus.CONCLUDED, outcome, reason.strip()
    entry.concluded_by, entry.concluded_at, entry.next_review_on = by, at, next_review_on
    entry.struck_off_on, entry.result = None, None
    entry.save(update_fields=list(CONCLUSION))
    if entry.task:
        act = Act(at, by, entry.reason, evidence=f"ledger_entry:{entry.pk}")
        entry.task = finish(entry.task, result=outcome, act=act)
    stand_in_open_months(
        entry, Cause(StandingCause.CONCLUDED, at, by=by), recorded_as="monitoring.entry_concluded"
    )
    _keep_watch(entry, at=at)
    audit.record(
        "monitoring.entry_concluded",
        subject_type="ledger_entry",
        subject_id=str(entry.pk),
        by=by,
        at=at,
        division=entry.division,
        reason=entry.reason,
        details={"before": before, "after": {"status": entry.status, "outcome": outcome}},
    )
    return entry


def _check(entry: LedgerEntry, outcome: str, reason: str, review: date | None, at: datetime) -> None:
    check_entry_move(EntryStatus(entry.status), EntryStatus.CONCLUDED)
    is_answered = entry.status == EntryStatus.CONCLUDED and is_month_closed(entry.region, entry.last_period)
    if is_answered and not months_open_of(entry):
        raise EntryOfClosedMonth(entry.last_period)
    if outcome not in rule_named(entry.rule).outcomes:
        raise OutcomeNotOffered(outcome)
    if len(reason.strip()) < REASON_LENGTH:
        raise ReasonTooShort
    if outcome == Outcome.WATCH and (review is None or review <= at.date()):
        raise ReviewDayMissing


def _keep_watch(entry: LedgerEntry, *, at: datetime) -> None:
    """Put the person on the watch register, or take them off when the entry says something else.

    Someone in no programme who was found not eligible is watched as low income without anybody asking. Each
    stretch has its own row: what an earlier month reads is not rewritten by a later reason.
    """
    watched = WatchRecord.objects.filter(person=entry.person, region=entry.region, ended_on__isnull=True)
    kind = _watch_kind(entry)
    if entry.person is None or not kind:
        for record in watched.filter(entry=entry):
            record.ended_on = at.date()
            record.save(update_fields=["ended_on"])
        return
    for record in watched:
        record.ended_on = at.date()
        record.save(update_fields=["ended_on"])
    WatchRecord.objects.create(
        person=entry.person,
        region=entry.region,
        division=entry.division,
        entry=entry,
        kind=kind,
        reason=entry.reason,
        income_fen=income_of(entry.person.pk),
        since=at.date(),
        next_review_on=entry.next_review_on or months_on(at.date(), grading().watch.ineligible_months),
    )


def _watch_kind(entry: LedgerEntry) -> str:
    if entry.person is None:
        return ""
    if entry.outcome == Outcome.WATCH:
        return WatchKind.FILED
    is_refused = entry.outcome == Outcome.INELIGIBLE and entry.rule in gap_rules()
    return WatchKind.INELIGIBLE if is_refused else ""


def months_on(day: date, months: int) -> date:
    """Return the day this many months later, or the last of that month where it has no such day."""
    period = Period.of(day)
    for _ in range(months):
        period = period.next()
    return min(period.last_day, period.first_day + timedelta(days=day.day - 1))
