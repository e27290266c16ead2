"""Plants the ledger of one township and what its officers saw at people's homes, beside the lists of aid."""

from __future__ import annotations

from datetime import date

from tests.second_county.lists import Lists
from tests.second_county.world import Record

CHANGES = 3
"""How many people are off each side; the others are alike on all three."""


def ledgers(world: Lists) -> None:
    """Write down the township that has most people on aid, some off the ledger, not at home, or unknown."""
    lines: dict[tuple[str, str], tuple[str, Record]] = {}
    for kind in ("dibao", "tekun"):
        for each in world.lists[kind]:
            if each.place.town == world.towns[0]:
                lines.setdefault((kind, each.who.number), (kind.upper(), each))
    for place, (kind, each) in enumerate(lines.values()):
        off_ledger, absent, unsaid = (place // CHANGES == turn for turn in (1, 3, 5))
        neither, struck = place // CHANGES == 7, place // CHANGES == 9
        if not off_ledger and not neither:
            state = "CLOSED" if struck else "STANDING"
            world.add(
                "work_ledger", each.who, each.home, place=each.place, ledger_kind=kind, ledger_state=state,
                entered_on=date(2024, 6, 3),
            )  # fmt: skip
        result = None if unsaid else "ABSENT" if absent or neither else "PRESENT"
        world.add(
            "field_check", each.who, each.home, place=each.place, checked_kind=kind, check_result=result,
            checked_on=date(2026, 10, 20),
        )  # fmt: skip
    on_paper_only(world)


def on_paper_only(world: Lists) -> None:
    """Plant people of no list: in the ledger and at home, only in the ledger, only at home."""
    places = [place for place in world.places if place.town == world.towns[0]]
    for in_ledger, result in ((True, "PRESENT"), (True, "ABSENT"), (False, "PRESENT"), (False, "ABSENT")):
        home = world.home((30, 50), place=places[0])
        if in_ledger:
            world.add(
                "work_ledger", home.head, home, ledger_kind="DIBAO", ledger_state="STANDING",
                entered_on=date(2024, 6, 3),
            )  # fmt: skip
        world.add(
            "field_check", home.head, home, checked_kind="DIBAO", check_result=result,
            checked_on=date(2026, 10, 20),
        )  # fmt: skip
