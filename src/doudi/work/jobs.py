"""What the worker does to tasks: hands over what those who left had, tells of what nobody may decide."""

from __future__ import annotations

from doudi.common import clock
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.work.services.deciding import tell_of_undecided
from doudi.work.services.leaving import hand_over_left
from doudi.work.services.moves import Act


def hand_over_in(county: str) -> str:
    """Hand over what ended posts have in a county; done again it finds nothing left."""
    now = clock.now()
    act = Act(now, reason="离任移交")
    moved = hand_over_left(county, on=clock.day_of(now), act=act)
    told = tell_of_undecided(county, on=clock.day_of(now), act=act)
    said = (f"离任移交 {moved} 件。" if moved else "", f"没有人能批的告知 {told} 件。" if told else "")
    return "".join(said)


def hand_over_of_post(place: str, _post: int) -> str:
    """Hand over what a post that ended has in its county."""
    return hand_over_in(place[:COUNTY_DIGITS]) if place else ""
