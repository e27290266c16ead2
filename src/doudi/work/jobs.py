"""What the worker does to tasks: hands over what those who left had."""

from __future__ import annotations

from doudi.common import clock
from doudi.work.services.leaving import hand_over_left
from doudi.work.services.moves import Act

COUNTY_DIGITS = 6


def hand_over_in(county: str) -> str:
    """Hand over what ended posts have in a county; done again it finds nothing left."""
    now = clock.now()
    moved = hand_over_left(county, on=clock.day_of(now), act=Act(now, reason="离任移交"))
    return f"离任移交 {moved} 件。" if moved else ""


def hand_over_of_post(place: str, _post: int) -> str:
    """Hand over what a post that ended has in its county."""
    return hand_over_in(place[:COUNTY_DIGITS]) if place else ""
