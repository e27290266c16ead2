"""Keep a table sealed in chunks, so that a look at a few rows opens only their chunks."""

from __future__ import annotations

import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from doudi.kernel.sealing import SealBroken, SealKey, seal, unseal

MAGIC = b"DDSEAL01"
CHUNK_ROWS = 4096
LENGTH_BYTES = 8


def write_sealed_table(path: Path, table: pa.Table, key: SealKey, *, bound: str) -> None:
    """Write a table whose first column is the ascending row number; each chunk is bound to its place."""
    with path.open("wb") as file:
        file.write(MAGIC)
        index = []
        for number, start in enumerate(range(0, max(table.num_rows, 1), CHUNK_ROWS)):
            chunk = table.slice(start, CHUNK_ROWS)
            sealed = seal(key, _packed(chunk), bound=_bound(bound, number))
            span = chunk.column(0).to_pylist()
            index.append([file.tell(), len(sealed), span[0] if span else 0, span[-1] if span else -1])
            file.write(sealed)
        tail = json.dumps(index).encode()
        file.write(tail + len(tail).to_bytes(LENGTH_BYTES, "big") + MAGIC)


def read_rows(
    path: Path, keys: Iterable[SealKey], *, bound: str, rows: Sequence[int]
) -> Mapping[int, Mapping[str, Any]]:
    """Return some rows by their number, opening only the chunks they lie in."""
    wanted = set(rows)
    found: dict[int, Mapping[str, Any]] = {}
    ring = tuple(keys)
    with path.open("rb") as file:
        for number, (place, length, first, last) in enumerate(_index(file)):
            here = {row for row in wanted if first <= row <= last}
            if not here:
                continue
            chunk = _chunk(file, ring, bound, number, place, length)
            places = [at for at, row in enumerate(chunk.column(0).to_pylist()) if row in here]
            for record in chunk.take(pa.array(places, pa.int64())).to_pylist():
                found[record[chunk.column_names[0]]] = record
    return found


def read_chunks(path: Path, keys: Iterable[SealKey], *, bound: str) -> Iterator[pa.Table]:
    """Yield the whole table, chunk by chunk."""
    ring = tuple(keys)
    with path.open("rb") as file:
        for number, (place, length, _, _) in enumerate(_index(file)):
            yield _chunk(file, ring, bound, number, place, length)


def _chunk(
    file: io.BufferedReader, keys: tuple[SealKey, ...], bound: str, number: int, place: int, length: int
) -> pa.Table:
    file.seek(place)
    plain = unseal(keys, file.read(length), bound=_bound(bound, number))
    with pa.ipc.open_stream(pa.py_buffer(plain)) as reader:
        return reader.read_all()


def _index(file: io.BufferedReader) -> list[list[int]]:
    size = file.seek(0, io.SEEK_END)
    tail = LENGTH_BYTES + len(MAGIC)
    file.seek(max(size - tail, 0))
    end = file.read(tail)
    if not end.endswith(MAGIC):
        raise SealBroken("a sealed table is cut short")
    length = int.from_bytes(end[:LENGTH_BYTES], "big")
    file.seek(size - tail - length)
    found: list[list[int]] = json.loads(file.read(length))
    return found


def _packed(table: pa.Table) -> bytes:
    sink = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return sink.getvalue()


def _bound(bound: str, number: int) -> bytes:
    return f"{bound}#{number}".encode()
