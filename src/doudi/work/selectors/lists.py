"""Declares the list of tasks: whose, late, why, in which state, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models.functions import Coalesce

from doudi.common.lists.declaring import (
    SHEET,
    Cell,
    Choices,
    Column,
    Filter,
    Group,
    Listing,
    Mark,
    Reader,
    Rows,
)
from doudi.common.lists.ordering import ByCodePoint, by_code_point, by_rank
from doudi.regions.selectors.filtering import place_filter
from doudi.work.selectors.deciders import decided_by
from doudi.work.selectors.inbox import (
    TaskLine,
    grounds_of,
    group_words,
    nobodys,
    seen_by,
    soon,
    task_lines,
)
from doudi.work.selectors.owners import in_hands_of
from doudi.work.selectors.tasks import overdue, tasks_within
from doudi.work.states import LIVE, TaskState


def _rows(reader: Reader) -> Rows:
    return tasks_within(reader.scope).filter(seen_by(reader.user, on=reader.today))


def _lines(tasks: Sequence[Any], reader: Reader) -> Sequence[TaskLine]:
    return task_lines(tasks, on=reader.today)


def _whose(tasks: Rows, whose: str, reader: Reader) -> Rows:
    if whose == "mine":
        return tasks.filter(
            in_hands_of(reader.user, on=reader.today) | decided_by(reader.user, on=reader.today)
        )
    return tasks.filter(nobodys(reader.today))


def _when(tasks: Rows, when: str, reader: Reader) -> Rows:
    if when == "late":
        return overdue(tasks, on=reader.today)
    return tasks.filter(soon(reader.today), due_on__gte=reader.today)


def _grounds(reader: Reader) -> Choices:
    return grounds_of(_rows(reader))


def _owner(line: TaskLine) -> str:
    if line.task.permission:
        return "没有人能批" if line.is_away else "有权的另一人"
    if not line.owner:
        return "未指定"
    return f"{line.owner}（不在岗）" if line.is_away else line.owner


def _owner_cell(line: TaskLine) -> Cell:
    if line.task.permission:
        return Cell(marks=(Mark(_owner(line), "bad"),)) if line.is_away else Cell(_owner(line))
    marks = (Mark("不在岗", "bad"),) if line.is_away else ()
    return Cell(line.owner or "未指定", marks=marks)


def _due(line: TaskLine) -> str:
    return f"{line.task.due_on.isoformat()}{'（暂定）' if line.task.is_provisional else ''}"


def _due_cell(line: TaskLine) -> Cell:
    task = line.task
    counts = task.is_live and not task.is_provisional
    return Cell(
        task.due_on.isoformat(),
        due=task.due_on if counts else None,
        note="暂定" if task.is_provisional else "",
    )


def _note_cell(line: TaskLine) -> Cell:
    return Cell(line.words.note, marks=(Mark(line.words.badge, line.words.tone),) if line.words.badge else ())


def _state(line: TaskLine) -> str:
    return str(line.task.get_state_display())


def _state_cell(line: TaskLine) -> Cell:
    return Cell(marks=(Mark(_state(line)),))


COLUMNS = (
    Column("subject", "对象", lambda line: line.words.name, css="d-nowrap"),
    Column("home", "家庭", lambda line: line.words.home, on=SHEET),
    Column("place", "镇街 / 村居", lambda line: line.place, sort=("division",), width=24),
    Column("kind", "待办", lambda line: line.kind, on=SHEET),
    Column(
        "ground", "事由", lambda line: line.ground or line.kind, sort=(by_code_point("ground"),), width=24
    ),
    Column("note", "情形", lambda line: line.words.note, _note_cell, css="is-wide", width=36),
    Column(
        "owner",
        "责任人",
        _owner,
        _owner_cell,
        sort=(ByCodePoint(Coalesce("owner__user__name", "office__name")),),
    ),
    Column("due", "期限", _due, _due_cell, sort=("due_on",), css="d-nowrap"),
    Column(
        "state",
        "状态",
        _state,
        _state_cell,
        sort=(by_rank("state", TaskState.values),),
    ),
    Column("done", "办结日", lambda line: line.task.done_on, on=SHEET),
)

TASKS = Listing(
    code="tasks",
    title="待办",
    unit="件",
    page="work:tasks",
    row_page="work:task",
    rows=_rows,
    lines=_lines,
    columns=COLUMNS,
    order="due",
    filters=(
        Filter("whose", "谁的", lambda _reader: (("mine", "我的"), ("nobody", "没人在办的")), _whose),
        Filter("when", "期限", lambda _reader: (("late", "已超期"), ("soon", "快到期")), _when),
        Filter("ground", "事由", _grounds, lambda tasks, ground, _reader: tasks.filter(ground=ground)),
        place_filter(),
        Filter(
            "state",
            "状态",
            lambda _reader: TaskState.choices,
            lambda tasks, state, _reader: tasks.filter(state=state),
            every="没办结的",
            otherwise=lambda tasks, _reader: tasks.filter(state__in=LIVE),
        ),
    ),
    groups=(
        Group("village", "按村居", ("division",), lambda line: line.place or "区划未确定"),
        Group("household", "按家庭", ("division", "household"), group_words),
    ),
    is_urgent=lambda line: line.is_late,
    may_choose=lambda line: line.task.is_live and not line.task.permission,
    choose="task",
    export_page="work:export",
    export="work.export_tasks",
    action="work.tasks_exported",
    sheet_title=lambda reader: f"{reader.region_name}待办",
)
