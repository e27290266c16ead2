"""Makes a task of every entry's owner, due date and pauses; nothing of what was decided is counted anew.

A due date of before was moved by its pauses already: it becomes a day that was set, and the pauses stop a
clock of the past.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from doudi.kernel.counting import Count, Unit, due_of
from doudi.kernel.working_days import WorkingCalendar

AT_ONCE = 500
LEVELS = {"VILLAGE_ASSISTANT": "VILLAGE", "COUNTY_OFFICER": "COUNTY"}
NEVER_WORKED = frozenset({"01-01", "05-01", "10-01", "10-02", "10-03"})
STATES = {"OPEN": "OPEN", "CONCLUDED": "FINISHED", "CLEARED": "CANCELLED"}


def make_tasks(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every entry the task it stands for, in parts that fit into memory."""
    entries = apps.get_model("monitoring", "LedgerEntry").objects.select_related("owner")
    days = apps.get_model("regions", "CalendarDay").objects.values_list("day", "is_working")
    calendar = WorkingCalendar(dict(days), NEVER_WORKED)
    last = 0
    while part := list(entries.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        _make(apps, part, calendar)
        last = part[-1].pk


def _make(apps: Any, entries: list[Any], calendar: WorkingCalendar) -> None:
    task, move = apps.get_model("work", "Task"), apps.get_model("work", "TaskMove")
    opened = _opened(apps, entries)
    for entry in entries:
        made = task.objects.create(**_task(entry, opened[entry.pk], calendar))
        entry.task = made
        entry.save(update_fields=["task"])
        _copy_pauses(apps, entry, made)
        move.objects.create(kind="OPENED", at=made.opened_at, **_clock(made))
        if made.done_on:
            ended = {"kind": made.state, "result": made.result, "by_id": entry.concluded_by_id}
            move.objects.create(at=entry.concluded_at or _morning(made.done_on), **ended, **_clock(made))


def _opened(apps: Any, entries: list[Any]) -> dict[int, datetime]:
    """Return since when each entry is known: the first standing, else the day it was reckoned from."""
    standing = apps.get_model("monitoring", "EntryStanding")
    rows = standing.objects.filter(entry__in=entries).order_by("-at").values_list("entry_id", "at")
    first = dict(rows)
    return {entry.pk: first.get(entry.pk) or _known_since(entry) for entry in entries}


def _known_since(entry: Any) -> datetime:
    day = entry.due_since or entry.cleared_on
    if entry.concluded_at or not day:
        return entry.concluded_at or datetime.fromisoformat(f"{entry.first_period}-01T00:00+00:00")
    return _morning(day)


def _morning(day: Any) -> datetime:
    return datetime.combine(day, time(), UTC)


def _task(entry: Any, opened_at: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    state = STATES[entry.status]
    done_on = entry.concluded_at.date() if state == "FINISHED" and entry.concluded_at else entry.cleared_on
    return {
        "kind": "ledger_check",
        "ground": entry.rule,
        "subject_kind": "ledger_entry",
        "subject_id": str(entry.pk),
        "household": entry.household_id,
        "division": entry.division,
        "level": LEVELS.get(entry.owner.role, "TOWNSHIP") if entry.owner else "TOWNSHIP",
        "owner_id": entry.owner_id,
        "state": state,
        "opened_at": opened_at,
        "done_on": None if state == "OPEN" else done_on or opened_at.date(),
        "result": entry.outcome if state == "FINISHED" else "",
        **_due(entry, opened_at, calendar),
    }


def _due(entry: Any, opened_at: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    """Return the clock of an entry; one without any is due on the day it was opened, so that it is seen."""
    if entry.due_on is None and entry.due_since is not None:
        due = due_of(Count(Unit.WORKING_DAYS, entry.due_days), entry.due_since, calendar, ())
        counted = {"starts_on": entry.due_since, "amount": entry.due_days, "unit": "WORKING_DAYS"}
        return {**counted, "due_on": due.on, "is_provisional": True}
    day = entry.due_on or opened_at.date()
    return {"starts_on": day, "amount": 0, "unit": "DATE", "due_on": day, "is_provisional": False}


def _clock(task: Any) -> dict[str, Any]:
    names = ("owner_id", "starts_on", "amount", "unit", "due_on", "is_provisional")
    return {"task": task, **{name: getattr(task, name) for name in names}}


def _copy_pauses(apps: Any, entry: Any, task: Any) -> None:
    old, new = apps.get_model("monitoring", "ClockPause"), apps.get_model("work", "Pause")
    names = ("status", "until", "reason", "asked_by_id", "asked_at", "decided_by_id", "decided_at")
    for pause in old.objects.filter(entry=entry).order_by("pk"):
        is_open = pause.status == "ASKED"
        asked_on = pause.asked_at.date()
        stopped = _clock(task) if is_open else {"starts_on": asked_on, "amount": 0, "unit": "WORKING_DAYS"}
        clock = {name: stopped[name] for name in ("starts_on", "amount", "unit")}
        kept = {name: getattr(pause, name) for name in names}
        new.objects.create(task=task, asked_on=asked_on, **clock, **kept)


class Migration(migrations.Migration):

    dependencies = [
        ("monitoring", "0019_let_an_entry_point_at_its_task"),
        ("regions", "0003_add_division_changes"),
    ]

    operations = [
        migrations.RunPython(make_tasks, migrations.RunPython.noop),
    ]
