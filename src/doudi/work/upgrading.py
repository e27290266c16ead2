"""Opens the tasks of what waited for a decision before decisions were tasks; frozen with the migrations."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.migrations.state import StateApps

from doudi.common.clock import SHANGHAI
from doudi.kernel.counting import Count, Unit, due_of
from doudi.kernel.working_days import WorkingCalendar

NEVER_WORKED = frozenset({"01-01", "05-01", "10-01", "10-02", "10-03"})
LEVELS = {2: "PROVINCE", 4: "CITY", 6: "COUNTY"}


def open_waiting(
    apps: StateApps, days: int, waiting: list[Mapping[str, Any]], due_on: date | None = None
) -> None:
    """Open a task for each; the clock runs since it waits, or is a day somebody set, as its moves say too.

    Each names kind, subject_kind, subject_id, division, level, the moment `since`, and whose it is.
    """
    known = apps.get_model("regions", "CalendarDay").objects.values_list("day", "is_working")
    calendar = WorkingCalendar(dict(known), NEVER_WORKED)
    task, move = apps.get_model("work", "Task"), apps.get_model("work", "TaskMove")
    for each in waiting:
        said = dict(each)
        since = said.pop("since")
        starts_on = since.astimezone(SHANGHAI).date()
        due = due_of(Count(Unit.WORKING_DAYS, days), starts_on, calendar, ())
        clock = {"starts_on": starts_on, "amount": days, "unit": "WORKING_DAYS"}
        clock |= {"due_on": due.on, "is_provisional": due.provisional}
        if due_on is not None:
            clock = {"starts_on": due_on, "amount": 0, "unit": "DATE", "due_on": due_on}
        made = task.objects.create(**said, ground=said["kind"], opened_at=since, **clock)
        move.objects.create(task=made, kind="OPENED", at=since, **clock)
