"""Opens and closes duties that belong to a record, and tells when nobody may take a decision."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.db.models import Q

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.events import publish
from doudi.kernel.counting import Unit
from doudi.kernel.divisions import DIGITS
from doudi.work.catalogue import kinds
from doudi.work.events import DecisionWithoutDecider
from doudi.work.models import Escalation, Task
from doudi.work.rules.clocks import Clock
from doudi.work.rules.ladder import division_above
from doudi.work.selectors.deciders import deciders_there, undecidable
from doudi.work.services.moves import Act, move_tasks
from doudi.work.services.tasks import NewTask, end_tasks, open_tasks
from doudi.work.states import LIVE, Cause, MoveKind


def own_clock(kind: str, *, starts_on: date) -> Clock:
    """Return the clock that a kind of task carries itself; KeyError for a kind that is given one."""
    within = kinds()[kind].within
    if within is None:
        raise KeyError(kind)
    return Clock(starts_on, within.value, Unit.WORKING_DAYS)


def open_duty(wanted: NewTask, act: Act) -> Task:
    """Open a task within the act that the caller records; a decision nobody may take is told of at once."""
    (task,) = open_tasks([wanted], act)
    _tell_unless_decidable(task, act)
    return task


def live_duty(kind: str, subject: tuple[str, str]) -> Task | None:
    """Return the live task of a kind about a subject, held until the transaction ends."""
    held = Task.objects.select_for_update(of=("self",))
    return held.filter(kind=kind, subject_kind=subject[0], subject_id=subject[1], state__in=LIVE).first()


def finish_duty(kind: str, subject: tuple[str, str], act: Act, *, result: str) -> None:
    """Finish what waits about a subject, within the act that the caller records."""
    _end(kind, subject, MoveKind.FINISHED, act, result)


def cancel_duty(kind: str, subject: tuple[str, str], act: Act, *, result: str) -> None:
    """Cancel what waits about a subject because nothing is left to do, within the caller's act."""
    _end(kind, subject, MoveKind.CANCELLED, act, result)


def _end(kind: str, subject: tuple[str, str], how: MoveKind, act: Act, result: str) -> None:
    task = live_duty(kind, subject)
    if task is not None:
        recorded_as = "work.finished" if how == MoveKind.FINISHED else "work.cancelled"
        end_tasks([task], how, act, result=result, recorded_as=recorded_as)


def raise_duty(kind: str, subject: tuple[str, str], level: str, act: Act) -> None:
    """Let a decision wait for another level from now on; the clock goes on."""
    task = live_duty(kind, subject)
    if task is not None and task.level != level:
        task.level = level
        move_tasks([task], MoveKind.HANDED_OVER, act, recorded_as="work.handed_over")
        _tell_unless_decidable(task, act)


def _tell_unless_decidable(task: Task, act: Act) -> None:
    if task.permission and not deciders_there(task, on=clock.day_of(act.at)):
        _tell(task, act)


@transaction.atomic
def tell_of_undecided(region: str, *, on: date, act: Act) -> int:
    """Tell the level above of a region's decisions that nobody there may take; return how many are new.

    Decisions of the levels above the region count too, since no patrol of their own would look at them.
    """
    above = [region[:digits] for digits in DIGITS.values() if digits < len(region)]
    lying = Q(division__startswith=region) | Q(division__in=above)
    held = Task.objects.select_for_update(of=("self",)).filter(lying, state__in=LIVE)
    open_to_none = {task.pk for task in undecidable(on)}
    waiting = held.filter(pk__in=open_to_none).order_by("pk")
    return sum(_tell(task, act) for task in waiting)


def _tell(task: Task, act: Act) -> bool:
    told = division_above(task.division, DIGITS[task.level])
    _, is_new = Escalation.objects.get_or_create(
        task=task, cause=Cause.NOBODY, due_on=task.due_on, told=told, defaults={"at": act.at}
    )
    if is_new:
        audit.record(
            "work.undecided_told",
            subject_type="task",
            subject_id=str(task.pk),
            by=act.actor,
            at=act.at,
            division=task.division,
            details={"kind": task.kind, "told": told},
        )
        publish(DecisionWithoutDecider(task.pk, task.kind, task.division, told, task.due_on, act.at))
    return is_new
