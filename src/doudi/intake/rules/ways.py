"""Read how checks at home are sent out, how long they take and what may come of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from doudi.kernel.policy_file import Distinct, Stated, Text, Titled

RESIDENCE = "RESIDENCE"
WorkingDays = Annotated[int, Field(ge=1)]


class OutcomeLine(Stated):
    """What may come of a check, as the file says it."""

    title: Text
    holds: Literal["yes", "no", "unknown"]
    closes: bool
    visit: bool
    next: Text


class WayTable(Titled):
    """How checks at home are sent out (`intake/home_checks.yaml`)."""

    dispatch: Literal["RESIDENCE", "REGISTRATION"]
    alert_days: dict[str, WorkingDays]
    lead_days: dict[str, WorkingDays]
    corroborates_within: int = Field(ge=0)
    joins: Distinct[str]
    outcomes: dict[str, OutcomeLine]
    grounds: dict[str, Text]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What may come of a check: whether what was told holds, whether the check is over, what comes next.

    `needs_visit` asks for a record of somebody at the home before it may be given.
    """

    code: str
    title: str
    holds: str
    closes: bool
    needs_visit: bool
    next: str


@dataclass(frozen=True, slots=True)
class Ways:
    """How checks are sent out: days are working days, `corroborates_within` natural ones."""

    to_residence: bool
    alert_days: Mapping[str, int]
    lead_days: Mapping[str, int]
    corroborates_within: int
    joins: tuple[str, ...]
    outcomes: Mapping[str, Outcome]
    grounds: Mapping[str, str]
    document: str
    is_verified: bool


def ways_of(said: WayTable) -> Ways:
    """Return the ways a file describes."""
    return Ways(
        to_residence=said.dispatch == RESIDENCE,
        alert_days=said.alert_days,
        lead_days=said.lead_days,
        corroborates_within=said.corroborates_within,
        joins=said.joins,
        outcomes={
            code: Outcome(code, each.title, each.holds, each.closes, each.visit, each.next)
            for code, each in said.outcomes.items()
        },
        grounds=said.grounds,
        document=said.document,
        is_verified=said.verified,
    )
