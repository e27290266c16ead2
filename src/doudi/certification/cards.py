"""What somebody was recognised as, until when, on the person's card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.certification.forms import RecognitionForm
from doudi.certification.selectors.recognitions import lines_of_recognitions
from doudi.certification.states import READINGS
from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.cards import PANELS, PERSON, Card, Part


def recognitions(request: OfficerRequest, card: Card) -> Mapping[str, Any]:
    """Say what the person is and was recognised as, how each reads today, and take another."""
    today = clock.today()
    may_recognise = request.access.may("registry.keep_standing")
    return {
        "lines": [(each, *READINGS[each.reading]) for each in lines_of_recognitions(card.row, on=today)],
        "may_recognise": may_recognise,
        "form": RecognitionForm(initial={"valid_from": today}) if may_recognise else None,
    }


PARTS = {
    "certification.recognitions": Part(
        PERSON, PANELS, 41, "certification/cards/recognitions.html", recognitions
    ),
}
