"""Makes a task of a suggestion that waits for another person, and closes it with the decision."""

from __future__ import annotations

from datetime import datetime

from doudi.accounts.models import User
from doudi.audit.actors import Actor
from doudi.common import clock
from doudi.price_subsidy.models import PriceLaunch
from doudi.price_subsidy.states import LaunchStatus
from doudi.regions.states import Level
from doudi.rulebook.selectors.authority import APPROVE
from doudi.work.services.deciding import cancel_duty, finish_duty, open_duty, own_clock
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask

LAUNCH = "price_launch"


def ask_for_approval(launch: PriceLaunch, *, by: Actor, at: datetime) -> None:
    """Let a suggestion wait for somebody of its county who did not prepare it."""
    wanted = NewTask(
        LAUNCH,
        LAUNCH,
        str(launch.pk),
        launch.region,
        Level.COUNTY,
        own_clock(LAUNCH, starts_on=clock.day_of(at)),
        ground=LAUNCH,
        permission=APPROVE,
        maker=launch.prepared_by,
    )
    open_duty(wanted, _act(by, at))


def approval_given(launch: PriceLaunch, *, by: User, at: datetime) -> None:
    """End the wait of a suggestion that was decided."""
    finish_duty(LAUNCH, (LAUNCH, str(launch.pk)), Act(at, by), result=launch.status)


def approval_not_wanted(launch: PriceLaunch, *, by: Actor, at: datetime) -> None:
    """End the wait of a suggestion that another one replaced."""
    cancel_duty(LAUNCH, (LAUNCH, str(launch.pk)), _act(by, at), result=LaunchStatus.REPLACED)


def _act(by: Actor, at: datetime) -> Act:
    return Act(at, by if isinstance(by, User) else None)
