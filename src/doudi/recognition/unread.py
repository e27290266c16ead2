"""Find people who stand on a sheet outside its tables, so that none is left out unsaid."""

from __future__ import annotations

import numpy as np
import pyarrow.compute as pc
from numpy.typing import NDArray

from doudi.reading.grid import IDENTITY_LIKE
from doudi.recognition.header import OF_A_NUMBER
from doudi.recognition.layout import Block, Layout, Role

OUTSIDE = [Role.TITLE, Role.NOTE, Role.TOTAL, Role.UNREAD]
FEWEST = 2
SHOWN = 5
A_COLUMN_OF_NUMBERS = 0.3
Flags = NDArray[np.bool_]


def people_unread(layout: Layout) -> str:
    """Return a sentence when rows that are not read as people hold whole identity numbers; '' when none do.

    A note may name one person, such as who drew the list up; several are people of the list. The cards of
    families below each other have their numbers beside a label, under another heading.
    """
    numbers = [_numbers(layout, place) for place in range(len(layout.grid.texts))]
    holding = np.isin(layout.roles, OUTSIDE) & np.logical_or.reduce(numbers)
    for block in layout.blocks:
        holding |= _beside_a_label(layout, block, numbers)
    rows = np.flatnonzero(holding) + layout.grid.sheet.first_row
    if rows.size < FEWEST:
        return ""
    shown = "、".join(map(str, rows[:SHOWN].tolist())) + (" 等" if rows.size > SHOWN else "")
    return (
        f"第 {shown}行写着身份证号，却不在名单的表里，共 {rows.size} 行没有读到。"
        "请改成每人一行、上面只有一行列名的表再传。"
    )


def _numbers(layout: Layout, place: int) -> Flags:
    found = pc.match_substring_regex(layout.grid.texts[place], IDENTITY_LIKE)
    return np.asarray(pc.fill_null(found, False).to_numpy(zero_copy_only=False))


def _beside_a_label(layout: Layout, block: Block, numbers: list[Flags]) -> Flags:
    """Return the rows of a table that have no number where it belongs, and one where other things stand."""
    stray = np.zeros(layout.grid.rows, bool)
    data = layout.data_rows(block)
    if block.identity < 0 or not data.size:
        return stray
    own = numbers[block.identity][data]
    people, without = data[own], data[~own]
    for place, found in enumerate(numbers):
        if OF_A_NUMBER.search(block.header.shown[place]) or not people.size:
            continue  # of a member, a guardian: known by its heading, whoever is looked at
        if place != block.identity and found[people].mean() < A_COLUMN_OF_NUMBERS:
            stray[without] |= found[without]
    return stray
