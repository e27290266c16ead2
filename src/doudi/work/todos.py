"""What of tasks and their calendar waits for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doudi.accounts.deciding import are_one_person
from doudi.accounts.roles import Role
from doudi.common.access import Access, Focus
from doudi.common.kit import ToDo, due_words
from doudi.regions.selectors import calendar_ends_on
from doudi.work.selectors.deciders import undecidable
from doudi.work.selectors.inbox import task_lines, to_do_of
from doudi.work.selectors.tasks import pauses_asked, tasks_within
from doudi.work.states import LIVE

SHOWN = 6
CALENDAR_DAYS_LEFT = 45
WARNED_OF_CALENDAR = frozenset({Role.SYSTEM_ADMIN, Role.COUNTY_OFFICER})


def calendar_to_load(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Warn, weeks ahead, that due dates will soon reach past the announced holidays."""
    last = calendar_ends_on()
    is_told = access.post is not None and access.post.role in WARNED_OF_CALENDAR
    if last is None or not is_told or (last - on).days > CALENDAR_DAYS_LEFT:
        return
    due, tone = due_words(last, today=on)
    yield ToDo(
        _("装入下一年的工作日历：节假日安排只到 %(day)s，之后的期限只能暂定") % {"day": last.isoformat()},
        "",
        note=_note(access),
        badge=_("工作日历"),
        tone="bad" if last < on else "wait",
        due=due,
        due_tone=tone,
    )


def _note(access: Access) -> str:
    """Say who loads the calendar and, to whoever sees tasks, how many due days wait for it."""
    provisional = tasks_within(access.scope).filter(state__in=LIVE, is_provisional=True)
    waiting = provisional.count() if access.may("work.view_tasks") else 0
    said = "国务院办公厅公布放假通知后，请系统管理员按安装说明“每年一次：放假安排”装入"
    return f"{said}；现有 {waiting} 件待办的期限是暂定的" if waiting else said


def pauses_to_decide(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield how many wishes to stop a clock wait for the reader; nobody decides on an own one."""
    if not access.may("work.grant_pause"):
        return
    wishes = pauses_asked(access.scope)
    asked = sum(are_one_person(each.asked_by, access.user) is False for each in wishes)
    if asked:
        yield ToDo(
            _("批复 %(count)s 条暂停计时申请") % {"count": asked},
            reverse("work:pauses"),
            badge=_("待批准"),
            tone="wait",
        )


def decisions_without_decider(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Warn everybody over the place of decisions that nobody who is there may take."""
    waiting = [task for task in undecidable(on) if access.scope.covers(task.division)]
    if waiting and access.may("work.view_tasks"):
        yield ToDo(
            _("%(count)s 件没有人能批：请给有权批准的人安排岗位") % {"count": len(waiting)},
            f"{reverse('work:tasks')}?whose=nobody",
            badge=_("没有人能批"),
            tone="bad",
        )


def tasks_to_do(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield what the reader has to do or may decide, most urgent first, whatever post it came through."""
    for line in task_lines(to_do_of(access.user, on=on)[:SHOWN], on=on):
        due, tone = due_words(line.task.due_on, today=on)
        page = f"{reverse('work:task', args=(line.task.pk,))}?whose=mine"
        yield ToDo(
            f"{line.ground or line.kind}：{line.words.name}",
            # a decision is taken where what it is about can be seen
            (line.words.address or page) if line.task.permission else page,
            note=line.place,
            badge=line.words.badge,
            tone=line.words.tone or "wait",
            due=f"{due}（暂定）" if line.task.is_provisional else due,
            due_tone=tone,
        )
