"""Takes a made-up county through its month and reckons what came of it."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.conf import settings

from tests.cases.bureau import Bureau
from tests.second_county.clerk import Clerk
from tests.second_county.file import File
from tests.second_county.lists import Lists
from tests.second_county.month import Month, spoil
from tests.second_county.plants import USUALLY_AIDED, fill
from tests.second_county.reckoning import (
    FileReckoning,
    MonthReckoning,
    reckon_file,
    reckon_households,
    reckon_rules,
)
from tests.second_county.vocabulary import UNSAID
from tests.second_county.world import places_of


def made_world(
    county: str, seed: int, people: int, aided: float = USUALLY_AIDED, *, is_whole: bool = False
) -> Lists:
    """Return the truth of a county; a whole one has plants for every rule."""
    world = Lists(county, seed, places_of(county, str(settings.DOUDI_VENDOR)))
    fill(world, people, aided, is_whole=is_whole)
    spoil(world)
    return world


def as_told(files: Sequence[File]) -> None:
    """Make the truth of each record what the standing files say of it: what is not told nobody can find.

    A family's row says one sum of all on it, and of each one's own share nothing, unless one lives alone.
    """
    replaced = {id(file.instead_of) for file in files}
    for file in files:
        for line in file.lines if id(file) not in replaced else ():
            if line.record is not None:
                told = {key: None if value is UNSAID else value for key, value in line.values.items()}
                untold = {"relation": None} if "relation" in line.record.values else {}
                line.record.values.update({**untold, **told})
                line.record.sent_in = file.name


def live_through(world: Lists, seed: int, bureau: Bureau) -> MonthReckoning:
    """Take in every file of the month, compare, and hold everything against the truth.

    Every other county compares once before the first file is sent again: what that found must go.
    """
    logging.getLogger("django-q").setLevel(logging.ERROR)
    clerk, compared = Clerk(bureau), False
    files: list[FileReckoning] = []
    sent = Month(world, seed).files()
    for file in sent:
        if file.how and not compared and seed % 2:
            bureau.compare()
            compared = True
        clerk.take(file)
        files += [reckon_file(*taken) for taken in clerk.taken[len(files) :]]
    as_told(sent)
    rules = bureau.compare()["rules"]
    ran = [rule for rule, answer in rules.items() if not answer["skipped"]]
    return MonthReckoning(
        files=files,
        rules=reckon_rules(world, bureau, ran),
        refused=[*(f"{file.name} 没有收下：{why}" for file, why in clerk.refused), *clerk.faults],
        asked=clerk.asked,
        households=reckon_households(world, bureau),
    )
