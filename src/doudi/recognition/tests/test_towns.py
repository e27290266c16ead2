"""A short list shows by its villages alone that a town's name stands once for several of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest

from doudi.recognition.places import DivisionNames
from doudi.recognition.raw import RawFile
from doudi.recognition.towns import towns_above

NAMES = {
    "411628": "鹿邑县",
    "411628110": "张店镇",
    "411628110001": "罗庄村委会",
    "411628110002": "张店村委会",
    "411628111": "王皮溜镇",
    "411628111001": "刘阁村委会",
    "411628111002": "张店村委会",
    "411628111003": "范桥村委会",
}
PLACES = DivisionNames("411628", NAMES, [])


def filled(towns: Sequence[str], villages: Sequence[str]) -> tuple[list[str], list[int]]:
    rows = len(towns)
    zeros = np.zeros(rows, np.int16)
    raw = RawFile(rows, zeros, np.arange(rows, dtype=np.int32), zeros, {}, {}, [""], [])
    found, carried = towns_above(raw, pa.array(towns), pa.array(villages), PLACES)
    return found.to_pylist(), carried.tolist()


def test_each_village_lies_in_the_town_above() -> None:
    towns = ["张店镇", "", "王皮溜镇", ""]

    assert filled(towns, ["罗庄村", "张店村", "刘阁村", "范桥村"]) == (
        ["张店镇", "张店镇", "王皮溜镇", "王皮溜镇"],
        [1, 3],
    )


UNTOUCHED = [
    (["张店镇", "", "王皮溜镇", ""], ["罗庄村", "范桥村", "刘阁村", "范桥村"]),
    (["张店镇", "张店镇", "", ""], ["罗庄村", "罗庄村", "张店村", "罗庄村"]),
    (["张店镇", "", "王皮溜镇"], ["罗庄村", "张店村", "刘阁村"]),
    (["", "张店镇", "", ""], ["张店村", "罗庄村", "张店村", "罗庄村"]),
    (["张店镇", "", ""], ["罗庄村", "", "张店村"]),
]


@pytest.mark.parametrize(("towns", "villages"), UNTOUCHED)
def test_anything_less_leaves_the_blanks(towns: list[str], villages: list[str]) -> None:
    assert filled(towns, villages) == (towns, [])
