"""Writes what happens to tasks: the row of the task as it now is, and a move that stays for ever."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.audit.actors import SYSTEM, Actor
from doudi.common import clock
from doudi.common.rows import save_rows
from doudi.kernel.counting import Due
from doudi.work.models import Task, TaskMove
from doudi.work.rules.clocks import Clock
from doudi.work.states import LIVE, STATE_AFTER, MoveKind, TaskState, check_task_move

FIELDS = (
    *("division", "level", "owner", "state", "starts_on", "amount", "unit", "due_on", "is_provisional"),
    *("done_on", "result"),
)
AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Act:
    """Who moves tasks, when and why; nobody named is the system. `evidence` is the key of a record."""

    at: datetime
    by: User | None = None
    reason: str = ""
    evidence: str = ""

    @property
    def actor(self) -> Actor:
        """Return who stands behind the act in the audit trail."""
        return self.by or SYSTEM


def add_moves(tasks: Collection[Task], kind: MoveKind, act: Act) -> None:
    """Add a move to each of these tasks as it now is."""
    TaskMove.objects.bulk_create(
        (
            TaskMove(
                task=task,
                kind=kind,
                owner_id=task.owner_id,
                starts_on=task.starts_on,
                amount=task.amount,
                unit=task.unit,
                due_on=task.due_on,
                is_provisional=task.is_provisional,
                result=task.result if kind in (MoveKind.FINISHED, MoveKind.CANCELLED) else "",
                evidence=act.evidence,
                reason=act.reason,
                by=act.by,
                at=act.at,
            )
            for task in tasks
        ),
        batch_size=AT_ONCE,
    )


def move_tasks(tasks: Collection[Task], kind: MoveKind, act: Act, *, recorded_as: str) -> None:
    """Save tasks changed in memory with a move each, in the transaction that writes `recorded_as`.

    Raises TaskMoveNotAllowed where the table of moves has no such move from where one stands.
    """
    wanted = STATE_AFTER.get(kind)
    for task in tasks:
        if wanted is not None:
            check_task_move(TaskState(task.state), wanted)
            task.state = wanted
            task.done_on = None if wanted in LIVE else clock.day_of(act.at)
    save_rows(tasks, FIELDS, recorded_as=recorded_as)
    add_moves(tasks, kind, act)


def set_clock(task: Task, made_by: Clock, due: Due) -> None:
    """Put a clock and the due day it makes on a task that is not yet saved."""
    task.starts_on, task.amount, task.unit = made_by.starts_on, made_by.amount, made_by.unit
    task.due_on, task.is_provisional = due.on, due.provisional


def locked(task: Task) -> Task:
    """Return a task as it is now, held until the transaction ends."""
    return Task.objects.select_for_update(of=("self",)).select_related("owner").get(pk=task.pk)


def record(action: str, task: Task, act: Act, **details: object) -> None:
    """Write an act on one task into the audit trail."""
    audit.record(
        action,
        subject_type="task",
        subject_id=str(task.pk),
        by=act.actor,
        at=act.at,
        division=task.division,
        reason=act.reason,
        details={"kind": task.kind, **details},
    )
