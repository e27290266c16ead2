"""Changes the grade of an alert: by its score, or by hand with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common.problems import Refusal
from doudi.monitoring.catalogue import grading, rule_named
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.rules.grades import DIGITS
from doudi.monitoring.services.due_dates import FIELDS, Due, due_after
from doudi.monitoring.states import EntryStatus, NoticeKind, Severity
from doudi.notices.services import raise_notice

REASON_LENGTH = 4
ORDER = (Severity.YELLOW, Severity.ORANGE, Severity.RED)


class ReasonForGradeMissing(Refusal):
    """A grade is changed by hand without saying why."""

    def __init__(self) -> None:
        super().__init__("手工调整预警等级要写明理由（不少于 4 个字）。", field="reason")


@transaction.atomic
def regrade_entry(entry: LedgerEntry, *, severity: str, reason: str, by: User, at: datetime) -> LedgerEntry:
    """Change an alert's grade by hand, with the reason; its level is told and its clock starts anew."""
    if len(reason.strip()) < REASON_LENGTH:
        raise ReasonForGradeMissing
    return _set_grade(entry, Severity(severity), reason=reason.strip(), by=by, at=at)


def follow_score(entry: LedgerEntry, risk: str, *, by: User, at: datetime) -> LedgerEntry:
    """Set an alert's grade to the one its risk level answers to."""
    wanted = Severity(grading().of_risk(risk))
    if wanted == entry.severity:
        return entry
    return _set_grade(entry, wanted, reason="", by=by, at=at)


def _new_due(entry: LedgerEntry, fresh: Due, *, is_urgent: bool) -> Due:
    """Return the earlier due date when an entry grows urgent, else the later; an unknown one is later."""
    if entry.due_on is None:
        return fresh
    if fresh.on is None:
        return Due(entry.due_on) if is_urgent else fresh
    return Due(min(entry.due_on, fresh.on) if is_urgent else max(entry.due_on, fresh.on))


def _set_grade(entry: LedgerEntry, wanted: Severity, *, reason: str, by: User, at: datetime) -> LedgerEntry:
    before = Severity(entry.severity)
    grade = grading().grades[wanted]
    entry.severity = wanted
    if entry.status == EntryStatus.OPEN:
        is_urgent = ORDER.index(wanted) > ORDER.index(before)
        _new_due(entry, due_after(at.date(), grade.working_days), is_urgent=is_urgent).put_on(entry)
    entry.save(update_fields=["severity", *FIELDS])
    audit.record(
        "monitoring.entry_regraded",
        subject_type="ledger_entry",
        subject_id=str(entry.pk),
        by=by,
        at=at,
        division=entry.division,
        reason=reason or f"按评定分值由{before.label}调为{wanted.label}",
        details={"before": before, "after": wanted, "by_hand": bool(reason)},
    )
    raise_notice(
        f"grade:{entry.pk}:{wanted}:{at.isoformat()}",
        kind=NoticeKind.GRADE,
        division=entry.division[: DIGITS[grade.told]],
        about=entry.division,
        text=f"预警由{before.label}变为{wanted.label}：{rule_named(entry.rule).title}",
        at=at,
        subject=("ledger_entry", str(entry.pk)),
    )
    return entry
