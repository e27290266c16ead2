"""What is known of people's circumstances, on their cards and their household's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.circumstances.selectors.bereaved import bereaved_among
from doudi.circumstances.selectors.caring import care_labels
from doudi.circumstances.services.bereaved import look_at_bereavements
from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.cards import FACTS, HOUSEHOLD, PANELS, PERSON, Card, Part, Shortcut

BEREAVED = "circumstances.keep_bereaved"


def care(_request: OfficerRequest, card: Card) -> Mapping[str, Any] | None:
    """Say under which kinds of care the person is, whichever record of theirs was given them."""
    found = care_labels(card.people, on=clock.today())
    labels = dict.fromkeys(label for record in card.people for label in found.get(record, ()))
    return {"labels": list(labels)} if labels else None


def bereaved(request: OfficerRequest, card: Card) -> Mapping[str, Any] | None:
    """Show the files only one post may see, each look on record; to any other post there are none."""
    if not request.access.may(BEREAVED):
        return None
    files = bereaved_among(card.people)
    look_at_bereavements(files, by=request.access.user, at=clock.now())
    return {"files": files} if files else None


PARTS = {
    "circumstances.care": Part(PERSON, FACTS, 50, "circumstances/cards/care_fact.html", care),
    "circumstances.bereaved": Part(PERSON, FACTS, 60, "circumstances/cards/bereaved_fact.html", bereaved),
    "circumstances.bereaved_home": Part(HOUSEHOLD, PANELS, 20, "circumstances/cards/bereaved.html", bereaved),
}
SHORTCUTS = {
    "circumstances.care": Shortcut(PERSON, 20, "关爱档案", "heart", "circumstances:care_file"),
    "circumstances.bereaved": Shortcut(
        PERSON, 30, "失独家庭档案", "lock", "circumstances:bereaved_file", BEREAVED
    ),
    "circumstances.needs": Shortcut(
        HOUSEHOLD, 30, "需求", "clipboard-heart", "circumstances:household_needs"
    ),
    "circumstances.conditions": Shortcut(
        HOUSEHOLD, 40, "家庭状况", "home-check", "circumstances:household_conditions"
    ),
    "circumstances.guarantees": Shortcut(
        HOUSEHOLD, 50, "三保障", "shield-check", "circumstances:household_guarantees"
    ),
    "circumstances.survey": Shortcut(HOUSEHOLD, 60, "疫情排查", "virus", "circumstances:household_survey"),
}
