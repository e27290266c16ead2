"""Reacts to what happens below: to alarms others still check, and to the tasks of entries."""

from __future__ import annotations

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.audit.actors import SYSTEM
from doudi.common.problems import Refusal
from doudi.monitoring.catalogue import rule_named
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.selectors.notices import is_being_checked_below
from doudi.monitoring.services.handling import ENTRY
from doudi.monitoring.services.standings import Cause, stand_in_open_months
from doudi.monitoring.states import NoticeKind, StandingCause
from doudi.notices.events import NoticeSettled
from doudi.notices.services.offices import raise_notice
from doudi.work.events import TaskLate, TasksChangedHands


class CheckNotDone(Refusal):
    """A level would lift an alarm while the level below still has to check it."""

    def __init__(self) -> None:
        super().__init__("下级还没有核查完这次规模性风险，回填处置情况之后才能解除预警。")


def lift_alarms_from_below(settled: NoticeSettled) -> None:
    """Refuse to lift an alarm of many families while the level that checks them has not answered."""
    if settled.kind == NoticeKind.CLUSTER and is_being_checked_below(settled.key, settled.division):
        raise CheckNotDone


def stand_with_new_owner(event: TasksChangedHands) -> None:
    """Write into the open months of entries whose tasks changed hands that they have another owner."""
    by = User.objects.filter(pk=event.by).first() if event.by else None
    entries = LedgerEntry.objects.filter(pk__in=event.subjects.get(ENTRY, ()))
    for entry in entries.select_related("task__owner").order_by("pk"):
        cause = Cause(StandingCause.HANDED, event.at, by=by)
        stand_in_open_months(entry, cause, recorded_as="monitoring.entry_assigned")
        audit.record(
            "monitoring.entry_assigned",
            subject_type="ledger_entry",
            subject_id=str(entry.pk),
            by=by or SYSTEM,
            at=event.at,
            division=entry.division,
            details={
                "owner": entry.owner.pk if entry.owner else None,
                "due_on": entry.due_on.isoformat() if entry.due_on else "",
            },
        )


def tell_of_lateness(event: TaskLate) -> None:
    """Tell a level above that the task of an entry is late."""
    if event.subject_kind != ENTRY:
        return
    entry = LedgerEntry.objects.get(pk=event.subject_id)
    raise_notice(
        f"overdue:{entry.pk}:{event.due_on}:{event.told}",
        kind=NoticeKind.OVERDUE,
        division=event.told,
        about=event.division,
        text=f"超期未办结：{rule_named(entry.rule).title}，应于 {event.due_on} 前办结",
        at=event.at,
        subject=(ENTRY, str(entry.pk)),
    )
