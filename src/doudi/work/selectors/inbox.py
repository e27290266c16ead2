"""Answers the inbox: which tasks a reader is shown, as lines in words, and what was done with them last."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from doudi.accounts.models import User
from doudi.common.clock import SHANGHAI
from doudi.common.scope import Scope
from doudi.kernel.counting import Unit
from doudi.regions.selectors import division_names
from doudi.work.catalogue import kinds
from doudi.work.declaring import Words, subjects
from doudi.work.models import Task, TaskMove
from doudi.work.rules.clocks import Clock, due_day
from doudi.work.selectors.deciders import decided_by, undecidable
from doudi.work.selectors.owners import in_hands_of, in_no_hands
from doudi.work.selectors.tasks import calendar
from doudi.work.states import LIVE, MoveKind

NOBODY: Words = Words(name="（已不在档）", address="")


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task as one line."""

    task: Task
    words: Words
    place: str
    kind: str
    ground: str
    owner: str
    is_away: bool
    is_late: bool
    is_soon: bool


def nobodys(on: date) -> Q:
    """Return what is true of tasks in nobody's hands: its holder is not there, or nobody may decide it."""
    return Q(permission="") & in_no_hands(on) | _undecidable(on)


def seen_by(reader: User, *, on: date) -> Q:
    """Return what is true of tasks a reader is shown, in a scope: decisions only to those who may take them.

    What nobody may decide is shown to everybody over the place, so that somebody sees to it.
    """
    return Q(permission="") | decided_by(reader, on=on) | _undecidable(on)


def _undecidable(on: date) -> Q:
    return Q(pk__in=[task.pk for task in undecidable(on)])


def to_do_of(reader: User, *, on: date) -> QuerySet[Task]:
    """Return what a person has to do or may decide, whatever post it comes through, most urgent first."""
    live = Task.objects.filter(in_hands_of(reader, on=on) | decided_by(reader, on=on), state__in=LIVE)
    return live.select_related("owner__user", "office").order_by("due_on", "id")


def soon(on: date) -> Q:
    """Return what is true of tasks whose owners are reminded by now."""
    days, found = calendar(), Q(pk__in=())
    for code, kind in kinds().items():
        last = due_day(Clock(on, kind.remind.value, Unit.WORKING_DAYS), (), days).on
        found |= Q(kind=code, due_on__lte=last)
    return found


def task_lines(tasks: Iterable[Task], *, on: date) -> list[TaskLine]:
    """Return tasks as lines, each with its subject put into words by the module it belongs to."""
    found = list(tasks)
    words = _words(found)
    names = division_names(code for task in found for code in (task.division[:9], task.division))
    keys = [task.pk for task in found]
    somebodys = ~Q(owner=None, office=None, permission="")
    left = frozenset(
        Task.objects.filter(somebodys, nobodys(on), pk__in=keys, state__in=LIVE).values_list("pk", flat=True)
    )
    near = frozenset(Task.objects.filter(soon(on), pk__in=keys).values_list("pk", flat=True))
    return [
        TaskLine(
            task=task,
            words=words.get((task.subject_kind, task.subject_id), NOBODY),
            place=_place(task, names),
            kind=title_of(task),
            ground=ground_title(task),
            owner=_owner(task),
            is_away=task.pk in left,
            is_late=task.is_live and not task.is_provisional and task.due_on < on,
            is_soon=task.is_live and task.pk in near and task.due_on >= on,
        )
        for task in found
    ]


def _owner(task: Task) -> str:
    if task.owner:
        return task.owner.user.name
    return task.office.name if task.office else ""


def title_of(task: Task) -> str:
    """Return what a task's kind is called; one no longer in the file is called “其他待办”."""
    kind = kinds().get(task.kind)
    return kind.title if kind else "其他待办"


def ground_title(task: Task) -> str:
    """Return what makes a task like others, in words."""
    subject = subjects().get(task.subject_kind)
    return subject.ground(task.ground) if subject and task.ground else ""


def _words(tasks: Sequence[Task]) -> Mapping[tuple[str, str], Words]:
    found: dict[tuple[str, str], Words] = {}
    for code in {task.subject_kind for task in tasks} & set(subjects()):
        keys = [task.subject_id for task in tasks if task.subject_kind == code]
        found |= {(code, key): words for key, words in subjects()[code].words(keys).items()}
    return found


def _place(task: Task, names: Mapping[str, str]) -> str:
    codes = dict.fromkeys((task.division[:9], task.division))
    return " / ".join(names[code] for code in codes if code in names)


def group_words(line: TaskLine) -> str:
    """Return what heads the tasks of one household in its village."""
    return " · ".join(part for part in (line.words.home or "没有归入家庭", line.place) if part)


def grounds_of(tasks: QuerySet[Task]) -> list[tuple[str, str]]:
    """Return the grounds of tasks with their words, those of most tasks not first but by name."""
    pairs = tasks.order_by().exclude(ground="").values_list("subject_kind", "ground").distinct()
    titles = {ground: subjects()[kind].ground(ground) for kind, ground in pairs if kind in subjects()}
    return sorted(titles.items(), key=lambda pair: pair[1])


def _may_be_taken_back(task: Task) -> bool:
    subject = subjects().get(task.subject_kind)
    return subject is not None and subject.may_be_taken_back


def last_act(reader: User, *, on: date, scope: Scope) -> list[TaskMove]:
    """Return the moves of the last hand-out or result a reader gave, if nothing happened since."""
    mine = TaskMove.objects.filter(scope.q("task__division"), by=reader).order_by("-pk")
    last = mine.first()
    if last is None or last.kind not in (MoveKind.HANDED_OUT, MoveKind.FINISHED):
        return []
    moves = list(mine.filter(at=last.at, kind=last.kind).select_related("task"))
    if last.kind == MoveKind.FINISHED and not all(_may_be_taken_back(move.task) for move in moves):
        return []
    later = TaskMove.objects.filter(task__in=[move.task_id for move in moves], pk__gt=last.pk)
    return [] if later.exists() or last.at.astimezone(SHANGHAI).date() != on else moves
