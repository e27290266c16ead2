"""Give a blank cell what a merged cell said, or what an export that un-merged the cells left above it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from doudi.recognition.headings import level_value
from doudi.recognition.layout import Block, Layout
from doudi.recognition.sources import DIVISION_TYPES, Column, Source, Type

Rows = NDArray[np.int64]
FEWEST_BLANK = 0.3
ALIKE_EXPECTED = 3.0
"""When so many neighbours would be alike by chance and none is, blanks stand where they would have been."""
EACH_HIS_OWN = frozenset({Type.MONEY, Type.IDENTITY, Type.CERTIFICATE, Type.INTEGER})
"""What a merged cell does not say of each row: an amount is the group's once, a number is one person's."""
OF_THE_FAMILY = frozenset({"family_size", "aided_count"})
A_HEAD = re.compile(r"人均|每人")
HOUSEHOLD = ("household_number", "head_name", "head_number")


@dataclass(frozen=True, slots=True)
class Filled:
    """From which grid row each row takes its cell, by place; which rows were carried on, by column."""

    origins: Mapping[int, Rows]
    carried: Mapping[str, Rows]
    all_rows: Rows

    def rows(self, name: str, place: int) -> Rows:
        """Return from which grid row each row of the sheet takes the cell of a column."""
        return self.origins.get(place, self.all_rows)


def filled_down(source: Source, layout: Layout, block: Block, places: Mapping[str, Sequence[int]]) -> Filled:
    """Return how the cells of a table that speak for several rows are filled."""
    all_rows = np.arange(layout.grid.rows, dtype=np.int64)
    origins: dict[int, Rows] = {}
    carried: dict[str, Rows] = {}
    data = layout.data_rows(block)
    starts = _starts(source, layout, places, data)
    for column in source.columns:
        for place in places.get(column.name, ()):
            if not _is_said_of_each(source, column, block.header.shown[place]):
                continue
            origin = _merged(layout, place, all_rows)
            origins[place] = origin
            if not column.fill_down or len(places[column.name]) > 1:
                continue  # 镇 in one column, 街道 in the other: a blank is the other's
            filled = layout.grid.filled[place][origin[data]]
            if not _is_unmerged(layout, place, data, filled, starts, of_places=column.type in DIVISION_TYPES):
                continue
            below = _from_above(data, origin, filled, starts, of_places=column.type in DIVISION_TYPES)
            changed = data[below[data] != origin[data]]
            origins[place] = below
            if changed.size:
                carried[column.name] = changed
    return Filled(origins, carried, all_rows)


def _is_said_of_each(source: Source, column: Column, heading: str) -> bool:
    """Say whether a merged cell speaks of every row below: 人均补差 of each member, 家庭人口数 of all.

    A number is one person's; where a row is a house or a bill, several of them may be.
    """
    if column.type not in EACH_HIS_OWN or column.name in OF_THE_FAMILY:
        return True
    if column.type == Type.IDENTITY:
        return source.each == "record"
    return column.type == Type.MONEY and bool(A_HEAD.search(heading))


def _merged(layout: Layout, place: int, all_rows: Rows) -> Rows:
    """Return from which row each row takes its cell: inside a merged cell, from its first row."""
    origin = all_rows.copy()
    first_row = layout.grid.sheet.first_row
    for top, left, bottom, _ in layout.grid.sheet.merges:
        if left == place and bottom > top:
            origin[max(top - first_row, 0) : bottom - first_row + 1] = max(top - first_row, 0)
    return origin


def _starts(
    source: Source, layout: Layout, places: Mapping[str, Sequence[int]], data: Rows
) -> NDArray[np.bool_] | None:
    """Return which rows begin a household: by relation, else by a running number; None when neither says."""
    for name in ("relation", "household_number", "head_name", "head_number"):
        if name not in places or not any(column.name == name for column in source.columns):
            continue
        texts = layout.grid.texts[places[name][0]].take(pa.array(data)).to_pylist()
        if name == "relation":
            values = source.column("relation").values
            found = np.array([values.get(level_value(text or "")) == "HEAD" for text in texts], bool)
        else:
            found = np.array([bool(text) for text in texts], bool)
        if found.any() and not found.all():
            return found
    return None


def _is_unmerged(
    layout: Layout,
    place: int,
    data: Rows,
    filled: NDArray[np.bool_],
    starts: NDArray[np.bool_] | None,
    *,
    of_places: bool,
) -> bool:
    """Say whether only the first row of each group is filled, as merged cells come out of an export."""
    if data.size < 2 or not filled[0] or filled.all():
        return False
    blank = float((~filled).mean())
    if starts is None:
        if not of_places or not _changes(layout, place, data, filled):
            return False
        return blank >= 0.5 or _alike_expected(layout, place, data, filled) >= ALIKE_EXPECTED
    strays, left = int((filled & ~starts).sum()), int((~filled & ~starts).sum())
    if of_places:
        return not strays and blank >= FEWEST_BLANK
    # a family whose head is not on the list begins with somebody else's row, which is filled all the same
    return left > strays


def _changes(layout: Layout, place: int, data: Rows, filled: NDArray[np.bool_]) -> bool:
    """Say whether no two cells above each other are alike, as they are in a column filled throughout.

    After the head of a new page a group is named again, so rows with another between them say nothing.
    """
    texts = layout.grid.texts[place].take(pa.array(data)).to_pylist()
    touching = filled[:-1] & filled[1:] & (np.diff(data) == 1)
    return all(texts[at] != texts[at + 1] for at in np.flatnonzero(touching))


def _alike_expected(layout: Layout, place: int, data: Rows, filled: NDArray[np.bool_]) -> float:
    """Return how many neighbours would be alike by chance, were the column filled throughout."""
    texts = layout.grid.texts[place].take(pa.array(data)).to_pylist()
    counted = Counter(text for text, is_filled in zip(texts, filled, strict=True) if is_filled)
    pairs = int((filled[:-1] & filled[1:]).sum())
    return pairs * sum((count / counted.total()) ** 2 for count in counted.values())


def _from_above(
    data: Rows,
    origin: Rows,
    filled: NDArray[np.bool_],
    starts: NDArray[np.bool_] | None,
    *,
    of_places: bool,
) -> Rows:
    """Carry each filled cell down; what belongs to a household stops where the next one begins."""
    rows = np.arange(data.size)
    last = np.maximum.accumulate(np.where(filled, rows, -1))
    usable = (last >= 0) & ~filled
    if not of_places and starts is not None:
        begun = np.maximum.accumulate(np.where(starts, rows, -1))
        usable &= last >= begun
    below = origin.copy()
    below[data[usable]] = origin[data[last[usable]]]
    return below
