"""Opens checks at home, joins signs to them, parts signs again, cancels what nothing asks for any more."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from doudi.audit import services as audit
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.meanwhile import DoneMeanwhile, refused_when_taken
from doudi.intake.models import Alert, HomeCheck, Lead, Sign
from doudi.intake.selectors.checks import (
    CHECK,
    Who,
    duty_to_join,
    home_of,
    live_signs,
    open_check_of,
)
from doudi.intake.states import CheckState
from doudi.kernel.counting import Unit
from doudi.regions.states import Level
from doudi.registry.models import Household, Person
from doudi.work.models import Task
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.owners import Owners
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask, end_tasks, open_tasks, redate
from doudi.work.states import LIVE, MoveKind

LEVELS = {12: Level.VILLAGE, 9: Level.TOWNSHIP}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A check a sign asks for: of whom, where, until when; `ground` is ALERT or LEAD."""

    who: Who
    region: str
    division: str
    clock: Clock
    ground: str


def days_from(on: date, days: int) -> Clock:
    """Return the clock of so many working days from a day."""
    return Clock(on, days, Unit.WORKING_DAYS)


def check_for(wanted: Wanted, act: Act) -> HomeCheck:
    """Return the open check of a family, brought forward where the new sign asks for it sooner; or a new one.

    A family another duty goes to already is checked with that duty, by its owner.
    """
    held = _held(wanted)
    if held is not None:
        if held.task is not None and held.task.is_live:
            redate(held.task, wanted.clock, act=act, may_be="earlier")
        return held
    check = HomeCheck(
        region=wanted.region,
        division=wanted.division,
        person=wanted.who.person,
        token_high=wanted.who.token.high if wanted.who.token else None,
        token_low=wanted.who.token.low if wanted.who.token else None,
        opened_at=act.at,
    )
    try:
        with refused_when_taken(DoneMeanwhile):
            check.save(force_insert=True)
    except DoneMeanwhile:
        # two lists told of one number the registry does not know, at one moment
        return check_for(wanted, act)
    give_task(check, wanted.clock, wanted.ground, act)
    record("intake.check_opened", check, act, ground=wanted.ground)
    return check


def _held(wanted: Wanted) -> HomeCheck | None:
    """Return the family's open check, with the family held until the transaction ends."""
    person = wanted.who.person
    home = home_of(person)
    # two signs of one family at once: the second sees the check of the first
    if home is not None:
        list(Household.objects.select_for_update().filter(pk=home))
    elif person is not None:
        list(Person.objects.select_for_update().filter(pk=person.pk))
    return open_check_of(wanted.who, wanted.region)


def give_task(check: HomeCheck, made_by: Clock, ground: str, act: Act) -> None:
    """Give a check its task: one of its own, or that of another duty to the family that is not done."""
    home = home_of(check.person)
    shared = duty_to_join(home)
    check.task = shared or _opened(check, made_by, ground, home, act)
    if shared is not None:
        redate(shared, made_by, act=act, may_be="earlier")
    check.save(update_fields=["task"])


def _opened(check: HomeCheck, made_by: Clock, ground: str, home: int | None, act: Act) -> Task:
    level = LEVELS.get(len(check.division), Level.COUNTY)
    (task,) = open_tasks(
        [
            NewTask(
                kind=CHECK,
                ground=ground,
                subject_kind=CHECK,
                subject_id=str(check.pk),
                household=home,
                division=check.division,
                level=level,
                owner=Owners(clock.day_of(act.at)).of(level, check.division),
                clock=made_by,
            )
        ],
        act,
    )
    return task


def join(check: HomeCheck, told: Alert | Lead, act: Act) -> Sign:
    """Let an alert or a lead belong to a check, within the transaction of the act that the caller records."""
    return Sign.objects.create(
        home_check=check,
        alert=told if isinstance(told, Alert) else None,
        lead=told if isinstance(told, Lead) else None,
        joined_at=act.at,
        joined_by=act.by,
    )


def part(sign: Sign, act: Act) -> None:
    """Part a sign from its check; an open check that nothing asks for any more is cancelled."""
    sign.parted_at, sign.parted_by, sign.reason = act.at, act.by, act.reason
    sign.save(update_fields=["parted_at", "parted_by", "reason"])
    check = locked(sign.home_check)
    record("intake.check_parted", check, act, sign=sign.pk)
    if check.state == CheckState.OPEN and not live_signs().filter(home_check=check).exists():
        cancel(check, act)


def cancel(check: HomeCheck, act: Act) -> None:
    """Cancel an open check with its own task; a duty it joined goes on."""
    check.state = CheckState.CANCELLED
    check.save(update_fields=["state"])
    if is_own(check) and check.task is not None and check.task.state in LIVE:
        end_tasks([check.task], MoveKind.CANCELLED, act, result="", recorded_as="intake.check_cancelled")
    record("intake.check_cancelled", check, act)


def is_own(check: HomeCheck) -> bool:
    """Say whether the task of a check is its own, and not another duty's that it joined."""
    return check.task is not None and check.task.subject_kind == CHECK


def locked(check: HomeCheck) -> HomeCheck:
    """Return a check as it is now with its task, both held until the transaction ends; the task first."""
    key = HomeCheck.objects.values_list("task_id", flat=True).get(pk=check.pk)
    task = Task.objects.select_for_update(of=("self",)).filter(pk=key).first()
    check = HomeCheck.objects.select_for_update(of=("self",)).get(pk=check.pk)
    if check.task_id == key:
        check.task = task
    return check


def record(action: str, check: HomeCheck, act: Act, **details: object) -> None:
    """Write an act on a check into the audit trail."""
    audit.record(
        action,
        subject_type=CHECK,
        subject_id=str(check.pk),
        by=act.by or SYSTEM,
        at=act.at,
        division=check.division,
        reason=act.reason,
        details=details,
    )
