"""What is open to the layer of a person or a household, on their cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.cards import HOUSEHOLD, PANELS, PERSON, Card, Part
from doudi.registry.rules.layers import history, layer_on
from doudi.registry.selectors.layers import grounds_of
from doudi.registry.states import Category
from doudi.rulebook.selectors.packages import package_changes, packages_at


def packages(_request: OfficerRequest, card: Card) -> Mapping[str, Any]:
    """Say the one layer, what is open to it with the document that says so, and what each change brought."""
    records = [card.pk] if card.kind == PERSON else card.people
    grounds = [ground for each in grounds_of(records).values() for ground in each]
    layer, today = layer_on(grounds, clock.today()), clock.today()
    found = packages_at(card.division, today)
    return {
        "layer": str(Category(layer).label) if layer else "",
        "entitled": {
            "programmes": found.of(layer),
            "citation": found.citation,
            "verified": found.verified,
        },
        # a recognition's end is known before its day; what it brings is said when it comes
        "changes": package_changes([one for one in history(grounds) if one[0] <= today], card.division),
    }


PARTS = {
    "rulebook.packages": Part(PERSON, PANELS, 40, "rulebook/cards/packages.html", packages),
    "rulebook.home_packages": Part(HOUSEHOLD, PANELS, 40, "rulebook/cards/packages.html", packages),
}
