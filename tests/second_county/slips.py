"""Makes the first version of a list, with a clerk's mistakes: people missing, strangers, wrong values."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any, cast

from tests.second_county.layouts import Row
from tests.second_county.lists import ADULT
from tests.second_county.splits import Part
from tests.second_county.vocabulary import DAYS, MONEY
from tests.second_county.world import Home, Record, World

SLIPS = ("people missing", "strangers", "wrong values")
EARLIER = timedelta(days=40)


def spoiled(parts: Sequence[Part], world: World, draw: random.Random) -> tuple[list[Part], set[str]]:
    """Return the sheets of a list as they were sent at first, and what was wrong with them."""
    wrong = set(draw.sample(SLIPS, draw.randint(1, len(SLIPS))))
    return [_spoiled(part, wrong, world, draw) if part.counts else part for part in parts], wrong


def _spoiled(part: Part, wrong: set[str], world: World, draw: random.Random) -> Part:
    rows = list(part.rows)
    homes = list(dict.fromkeys(record.home for record, _ in rows))
    few = set(draw.sample(homes, max(len(homes) // 20, 1)))
    if "wrong values" in wrong:
        rows = [(record, _mistaken(values) if record.home in few else values) for record, values in rows]
    few = set(draw.sample(homes, max(len(homes) // 20, 1)))
    if "people missing" in wrong and len(homes) > len(few):
        rows = [row for row in rows if row[0].home not in few]
    if "strangers" in wrong:
        rows += [_stranger(draw.choice(rows), world, order) for order in range(1 + len(rows) // 60)]
    return replace(part, rows=rows)


def _mistaken(values: Mapping[str, object]) -> dict[str, object]:
    """Return other sums and earlier days."""
    changed: dict[str, object] = {}
    for key, value in values.items():
        if key in MONEY and value:
            changed[key] = cast(int, value) + 1_200
        elif key in DAYS and value:
            changed[key] = cast(Any, value) - EARLIER
    return {**values, **changed}


def _stranger(like: Row, world: World, order: int) -> Row:
    """Return a line of somebody who should be on no list, made after another line at the same place."""
    record, values = like
    home: Home = world.home(ADULT, place=record.place)
    own: dict[str, object] = {
        "relation": "户主", "household_number": home.number, "account": home.account,
        "certificate_number": f"{home.head.number}43", "settlement_number": f"JS{home.key:012d}{order}",
    }  # fmt: skip
    said = {**values, **{key: value for key, value in own.items() if key in values}}
    return Record(home.head, home, said, record.place), said
