"""What departments' lists say of a person, on the person's card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.common.access import OfficerRequest
from doudi.common.cards import PANELS, PERSON, Card, Part
from doudi.exchange.selectors import records_of_person
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.tokens import Token

HIDDEN = {"name", "id_number"}


def records(_request: OfficerRequest, card: Card) -> Mapping[str, Any]:
    """Say each department's row about the person, without name and number."""
    pairs = card.row.identities.values_list("token_high", "token_low")
    found = records_of_person([Token(*pair) for pair in pairs], card.division[:COUNTY_DIGITS])
    shown = [
        one.shown([column.name for column in one.source.columns if column.name not in HIDDEN])
        for one in found
    ]
    return {"records": shown}


PARTS = {
    "exchange.records": Part(PERSON, PANELS, 30, "exchange/cards/records.html", records),
}
