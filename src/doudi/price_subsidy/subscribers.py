"""What the price subsidy does when something happens below it."""

from __future__ import annotations

from doudi.circumstances.events import ElderDied, ElderRecognised
from doudi.price_subsidy.models import PriceHolder
from doudi.price_subsidy.services.holders import DiedBefore, HeldAlready, end_with_death, everybody, hold
from doudi.price_subsidy.states import HeldCategory
from doudi.registry.models import Person

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
    except (HeldAlready, DiedBefore):
        return  # an officer entered the standing from another list before, or it would begin after the death


def end_elders_standing(event: ElderDied) -> None:
    """Let a veteran who died be of them no longer from the month after; the month of death is still due.

    Whoever entered the standing, from whichever list and under whichever record of the person: it ends.
    """
    standing = PriceHolder.objects.filter(
        person__in=everybody(Person.objects.get(pk=event.person)),
        category=HeldCategory.FIVE_ELDERS,
        valid_to__isnull=True,
    )
    for holder in standing.select_related("person"):
        end_with_death(holder, died_on=event.on, by=event.by, at=event.at)
