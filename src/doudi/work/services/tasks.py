"""Opens tasks, hands them out, begins, ends and takes back."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from doudi.accounts.models import Post, User
from doudi.common.events import publish
from doudi.common.problems import Refusal
from doudi.kernel.counting import Due
from doudi.regions.models import Organisation
from doudi.work.events import TasksChangedHands
from doudi.work.models import Task, TaskMove
from doudi.work.rules.clocks import Clock, due_day
from doudi.work.selectors.tasks import calendar, clock_of, stood_still
from doudi.work.services.moves import AT_ONCE, Act, add_moves, locked, move_tasks, record, set_clock
from doudi.work.states import MoveKind, TaskState, check_task_move, state_of


class PostElsewhere(Refusal):
    """The post does not cover the task's division."""

    def __init__(self) -> None:
        super().__init__("这个岗位不管该对象所在的村（镇），不能指定为责任人。请另选一人。", field="owner")


class TaskOver(Refusal):
    """The task is finished or was cancelled meanwhile."""

    def __init__(self) -> None:
        super().__init__("这件待办已经办结或撤销，不能再交办。请刷新页面看最新状态。")


class WaitsForDecision(Refusal):
    """A decision is not handed to one post: it waits for whoever may take it."""

    def __init__(self) -> None:
        super().__init__("这件等有权的另一人决定，不能交办给一个人。没有人能批的，请给有权的人安排岗位。")


class NothingToTakeBack(Refusal):
    """The last thing that happened to a task is not what this person may take back."""

    def __init__(self) -> None:
        super().__init__("只能撤回自己刚做的交办或办结，而且之后没有别的变动。请刷新页面看最新状态。")


@dataclass(frozen=True, slots=True)
class NewTask:
    """What a module wants done: about what, where, at which level, by whom, and on which clock.

    With a `permission` it waits for whoever may decide and is not the `maker`, instead of one owner; with an
    `office` for whoever works there.
    """

    kind: str
    subject_kind: str
    subject_id: str
    division: str
    level: str
    clock: Clock
    owner: Post | None = None
    ground: str = ""
    household: int | None = None
    office: Organisation | None = None
    permission: str = ""
    maker: User | None = None


def open_tasks(wanted: Sequence[NewTask], act: Act) -> list[Task]:
    """Open tasks within the transaction of the act that the caller records; the order is kept."""
    days = calendar()
    due = {made_by: due_day(made_by, (), days) for made_by in {each.clock for each in wanted}}
    tasks = [_opened(each, due[each.clock], act) for each in wanted]
    Task.objects.bulk_create(tasks, batch_size=AT_ONCE)
    add_moves(tasks, MoveKind.OPENED, act)
    return tasks


def _opened(wanted: NewTask, due: Due, act: Act) -> Task:
    task = Task(
        kind=wanted.kind,
        ground=wanted.ground,
        subject_kind=wanted.subject_kind,
        subject_id=wanted.subject_id,
        household=wanted.household,
        division=wanted.division,
        level=wanted.level,
        owner=wanted.owner,
        office=wanted.office,
        permission=wanted.permission,
        maker=wanted.maker,
        opened_at=act.at,
    )
    set_clock(task, wanted.clock, due)
    return task


@transaction.atomic
def hand_out(task: Task, *, owner: Post, act: Act, due_on: date | None = None) -> Task:
    """Put a task into a post's hands, until another day when one is set; the post must cover its division."""
    task = locked(task)
    if not task.is_live:
        raise TaskOver
    if task.permission:
        raise WaitsForDecision
    if owner.division_id is None or not task.division.startswith(owner.division_id):
        raise PostElsewhere
    before = task.owner_id
    task.owner = owner
    if due_on is not None and due_on != task.due_on:
        _redate(task, Clock.of_day(due_on))
    move_tasks([task], MoveKind.HANDED_OUT, act, recorded_as="work.handed_out")
    record("work.handed_out", task, act, owner=owner.pk, before=before, due_on=task.due_on.isoformat())
    tell_of_hands([task], act)
    return task


def hand_over(tasks: Collection[Task], act: Act, *, recorded_as: str) -> None:
    """Keep the new owners and places of tasks changed in memory, within the act that the caller records."""
    move_tasks(tasks, MoveKind.HANDED_OVER, act, recorded_as=recorded_as)


