"""Say which level handles a step, and which events are not recorded by hand."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from doudi.procedures.following import Place
from doudi.procedures.shapes import Step

AGREED = ("CONFIRMED", "RECOGNISED")
"""The events of a procedure by which an application is agreed to."""
REFUSED = "REJECTED"
"""The event by which it is refused."""
WITHDRAWN = "WITHDRAWN"
"""What is recorded when the applicant takes the application back; nothing follows it."""
DECIDER, TOWNSHIP, COUNTY = "DECIDER", "TOWNSHIP", "COUNTY"
_DONE_IN_TOWNSHIPS = ("APPLICANT", "VILLAGE", TOWNSHIP, "EITHER", "SCENE")


class Act(StrEnum):
    """How an event of a procedure comes to be recorded."""

    PLAIN = "PLAIN"
    OPINION = "OPINION"
    DECISION = "DECISION"
    PUBLICITY = "PUBLICITY"
    PAPERS = "PAPERS"
    CHECK = "CHECK"
    BY_ITSELF = "BY_ITSELF"


_ACTS: Mapping[str, Act] = {
    "APPLIED": Act.PAPERS,
    "PRELIMINARY": Act.OPINION,
    "REPRELIMINARY": Act.OPINION,
    "OPINION": Act.OPINION,
    "PUBLICITY_BEGUN": Act.PUBLICITY,
    "PUBLICITY_ENDED": Act.BY_ITSELF,
    "OBJECTED": Act.BY_ITSELF,
    "COUNTY_PUBLICITY_BEGUN": Act.PUBLICITY,
    "COUNTY_PUBLICITY_ENDED": Act.BY_ITSELF,
    "COUNTY_OBJECTED": Act.BY_ITSELF,
    **dict.fromkeys((*AGREED, REFUSED), Act.DECISION),
    **dict.fromkeys(
        ("CHECK_REQUESTED", "CHECK_STARTED", "REPORTED", "DISPUTED", "DISPUTE_CHECKED"), Act.CHECK
    ),
}


OBJECTED_AFTER: Mapping[str, str] = {
    "PUBLICITY_BEGUN": "OBJECTED",
    "COUNTY_PUBLICITY_BEGUN": "COUNTY_OBJECTED",
}
"""What takes a notice down before its days are over."""
ENDED_AFTER: Mapping[str, str] = {
    "PUBLICITY_BEGUN": "PUBLICITY_ENDED",
    "COUNTY_PUBLICITY_BEGUN": "COUNTY_PUBLICITY_ENDED",
}
"""What follows a notice nobody said anything against."""


def act_of(event: str) -> Act:
    """Return how an event comes to be recorded; one nobody named is written down with its day."""
    return _ACTS.get(event, Act.PLAIN)


def level_of(office: str, *, decided_at: str) -> str:
    """Return the level whose officers do what a procedure gives to an office.

    What is for whoever may decide is done where that is on the day, `decided_at`.
    """
    named = decided_at if office == DECIDER else office
    return TOWNSHIP if named in _DONE_IN_TOWNSHIPS else COUNTY


def decides(step: Step) -> bool:
    """Say whether an application is agreed to or refused at a step."""
    return any(act_of(event) is Act.DECISION for event in step.marks)


def only_refuses(step: Step) -> bool:
    """Say whether a step is where an application is refused and nothing else."""
    return REFUSED in step.marks and not any(event in AGREED for event in step.marks)


def ends_undecided(step: Step) -> bool:
    """Say whether an application would be over at a step at which nobody decides anything."""
    return not step.follow and not step.grants and not decides(step)


def awaits_decision(place: Place) -> bool:
    """Say whether nothing but the decision is left to do where an application stands.

    A step that takes an opinion first waits for that.
    """
    opinions = {event for event in place.step.marks if act_of(event) is Act.OPINION}
    is_decided = any(act_of(event) is Act.DECISION for event in place.events)
    return decides(place.step) and not is_decided and opinions <= set(place.events)


def happen_next(place: Place) -> tuple[str, ...]:
    """Return the events of a step that may still happen there, in the order of the procedure.

    What was taken down because of an objection may be posted once more. Where something is granted nothing is
    recorded any more: paying and reviewing are no part of an application.
    """
    if place.step.grants:
        return ()
    return tuple(event for event in place.step.marks if event not in place.events or _again(event, place))


def _again(event: str, place: Place) -> bool:
    if act_of(event) is not Act.PUBLICITY:
        return False
    objected = OBJECTED_AFTER[event]
    return place.events.count(event) <= place.events.count(objected)
