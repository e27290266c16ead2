"""Changes the grade of an alert: by its score, or by hand with a reason."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.kernel import words
from doudi.kernel.counting import Unit
from doudi.kernel.divisions import DIGITS
from doudi.monitoring.catalogue import grading, rule_named
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.services.holding import held_entry
from doudi.monitoring.states import NoticeKind, Severity
from doudi.notices.services.offices import raise_notice
from doudi.work.rules.clocks import Clock
from doudi.work.services.moves import Act
from doudi.work.services.tasks import redate

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


def _set_grade(entry: LedgerEntry, wanted: Severity, *, reason: str, by: User, at: datetime) -> LedgerEntry:
    """Set a grade; an open task gets its clock, the earlier due day where it grew urgent, else the later."""
    entry = held_entry(entry)
    before = Severity(entry.severity)
    grade = grading().grades[words.Severity(wanted)]
    entry.severity = wanted
    if entry.task and entry.task.is_live:
        may_be = "earlier" if ORDER.index(wanted) > ORDER.index(before) else "later"
        made_by = Clock(clock.day_of(at), grade.working_days, Unit.WORKING_DAYS)
        entry.task = redate(entry.task, made_by, act=Act(at, by, reason), may_be=may_be)
    entry.save(update_fields=["severity"])
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
