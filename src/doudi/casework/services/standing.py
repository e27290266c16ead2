"""Keeps where an application stands, and the one duty that follows: both are made from its records."""

from __future__ import annotations

from datetime import date

from doudi.accounts.models import User
from doudi.casework.models import Application, ApplicationStanding
from doudi.casework.rules.handling import AGREED, REFUSED, WITHDRAWN, act_of, awaits_decision, happen_next
from doudi.casework.rules.handling import Act as How
from doudi.casework.selectors.progress import Progress, level_at
from doudi.casework.states import DECISION, STEP, SUBJECT, Outcome
from doudi.common import clock
from doudi.work.models import Task
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.owners import Owners
from doudi.work.services.deciding import cancel_duty, finish_duty, live_duty, open_duty, own_clock, raise_duty
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask, redate

DECIDE = "casework.decide"


def keep_standing(progress: Progress, act: Act) -> ApplicationStanding:
    """Write down where an application stands and let exactly that be to do."""
    application, place = progress.application, progress.place
    outcome = outcome_of(progress)
    due = progress.due
    standing, _ = ApplicationStanding.objects.update_or_create(
        application=application,
        defaults={
            "household": application.filing.household,
            "person": application.person,
            "programme": application.programme,
            "division": application.division,
            "step": place.step.name,
            "since": place.since,
            "due_on": due.due.on if due else None,
            "outcome": outcome,
            "ended_on": _ended_on(progress) if outcome else None,
        },
    )
    _keep_duty(progress, act)
    return standing


def outcome_of(progress: Progress) -> Outcome:
    """Return how an application ended by its records."""
    happened = [one.name for one in progress.records if not one.is_entry]
    if progress.is_withdrawn:
        return Outcome.WITHDRAWN
    if any(one in happened for one in AGREED):
        return Outcome.CONFIRMED
    if REFUSED in happened:
        return Outcome.REJECTED
    is_over = progress.place.is_over and not awaits_decision(progress.place)
    return Outcome.ENDED if is_over else Outcome.OPEN


def _ended_on(progress: Progress) -> date:
    ending = (*AGREED, REFUSED, WITHDRAWN)
    return next((one.on for one in progress.records if one.name in ending), progress.place.since)


def _keep_duty(progress: Progress, act: Act) -> None:
    """Open, move or end the duty of an application so that it says what is to be done now."""
    subject = (SUBJECT, str(progress.application.pk))
    is_open = not outcome_of(progress)
    wanted = DECISION if is_open and awaits_decision(progress.place) else STEP
    if _waits_for_nobody(progress):
        wanted = ""
    for kind in (STEP, DECISION):
        if kind != wanted:
            finish_duty(kind, subject, act, result="DONE")
    if not wanted:
        return
    task = live_duty(wanted, subject)
    if task is not None and task.ground != progress.place.step.name:
        cancel_duty(wanted, subject, act, result="DONE")
        task = None
    if task is None:
        open_duty(_new_task(progress, wanted, act), act)
    else:
        _move(task, progress, act)


def _waits_for_nobody(progress: Progress) -> bool:
    """Say whether nothing is to do here now: it is over, or what hangs in the village runs by itself."""
    is_at_its_end = progress.place.is_over or progress.place.step.grants
    if progress.is_withdrawn or (outcome_of(progress) and is_at_its_end and not progress.running):
        return True
    waiting = happen_next(progress.place)
    ways = [way for way in progress.place.ways if way.is_open]
    return bool(waiting) and not ways and all(act_of(one) is How.BY_ITSELF for one in waiting)


def _new_task(progress: Progress, kind: str, act: Act) -> NewTask:
    application, today = progress.application, clock.day_of(act.at)
    level = level_at(progress, progress.place.step, on=today)
    is_decision = kind == DECISION
    return NewTask(
        kind=kind,
        subject_kind=SUBJECT,
        subject_id=str(application.pk),
        division=application.division,
        level=level,
        clock=_clock(progress, kind, today),
        owner=None if is_decision else Owners(today).of(level, application.division),
        ground=progress.place.step.name,
        household=application.filing.household_id,
        permission=DECIDE if is_decision else "",
        maker=_maker(application) if is_decision else None,
    )


def _maker(application: Application) -> User:
    opinion = application.opinions.select_related("given_by").last()
    return opinion.given_by if opinion else application.filing.filed_by


def _clock(progress: Progress, kind: str, today: date) -> Clock:
    due = progress.due
    return Clock.of_day(due.due.on) if due else own_clock(kind, starts_on=max(progress.place.since, today))


def _move(task: Task, progress: Progress, act: Act) -> None:
    today = clock.day_of(act.at)
    if task.permission:
        raise_duty(
            task.kind, (SUBJECT, task.subject_id), level_at(progress, progress.place.step, on=today), act
        )
    if progress.due is not None and task.due_on != progress.due.due.on:
        redate(task, Clock.of_day(progress.due.due.on), act=act)
