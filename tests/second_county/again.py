"""Sends some of a month's files twice: as a correction of the first, or after the first was withdrawn."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import PurePath

from tests.second_county.file import CORRECTED, WITHDRAWN, File
from tests.second_county.slips import spoiled
from tests.second_county.splits import Part
from tests.second_county.vocabulary import Department
from tests.second_county.world import World

LIKELY = {
    "dibao": 0.5, "poverty_register": 0.35, "tekun": 0.3, "disability_subsidy": 0.3, "cremation": 0.3,
    "medical_selfpay": 0.25, "vehicle": 0.25, "disability_certificate": 0.25, "social_insurance": 0.2,
}  # fmt: skip
"""How likely it is that a department sends a file of a list twice."""

HOW = (CORRECTED, CORRECTED, WITHDRAWN)
Make = Callable[[Sequence[Part]], File]
MARKS = ("（更正）", "（更正版）", "-修改后", "（修订）", "（1）", " - 副本", "更正稿", "")
OTHER_NAMES = ("重新报送{}", "{}定稿", "{}最终版", "新{}", "{}20261103", "附件2")


def sent_twice(
    department: Department, parts: Sequence[Part], make: Make, world: World, draw: random.Random
) -> tuple[File, File] | None:
    """Return a list's first, mistaken file and the one sent after it; None where it is sent once.

    Of two habits one: the second is laid out as the first was, or anew.
    """
    if draw.random() >= LIKELY.get(department.source, 0.0):
        return None
    wrong, slips = spoiled(parts, world, draw)
    state = draw.getstate()
    first = make(wrong)
    if draw.random() < 0.7:
        draw.setstate(state)
    second = make(parts)
    path, kind = PurePath(second.name), draw.choice(HOW)
    stem = path.stem + draw.choice(MARKS) if kind == CORRECTED else draw.choice(OTHER_NAMES).format(path.stem)
    shapes = {*second.shapes, f"sent again: {kind}", *(f"at first {slip}" for slip in slips)}
    return first, replace(
        second, name=stem + path.suffix, shapes=shapes, instead_of=first, how=kind,
        is_sent_back=draw.random() < 0.5,
    )  # fmt: skip
