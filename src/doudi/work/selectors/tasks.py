"""Answers which tasks there are: within a scope, of a reader, late, soon due."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from doudi.common.scope import Scope
from doudi.kernel.counting import Unit
from doudi.kernel.working_days import WorkingCalendar
from doudi.regions.selectors import working_calendar
from doudi.work.catalogue import rest_days
from doudi.work.models import Pause, Task, TaskMove
from doudi.work.rules.clocks import Clock, StoodStill
from doudi.work.states import LIVE, PauseStatus


def calendar() -> WorkingCalendar:
    """Return the calendar tasks are counted on; days no notice names are supposed, never known."""
    return working_calendar(rest_days())


def tasks_within(scope: Scope) -> QuerySet[Task]:
    """Return the tasks whose subject lies in a scope, those due first first."""
    return (
        Task.objects.filter(scope.q("division"))
        .select_related("owner__user", "owner__division", "office")
        .order_by("due_on", "id")
    )


def overdue(tasks: QuerySet[Task], *, on: date) -> QuerySet[Task]:
    """Return the tasks past their due day; a provisional day is not yet anybody's deadline."""
    return tasks.filter(state__in=LIVE, is_provisional=False, due_on__lt=on)


def clock_of(row: Task | TaskMove | Pause) -> Clock:
    """Return the clock a task has, had after a move, or had when it was stopped."""
    return Clock(row.starts_on, row.amount, Unit(row.unit))


def stood_still(task: Task, clock: Clock) -> list[StoodStill]:
    """Return the days one clock of a task stood still by leave of somebody else."""
    granted = task.pauses.filter(status=PauseStatus.GRANTED).order_by("asked_on", "id")
    return [StoodStill(pause.asked_on, pause.until) for pause in granted if clock_of(pause) == clock]


def pauses_asked(scope: Scope) -> QuerySet[Pause]:
    """Return the pauses of a scope that wait for a decision, the oldest first."""
    asked = Pause.objects.filter(scope.q("task__division"), status=PauseStatus.ASKED)
    return asked.select_related("task", "asked_by").order_by("asked_at", "id")
