"""Tasks as tests open them: about a made-up thing in a village of the test county."""

from __future__ import annotations

from datetime import UTC, date, datetime

from doudi.accounts.models import Post
from doudi.kernel.counting import Unit
from doudi.work.models import Task
from doudi.work.rules.clocks import Clock
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask, open_tasks
from tests.county import VILLAGE

KIND = "ledger_check"
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
TODAY = AT.date()


def new_task(
    subject: str, *, owner: Post | None = None, days: int = 10, on: date = TODAY, division: str = VILLAGE
) -> NewTask:
    """Return a task to be opened, so many working days from a day."""
    clock = Clock(on, days, Unit.WORKING_DAYS)
    return NewTask(KIND, "thing", subject, division, "TOWNSHIP", clock, owner=owner)


def a_task(subject: str = "7", *, owner: Post | None = None, days: int = 10, on: date = TODAY) -> Task:
    """Open one task."""
    (task,) = open_tasks([new_task(subject, owner=owner, days=days, on=on)], Act(AT))
    return task
