"""A sealed table gives rows back by number, opens only what it must, and notices every change."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from doudi.kernel.sealing import SealBroken, SealKey, unseal
from doudi.recognition.storage import sealed_table
from doudi.recognition.storage.sealed_table import CHUNK_ROWS, read_chunks, read_rows, write_sealed_table

KEY = SealKey(b"0123456789abcdef", "k1")
OTHER = SealKey(b"fedcba9876543210", "k1")
ROWS = CHUNK_ROWS * 2 + 5


def table_of(rows: int) -> pa.Table:
    return pa.table({"row": pa.array(range(rows), pa.int32()), "name": [f"人{at}" for at in range(rows)]})


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("sealed") / "sidecar.sealed"
    write_sealed_table(path, table_of(ROWS), KEY, bound="b")
    return path


@given(rows=st.sets(st.integers(-3, ROWS + 3), max_size=20))
def test_rows_come_back_by_number_and_strange_numbers_are_left_out(sealed: Path, rows: set[int]) -> None:
    found = read_rows(sealed, [KEY], bound="b", rows=sorted(rows))

    assert {row: record["name"] for row, record in found.items()} == {
        row: f"人{row}" for row in rows if 0 <= row < ROWS
    }


def test_a_look_at_one_row_opens_one_chunk(sealed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[bytes] = []

    def unsealing(keys: object, data: bytes, *, bound: bytes) -> bytes:
        opened.append(bound)
        return unseal([KEY], data, bound=bound)

    monkeypatch.setattr(sealed_table, "unseal", unsealing)

    read_rows(sealed, [KEY], bound="b", rows=[CHUNK_ROWS + 1])

    assert opened == [b"b#1"]


def test_the_whole_table_comes_back_in_order(sealed: Path) -> None:
    whole = pa.concat_tables(read_chunks(sealed, [KEY], bound="b"))

    assert whole.equals(table_of(ROWS))


def test_an_empty_table_is_a_table(tmp_path: Path) -> None:
    path = tmp_path / "empty.sealed"
    write_sealed_table(path, table_of(0), KEY, bound="b")

    assert read_rows(path, [KEY], bound="b", rows=[0]) == {}


@pytest.mark.parametrize(("key", "bound"), [(OTHER, "b"), (KEY, "another batch")])
def test_another_key_or_another_batch_opens_nothing(sealed: Path, key: SealKey, bound: str) -> None:
    with pytest.raises(SealBroken):
        read_rows(sealed, [key], bound=bound, rows=[0])


def test_a_chunk_moved_or_changed_does_not_open(tmp_path: Path, sealed: Path) -> None:
    path = tmp_path / "changed.sealed"
    content = bytearray(sealed.read_bytes())
    content[len(content) // 4] ^= 1
    path.write_bytes(bytes(content))

    with pytest.raises(SealBroken):
        list(read_chunks(path, [KEY], bound="b"))


def test_a_file_cut_short_does_not_open(tmp_path: Path, sealed: Path) -> None:
    path = tmp_path / "short.sealed"
    path.write_bytes(sealed.read_bytes()[:-20])

    with pytest.raises(SealBroken, match="cut short"):
        read_rows(path, [KEY], bound="b", rows=[0])
