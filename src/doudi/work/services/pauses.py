"""Stops clocks by leave of another person."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from doudi.accounts.deciding import check_second
from doudi.accounts.models import User
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.work.models import Pause, Task
from doudi.work.rules.clocks import due_day
from doudi.work.selectors.tasks import calendar, clock_of, stood_still
from doudi.work.services.moves import Act, locked, move_tasks, record, set_clock
from doudi.work.states import MoveKind, PauseStatus

DECISION = ("status", "decided_by", "decided_at", "starts_on", "amount", "unit")


class PauseNotPossible(Refusal):
    """There is no running clock to stop, or the day lies in the past."""

    def __init__(self) -> None:
        super().__init__(
            "只有未办结、还没有超期的能申请暂停，暂停到的日子要晚于今天，并写明理由。", field="until"
        )


class PauseAlreadyAsked(Refusal):
    """A pause of this task waits for a decision."""

    def __init__(self) -> None:
        super().__init__("这一件已有待批准的暂停申请，请等批准后再申请。", field="until")


class PauseAlreadyDecided(Refusal):
    """Another person has decided the pause in the meantime, or what it was asked for is over."""

    def __init__(self) -> None:
        super().__init__("这条暂停申请已经批复过，或这一件已经办结，不能再批。请刷新页面看最新状态。")


class PauseDecidedByAsker(Refusal):
    """Whoever asked for a pause may not grant it."""

    def __init__(self) -> None:
        super().__init__("申请人不能批准自己的暂停申请，请由另一位同事批准。")


@transaction.atomic
def ask_for_pause(task: Task, *, until: date, reason: str, by: User, at: datetime) -> Pause:
    """Ask to stop a task's clock through a day; it goes on until somebody else grants it."""
    task, today = locked(task), clock.day_of(at)
    if not task.is_live or task.permission or task.due_on < today or until <= today or not reason.strip():
        raise PauseNotPossible
    if task.pauses.filter(status=PauseStatus.ASKED).exists():
        raise PauseAlreadyAsked
    pause = Pause.objects.create(
        task=task,
        asked_on=today,
        starts_on=task.starts_on,
        amount=task.amount,
        unit=task.unit,
        until=until,
        reason=reason.strip(),
        asked_by=by,
        asked_at=at,
    )
    record("work.pause_asked", task, Act(at, by, pause.reason), until=until.isoformat())
    return pause


@transaction.atomic
def decide_pause(pause: Pause, *, granted: bool, by: User, at: datetime) -> Pause:
    """Grant or refuse a pause, once; granted, the due day moves by the days it stood still."""
    task = locked(pause.task)
    pause = Pause.objects.select_for_update().get(pk=pause.pk)
    check_second(pause.asked_by, by, otherwise=PauseDecidedByAsker)
    if pause.status != PauseStatus.ASKED or (granted and not task.is_live):
        raise PauseAlreadyDecided
    pause.status = PauseStatus.GRANTED if granted else PauseStatus.REFUSED
    pause.decided_by, pause.decided_at = by, at
    pause.starts_on, pause.amount, pause.unit = task.starts_on, task.amount, task.unit
    pause.save(update_fields=DECISION)
    before, act = task.due_on, Act(at, by, evidence=f"pause:{pause.pk}")
    if granted:
        made_by = clock_of(task)
        set_clock(task, made_by, due_day(made_by, stood_still(task, made_by), calendar()))
        move_tasks([task], MoveKind.PAUSED, act, recorded_as="work.pause_decided")
    record("work.pause_decided", task, act, granted=granted, due_before=before.isoformat())
    return pause
