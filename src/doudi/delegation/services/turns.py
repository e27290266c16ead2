"""One after another: whoever changes a county's rights, and whoever decides by them, takes its turn first."""

from __future__ import annotations

from doudi.rulebook.models import RegionTurn


def take_turn(county: str) -> None:
    """Hold a county's rights and values still until the transaction ends; taken before any other lock."""
    RegionTurn.objects.get_or_create(region=county)
    RegionTurn.objects.select_for_update().get(region=county)
