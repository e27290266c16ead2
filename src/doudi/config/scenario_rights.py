"""Hands down and takes back, by the services that every right comes from, what a scenario says of rights."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from doudi.accounts.models import User
from doudi.common import clock
from doudi.common.problems import Refusal
from doudi.delegation.models import Delegation
from doudi.delegation.selectors.obstacles import Draft
from doudi.delegation.services.granting import grant, propose, withdraw
from doudi.kernel.dates import day_of
from doudi.kernel.divisions import COUNTY_DIGITS


class OfficerUnknown(Refusal):
    """A scenario names somebody who is not among its users."""

    def __init__(self, position: int, username: str) -> None:
        super().__init__(f"delegations 第 {position} 条的 {username} 不在 users 里。", row=position)


def load_delegations(told: Sequence[Mapping[str, Any]]) -> None:
    """Propose each delegation, grant it where the scenario says by whom, and take back what it takes back."""
    for position, each in enumerate(told, start=1):
        made = propose(_draft(each), by=_officer(position, each["by"]), at=clock.now())
        if granted_by := each.get("granted_by"):
            grant(made, by=_officer(position, granted_by), at=clock.now())
        for one in each.get("withdrawn", ()):
            _withdraw(position, made, one)


def _draft(said: Mapping[str, Any]) -> Draft:
    return Draft(
        county=said["townships"][0][:COUNTY_DIGITS],
        programme=said["programme"],
        matter=said.get("matter", "CONFIRM"),
        townships=tuple(said["townships"]),
        limit_fen=said.get("limit_fen"),
        valid_from=day_of(said["from"]) if said.get("from") else clock.today(),
        valid_to=day_of(said["to"]) if said.get("to") else None,
        document=said["document"],
        article=said["article"],
    )


def _withdraw(position: int, made: Delegation, said: Mapping[str, Any]) -> None:
    withdraw(
        made.places.get(township=said["township"]),
        withdrawn_on=day_of(said["on"]) if said.get("on") else clock.today(),
        reason=said["reason"],
        by=_officer(position, said["by"]),
        at=clock.now(),
    )


def _officer(position: int, username: str) -> User:
    found = User.objects.filter(username=username).first()
    if found is None:
        raise OfficerUnknown(position, username)
    return found
