"""What alerts and leads say of a person or a household, on their cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.cards import HOUSEHOLD, PANELS, PERSON, Card, Part
from doudi.intake.selectors.checks import checks_within
from doudi.intake.selectors.lines import check_lines, marks_within


def checks(request: OfficerRequest, card: Card) -> Mapping[str, Any] | None:
    """Say which alerts and leads there were about the people of a card; nothing where there were none."""
    scope = request.access.scope
    found = (
        list(checks_within(scope).filter(person__in=card.people))
        if request.access.may("intake.view_checks")
        else []
    )
    return (
        {"lines": check_lines(found, marks_within(scope.within(card.division[:6])), on=clock.today())}
        if found
        else None
    )


PARTS = {
    "intake.checks": Part(PERSON, PANELS, 58, "intake/cards/checks.html", checks),
    "intake.home_checks": Part(HOUSEHOLD, PANELS, 48, "intake/cards/checks.html", checks),
}