@transaction.atomic
def redate(task: Task, wanted: Clock, *, act: Act, may_be: str = "any") -> Task:
    """Give a live task another clock; `may_be` "earlier" or "later" keeps the old one where it is that."""
    task = locked(task)
    due = due_day(wanted, stood_still(task, wanted), calendar())
    kept = {"earlier": min, "later": max}.get(may_be, lambda _old, new: new)(task.due_on, due.on)
    if kept == task.due_on:
        return task
    set_clock(task, wanted, due)
    move_tasks([task], MoveKind.REDATED, act, recorded_as="work.redated")
    record("work.redated", task, act, due_on=task.due_on.isoformat())
    return task


def _redate(task: Task, wanted: Clock) -> None:
    set_clock(task, wanted, due_day(wanted, stood_still(task, wanted), calendar()))


@transaction.atomic
def begin(task: Task, *, act: Act) -> Task:
    """Note that a task is at work; one that is already, or over, stays as it is."""
    task = locked(task)
    if task.state == TaskState.OPEN:
        move_tasks([task], MoveKind.STARTED, act, recorded_as="work.started")
        record("work.started", task, act)
    return task


@transaction.atomic
def finish(task: Task, *, result: str, act: Act) -> Task:
    """Finish a task with a result; one finished before keeps its day and gets the new result as a move."""
    task = locked(task)
    if task.state == TaskState.FINISHED:
        _answer_anew(task, result, act)
        return task
    task.result = result
    move_tasks([task], MoveKind.FINISHED, act, recorded_as="work.finished")
    record("work.finished", task, act, result=result)
    return task


def _answer_anew(task: Task, result: str, act: Act) -> None:
    task.result = result
    task.save(update_fields=["result"])
    add_moves([task], MoveKind.FINISHED, act)
    record("work.finished", task, act, result=result)


def end_tasks(tasks: Collection[Task], kind: MoveKind, act: Act, *, result: str, recorded_as: str) -> None:
    """Finish or cancel live tasks at once, within the transaction of the act that the caller records."""
    for task in tasks:
        task.result = result
    move_tasks(tasks, kind, act, recorded_as=recorded_as)


@transaction.atomic
def take_back(task: Task, *, act: Act) -> Task:
    """Undo a hand-out or a result of one's own, as long as nothing happened to the task since."""
    task = locked(task)
    moves = list(task.moves.order_by("-pk"))
    last, earlier, owner = moves[0], moves[1:], task.owner_id
    if last.kind not in (MoveKind.HANDED_OUT, MoveKind.FINISHED) or not act.by or last.by != act.by:
        raise NothingToTakeBack
    _restore(task, earlier)
    move_tasks([task], MoveKind.UNDONE, act, recorded_as="work.taken_back")
    record("work.taken_back", task, act, move=last.kind)
    if task.owner_id != owner:
        tell_of_hands([task], act)
    return task


def _restore(task: Task, moves: Sequence[TaskMove]) -> None:
    """Put a task back to where these moves, newest first, left it."""
    before, state = moves[0], state_of(MoveKind(each.kind) for each in reversed(moves))
    if state != task.state:
        check_task_move(TaskState(task.state), state)
    task.owner, task.state = before.owner, state
    set_clock(task, clock_of(before), _due_of(before))
    answers = (each.result for each in moves if each.kind == MoveKind.FINISHED)
    task.result = "" if task.is_live else next(answers, "")
    task.done_on = None if task.is_live else task.done_on


def _due_of(move: TaskMove) -> Due:
    """Return the due day of a move, counted anew where it was provisional then."""
    if not move.is_provisional:
        return Due(move.due_on)
    made_by = clock_of(move)
    return due_day(made_by, stood_still(move.task, made_by), calendar())


def tell_of_hands(tasks: Collection[Task], act: Act) -> None:
    """Tell the modules the tasks come from that they have another owner."""
    subjects: dict[str, list[str]] = {}
    for task in tasks:
        subjects.setdefault(task.subject_kind, []).append(task.subject_id)
    by = act.by.pk if act.by else None
    publish(TasksChangedHands({kind: tuple(keys) for kind, keys in subjects.items()}, act.at, by))
