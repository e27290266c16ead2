"""Moves many households of one village into another at once, as a resettlement does (集中安置)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.common.problems import Refusal
from doudi.kernel.divisions import VILLAGE_DIGITS
from doudi.registry.models import Household, HouseholdAct
from doudi.registry.services.families import move_household


class NobodyChosen(Refusal):
    """No household was chosen."""

    def __init__(self) -> None:
        super().__init__("请勾选要迁的家庭。", field="homes")


class NotAnotherVillage(Refusal):
    """The place moved to is no village, or the one they live in."""

    def __init__(self) -> None:
        super().__init__("请选择迁入的村（社区），不能是迁出的村。", field="division")


@transaction.atomic
def resettle_households(
    homes: Sequence[Household], *, division: str, happened_on: date, reason: str, by: User, at: datetime
) -> list[HouseholdAct]:
    """Let households live in another village from a day on, all of them or none; each move can be undone.

    What they are and were given stays with the people; a list of a later month may speak against the move.
    """
    if not homes:
        raise NobodyChosen
    if len(division) != VILLAGE_DIGITS or any(home.division == division for home in homes):
        raise NotAnotherVillage
    return [
        move_household(home, division=division, happened_on=happened_on, reason=reason, by=by, at=at)
        for home in homes
    ]
