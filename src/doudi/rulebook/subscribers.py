"""What the rulebook does when something happens below it."""

from __future__ import annotations

from doudi.kernel.dates import Period
from doudi.registry.events import ElderDied, ElderRecognised
from doudi.registry.models import Person
from doudi.rulebook.models import PriceHolder
from doudi.rulebook.services.holders import HeldAlready, hold, release
from doudi.rulebook.states import HeldCategory

REGISTER = "五老名册"


def hold_elders_standing(event: ElderRecognised) -> None:
    """Let a veteran who came onto the register be of those the price subsidy is for."""
    try:
        hold(
            Person.objects.get(pk=event.person),
            category=HeldCategory.FIVE_ELDERS,
            valid_from=event.since,
            document=REGISTER,
            by=event.by,
            at=event.at,
        )
    except HeldAlready:
        return  # an officer entered the standing from another list before


def end_elders_standing(event: ElderDied) -> None:
    """Let a veteran who died be of them no longer from the month after; the month of death is still due."""
    standing = PriceHolder.objects.filter(
        person_id=event.person, category=HeldCategory.FIVE_ELDERS, valid_to__isnull=True
    )
    for holder in standing.select_related("person"):
        after = Period.of(event.on).next().first_day
        if after > holder.valid_from:
            release(holder, valid_to=after, by=event.by, at=event.at)
