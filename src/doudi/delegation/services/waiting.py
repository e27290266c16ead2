"""Makes a task of a proposed delegation that waits for another person, and closes it with the decision."""

from __future__ import annotations

from datetime import datetime

from doudi.accounts.models import User
from doudi.common import clock
from doudi.delegation.models import Delegation
from doudi.regions.states import Level
from doudi.work.services.deciding import finish_duty, open_duty, own_clock
from doudi.work.services.moves import Act
from doudi.work.services.tasks import NewTask

GRANT = "delegation.grant"
DELEGATION = "delegation"


def ask_for_decision(delegation: Delegation, *, by: User, at: datetime) -> None:
    """Let a proposed delegation wait for somebody of its county who did not propose it."""
    wanted = NewTask(
        DELEGATION,
        DELEGATION,
        str(delegation.pk),
        delegation.county,
        Level.COUNTY,
        own_clock(DELEGATION, starts_on=clock.day_of(at)),
        ground=DELEGATION,
        permission=GRANT,
        maker=delegation.proposed_by,
    )
    open_duty(wanted, Act(at, by))


def decided(delegation: Delegation, *, result: str, by: User, at: datetime) -> None:
    """End the wait of a delegation that was granted or refused."""
    finish_duty(DELEGATION, (DELEGATION, str(delegation.pk)), Act(at, by), result=result)
