"""Looks after clocks day by day: fixes provisional days, tells the levels above of what is late."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.db.models import Q

from doudi.audit import services as audit
from doudi.common.events import publish
from doudi.kernel.divisions import DIGITS
from doudi.kernel.working_days import WorkingCalendar
from doudi.work.catalogue import kinds
from doudi.work.events import TaskLate
from doudi.work.models import Escalation, Task
from doudi.work.rules.clocks import due_day, working_days_late
from doudi.work.rules.ladder import divisions_told
from doudi.work.selectors.tasks import calendar, clock_of, overdue, stood_still
from doudi.work.services.moves import Act, move_tasks, set_clock
from doudi.work.states import Cause, MoveKind


@transaction.atomic
def fix_due_days(region: str, act: Act) -> int:
    """Count the provisional due days of a region anew, the finished tasks' too; return how many changed.

    A day becomes final once every day on the way is announced; one that only moves stays provisional.
    """
    days = calendar()
    waiting = Task.objects.select_for_update(of=("self",)).filter(
        division__startswith=region, is_provisional=True
    )
    changed = [task for task in waiting if _fix(task, days)]
    move_tasks(changed, MoveKind.FIXED, act, recorded_as="work.due_days_fixed")
    if changed:
        _record("work.due_days_fixed", region, act, tasks=len(changed))
    return len(changed)


def _record(action: str, region: str, act: Act, **details: int) -> None:
    audit.record(
        action,
        subject_type="division",
        subject_id=region,
        by=act.actor,
        at=act.at,
        division=region,
        details=details,
    )


def _fix(task: Task, days: WorkingCalendar) -> bool:
    before = (task.due_on, task.is_provisional)
    made_by = clock_of(task)
    set_clock(task, made_by, due_day(made_by, stood_still(task, made_by), days))
    return (task.due_on, task.is_provisional) != before


@transaction.atomic
def escalate_late(region: str, *, on: date, act: Act) -> int:
    """Tell the levels above of late tasks that have an owner or wait for a decision; return how many anew."""
    # held, so that two patrols at once tell nobody twice
    held = Task.objects.select_for_update(of=("self",))
    in_hands = Q(owner__isnull=False) | Q(office__isnull=False) | ~Q(permission="")
    late = overdue(held.filter(in_hands, division__startswith=region), on=on)
    days = calendar()
    found = [
        Escalation(task=task, due_on=task.due_on, told=told, at=act.at)
        for task in late.select_related("owner").order_by("pk")
        for told in _told(task, on, days)
    ]
    fresh = _not_told_yet(found)
    Escalation.objects.bulk_create(fresh)
    if fresh:
        _record("work.late_told", region, act, told=len(fresh))
    for each in fresh:
        task = each.task
        publish(
            TaskLate(
                task=task.pk,
                kind=task.kind,
                subject_kind=task.subject_kind,
                subject_id=task.subject_id,
                division=task.division,
                told=each.told,
                due_on=each.due_on,
                at=act.at,
            )
        )
    return len(fresh)


def _told(task: Task, on: date, days: WorkingCalendar) -> tuple[str, ...]:
    holder = task.owner.division_id if task.owner else ""
    return divisions_told(
        task.division,
        handled_digits=len(holder or "") or DIGITS[task.level],
        late=working_days_late(task.due_on, on, days),
        rungs=kinds()[task.kind].ladder.value,
    )


def _not_told_yet(found: Iterable[Escalation]) -> list[Escalation]:
    wanted = {(each.task_id, each.due_on, each.told): each for each in found}
    told = Escalation.objects.filter(cause=Cause.LATE, task__in={key[0] for key in wanted})
    for key in told.values_list("task_id", "due_on", "told"):
        wanted.pop(key, None)
    return list(wanted.values())
