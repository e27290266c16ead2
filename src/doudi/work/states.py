"""Names the states of tasks, what moves them, and what counts a clock."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _

from doudi.common.problems import Refusal


class TaskState(models.TextChoices):
    """Where a task stands."""

    OPEN = "OPEN", _("待办")
    STARTED = "STARTED", _("在办")
    FINISHED = "FINISHED", _("已办结")
    CANCELLED = "CANCELLED", _("已撤销")


LIVE = (TaskState.OPEN, TaskState.STARTED)
"""States in which somebody still has to do something."""

TASK_MOVES: Mapping[TaskState, frozenset[TaskState]] = {
    TaskState.OPEN: frozenset({TaskState.STARTED, TaskState.FINISHED, TaskState.CANCELLED}),
    TaskState.STARTED: frozenset({TaskState.FINISHED, TaskState.CANCELLED}),
    TaskState.FINISHED: frozenset({TaskState.OPEN, TaskState.STARTED}),
    TaskState.CANCELLED: frozenset(),
}
"""What may become of a task; a finished one goes back only when its result is taken back."""


class MoveKind(models.TextChoices):
    """What happened to a task."""

    OPENED = "OPENED", _("开出")
    HANDED_OUT = "HANDED_OUT", _("交办")
    HANDED_OVER = "HANDED_OVER", _("移交")
    STARTED = "STARTED", _("开始办理")
    PAUSED = "PAUSED", _("暂停计时")
    REDATED = "REDATED", _("改定期限")
    FIXED = "FIXED", _("期限确定")
    FINISHED = "FINISHED", _("办结")
    CANCELLED = "CANCELLED", _("撤销")
    UNDONE = "UNDONE", _("撤回")


STATE_AFTER: Mapping[MoveKind, TaskState] = {
    MoveKind.OPENED: TaskState.OPEN,
    MoveKind.STARTED: TaskState.STARTED,
    MoveKind.FINISHED: TaskState.FINISHED,
    MoveKind.CANCELLED: TaskState.CANCELLED,
}
"""The moves that change the state; all others change the owner or the due day only."""


class ClockUnit(models.TextChoices):
    """What a task's clock counts in."""

    WORKING_DAYS = "WORKING_DAYS", _("个工作日")
    DAYS = "DAYS", _("天")
    MONTHS = "MONTHS", _("个月")
    DATE = "DATE", _("指定日期")


class Cause(models.TextChoices):
    """Why a level above is told of a task."""

    LATE = "LATE", _("已超期")
    NOBODY = "NOBODY", _("没有人能批")


class PauseStatus(models.TextChoices):
    """Whether a pause of a clock was granted; until it is, the clock runs."""

    ASKED = "ASKED", _("待批准")
    GRANTED = "GRANTED", _("已批准")
    REFUSED = "REFUSED", _("未批准")


class TaskMoveNotAllowed(Refusal):
    """A task cannot go from where it stands to where someone wants it."""

    def __init__(self, current: TaskState, wanted: TaskState) -> None:
        super().__init__(f"这件待办现在是“{current.label}”，不能改为“{wanted.label}”。请刷新页面看最新状态。")


def check_task_move(current: TaskState, wanted: TaskState) -> None:
    """Raise TaskMoveNotAllowed unless the table has this move."""
    if wanted not in TASK_MOVES[current]:
        raise TaskMoveNotAllowed(current, wanted)


def state_of(moves: Iterable[MoveKind]) -> TaskState:
    """Return where a task stands after these moves, oldest first; taking back undoes the last one left."""
    left: list[MoveKind] = []
    for move in moves:
        if move == MoveKind.UNDONE:
            left.pop()
        elif move in STATE_AFTER or move == MoveKind.HANDED_OUT:
            left.append(move)
    return next((STATE_AFTER[move] for move in reversed(left) if move in STATE_AFTER), TaskState.OPEN)
