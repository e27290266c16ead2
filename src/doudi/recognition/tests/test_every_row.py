"""Whatever stands in the cells, every row is accounted for and no private number is in the open."""

from __future__ import annotations

from typing import Any

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from doudi.reading.tests import workbooks as w
from doudi.recognition.tests.desk import Desk, file_of, guessed

HEADER = (
    "序号",
    "镇街",
    "村居",
    "姓名",
    "身份证号",
    "与户主关系",
    "户编号",
    "月保障金额",
    "享受时间",
    "银行账号",
    "备注",
)
NUMBERS = st.integers(0, 999).map(w.number_of)
WRITTEN = st.sampled_from(
    ["合计", "无", "张三", "身份证号", "新韶镇", "陈江村", "2026.3", "1e9", "=1+1", "填表人：王五"]
)
CELLS = st.one_of(
    st.just(""),
    WRITTEN,
    NUMBERS,
    st.text(max_size=12),
    st.floats(allow_nan=False, allow_infinity=False),
    st.integers(-10, 10**18),
    st.dates(),
    st.booleans(),
)
ROWS = st.lists(st.lists(CELLS, max_size=len(HEADER)), max_size=12)


def desk_of(rows: list[list[Any]]) -> Desk:
    """Put rows on the desk as a file of 低保."""
    return guessed(file_of([list(HEADER), *rows]), "低保.xlsx", "dibao")


@given(rows=ROWS)
@settings(max_examples=150)
def test_every_row_of_a_file_is_accounted_for(rows: list[list[Any]]) -> None:
    desk = desk_of(rows)

    cleaned = desk.cleaned()

    roles, counts = {"DATA": 0, **desk.roles}, cleaned.counts
    assert sum(roles.values()) == len(rows) + 1
    assert roles["DATA"] == counts["read"] == cleaned.rows.num_rows == cleaned.sidecar.num_rows
    assert counts["read"] == counts["clean"] + counts["repaired"] + counts["rejected"]
    assert cleaned.rows.column("row").to_pylist() == list(range(counts["read"]))


@given(numbers=st.lists(NUMBERS, min_size=1, max_size=8), places=st.lists(st.integers(0, 10), max_size=8))
@settings(max_examples=100)
def test_a_number_in_any_column_is_nowhere_in_the_open(numbers: list[str], places: list[int]) -> None:
    rows = [
        ["1", "新韶镇", "", "张三", number, "户主", number, number, number, number, ""] for number in numbers
    ]
    moved = [
        [number if at == place else "x" for at in range(11)]
        for number, place in zip(numbers, places, strict=False)
    ]

    cleaned = desk_of([*rows, *moved]).cleaned()

    open_text = text_of(cleaned.rows) + text_of(cleaned.problems)
    assert [number for number in numbers if number in open_text] == []
    assert [number for number in numbers if number in text_of(cleaned.sidecar)] == numbers


def text_of(table: pa.Table) -> str:
    """Return everything a table says."""
    return str(table.to_pylist())
