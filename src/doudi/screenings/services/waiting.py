"""Makes a task of each township's part of a round, and of the round itself for the county that closes it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from doudi.accounts.models import User
from doudi.common import clock
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.regions.states import Level
from doudi.screenings.models import Screening
from doudi.screenings.selectors.rounds import members_to_conclude
from doudi.work.models import Task
from doudi.work.rules.clocks import Clock
from doudi.work.selectors.owners import Owners
from doudi.work.services.deciding import finish_duty, live_duty, open_duty
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask
from doudi.work.states import LIVE

PEOPLE, ROUND = "screening_people", "screening_round"


def round_to_close(screening: Screening, *, by: User, at: datetime) -> None:
    """Let a round that was opened be seen through and closed by the county."""
    _open(ROUND, str(screening.pk), screening, screening.region, Level.COUNTY, Act(at, by))


def round_closed(screening: Screening, *, by: User, at: datetime) -> None:
    """End what was to do about a round."""
    finish_duty(ROUND, (ROUND, str(screening.pk)), Act(at, by), result=screening.status)


def townships_to_work(screening: Screening, *, by: User, at: datetime) -> None:
    """Open a task for each township somebody of the round waits in, and end those where nobody does."""
    waiting, act = _townships(members_to_conclude(screening).values_list("division", flat=True)), Act(at, by)
    begun = Task.objects.filter(kind=PEOPLE, state__in=LIVE, subject_id__startswith=f"{screening.pk}:")
    for township in sorted(waiting | _townships(begun.values_list("division", flat=True))):
        township_to_work(screening, township, is_waiting=township in waiting, act=act)


def township_to_work(screening: Screening, township: str, *, is_waiting: bool, act: Act) -> None:
    """Open or end the task of one township as somebody of the round waits there or not."""
    key = f"{screening.pk}:{township}"
    if not is_waiting:
        finish_duty(PEOPLE, (PEOPLE, key), act, result="CONCLUDED")
    elif live_duty(PEOPLE, (PEOPLE, key)) is None:
        _open(PEOPLE, key, screening, township, Level.TOWNSHIP, act)


def _townships(divisions: Iterable[str]) -> set[str]:
    return {division[:TOWNSHIP_DIGITS] for division in divisions}


def _open(kind: str, key: str, screening: Screening, division: str, level: Level, act: Act) -> None:
    owner = Owners(clock.day_of(act.at)).of(level, division)
    due = Clock.of_day(screening.due_on)
    open_duty(NewTask(kind, kind, key, division, level, due, owner=owner, ground=kind), act)
