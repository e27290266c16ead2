"""Read the lines inside a table that say where the people below them live: 宁厂镇, 二、城厢镇（12人）."""

from __future__ import annotations

import re

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from doudi.recognition.layout import Block, Layout, Role

BEFORE = re.compile(r"^[(（]?[一二三四五六七八九十\d]{1,3}[)）、.．:：\s]+")
BEHIND = re.compile(r"[(（].*[)）]$|[:：]$")
TOWN = re.compile(r"[\u4e00-\u9fff]{1,10}(?:镇|乡|街道|街道办事处|办事处|农场|苏木)")


def towns_above(layout: Layout, block: Block, rows: NDArray[np.int64]) -> pa.Array | None:
    """Return for each row the town of the line above its part of the table; None where not all have one."""
    heads = {row: town for row in range(block.header.first, block.end) if (town := _town(layout, row))}
    if not heads or not rows.size:
        return None
    starts = np.array(sorted(heads), np.int64)
    places = np.searchsorted(starts, rows, side="right") - 1
    if (places < 0).any():
        return None
    return pa.array([heads[int(starts[place])] for place in places.tolist()], pa.string())


def _town(layout: Layout, row: int) -> str:
    if layout.roles[row] not in {Role.NOTE, Role.TITLE, Role.TOTAL, Role.HEADER}:
        return ""
    cells = [cell for cell in layout.grid.row(row) if cell]
    if len(set(cells)) != 1:
        return ""
    bare = BEHIND.sub("", BEFORE.sub("", re.sub(r"\s+", "", cells[0])))
    return bare if TOWN.fullmatch(bare) else ""
