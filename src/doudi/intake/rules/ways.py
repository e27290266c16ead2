"""Read how checks at home are sent out, how long they take and what may come of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

HOLDS = ("yes", "no", "unknown")
RESIDENCE, REGISTRATION = "RESIDENCE", "REGISTRATION"


class WaysBroken(ValueError):
    """The file says something that is not understood; the text names the key."""


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


def ways_of(said: Mapping[str, Any]) -> Ways:
    """Return the ways a file describes; WaysBroken names what is wrong, KeyError what is missing."""
    if said["dispatch"] not in (RESIDENCE, REGISTRATION):
        raise WaysBroken("dispatch: 只能是 RESIDENCE 或 REGISTRATION")
    return Ways(
        to_residence=said["dispatch"] == RESIDENCE,
        alert_days=_days("alert_days", said),
        lead_days=_days("lead_days", said),
        corroborates_within=int(said["corroborates_within"]),
        joins=tuple(said["joins"]),
        outcomes={str(code): _outcome(str(code), each) for code, each in said["outcomes"].items()},
        grounds={str(code): str(title) for code, title in said["grounds"].items()},
        document=str(said["document"]),
        is_verified=said["verified"] is True,
    )


def _days(key: str, said: Mapping[str, Any]) -> Mapping[str, int]:
    days = dict(said[key])
    if any(type(value) is not int or value < 1 for value in days.values()):
        raise WaysBroken(f"{key}: 要写成工作日数")
    return days


def _outcome(code: str, said: Mapping[str, Any]) -> Outcome:
    if said["holds"] not in HOLDS:
        raise WaysBroken(f"outcomes.{code}.holds: 只能是 {'、'.join(HOLDS)}")
    return Outcome(
        code,
        str(said["title"]),
        said["holds"],
        said["closes"] is True,
        said["visit"] is True,
        str(said["next"]),
    )
