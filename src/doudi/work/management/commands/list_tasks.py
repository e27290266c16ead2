"""The command that lists tasks."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.core.management.base import CommandParser

from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.common.scope import Scope
from doudi.work.models import Task
from doudi.work.selectors.deciders import deciders_there
from doudi.work.selectors.owners import posts_present
from doudi.work.selectors.tasks import overdue, tasks_within
from doudi.work.states import LIVE, TaskState


class Command(ContractCommand):
    """List a region's tasks by due day: those to be done, or those of one state."""

    help = "列出一个地区的待办：谁、几日前、办什么；不含姓名"

    def take(self, parser: CommandParser) -> None:
        """Take the region, a state, and whether only late ones are wanted."""
        parser.add_argument("--region", required=True, help="区划代码，2 到 12 位")
        parser.add_argument("--state", choices=TaskState.values, help="只列这种状态；缺省为没办结的")
        parser.add_argument("--overdue", action="store_true", help="只列已超期的")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Return the tasks, each with its clock and whether its owner is there."""
        today, state = clock.today(), options["state"]
        found = tasks_within(Scope((options["region"],)))
        found = found.filter(state=state) if state else found.filter(state__in=LIVE)
        found = overdue(found, on=today) if options["overdue"] else found
        there = frozenset(posts_present(today).values_list("pk", flat=True))
        tasks = [_line(task, today, there) for task in found]
        late = sum(bool(task["overdue"]) for task in tasks)
        return {
            "region": options["region"],
            "tasks": tasks,
            "sentence": f"待办 {len(tasks)} 件，其中超期 {late} 件。",
        }


def _line(task: Task, today: date, there: Collection[int]) -> Mapping[str, object]:
    return {
        "id": task.pk,
        "kind": task.kind,
        "ground": task.ground,
        "subject": f"{task.subject_kind}:{task.subject_id}",
        "household": task.household,
        "division": task.division,
        "state": task.state,
        "result": task.result,
        "owner": task.owner.user.username if task.owner else None,
        "owner_is_there": task.owner_id in there,
        "office": task.office.name if task.office else None,
        "permission": task.permission,
        "deciders": [post.user.username for post in deciders_there(task, on=today)],
        "clock": {"from": task.starts_on.isoformat(), "amount": task.amount, "unit": task.unit},
        "due_on": task.due_on.isoformat(),
        "provisional": task.is_provisional,
        "overdue": task.is_live and not task.is_provisional and task.due_on < today,
        "done_on": task.done_on.isoformat() if task.done_on else None,
    }
