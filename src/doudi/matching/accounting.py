"""Account for every row of every batch against the roster: hits, people without a row, rows off the roster.

The roster and the batches are joined once, on the low half of the token; the high half is compared in
what the half already found, so the join is exact and costs what a join on one integer costs.
"""

# ruff: noqa: S608 - the SQL is put together from shapes and file names of our own, never from input

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from doudi.matching.batches import BatchFile

DENSE_IDS = 1 << 27  # up to here one byte an id is cheaper than searching
ROWS_AT_ONCE = 1 << 18

ACCOUNTING = pa.schema(
    [
        ("number", pa.int16()),
        ("batch", pa.string()),
        ("source", pa.string()),
        ("period", pa.string()),
        ("rows_read", pa.int64()),
        ("accepted", pa.int64()),
        ("rejected", pa.int64()),
        ("matched", pa.int64()),
        ("unmatched", pa.int64()),
    ]
)
GAPS = pa.schema([("source", pa.dictionary(pa.int8(), pa.string())), ("person_id", pa.int64())])
HITS = pa.schema([("batch_number", pa.int16()), ("row", pa.int32()), ("person_id", pa.int64())])

Ids = npt.NDArray[np.int64]
Used = Sequence[tuple[str, BatchFile]]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the hits say: how many rows of each batch matched, and who was met in each source."""

    matched: Ids
    met: dict[str, npt.NDArray[np.bool_]]


def account(connection: duckdb.DuckDBPyConnection, used: Used, folder: Path) -> None:
    """Write hits.parquet, gaps.parquet and accounting.parquet for these batches.

    The rows of a batch are counted as the file has them; accepted rows are those with an identity, and
    matched and unmatched rows add up to them.
    """
    people = _person_ids(connection)
    _write_hits(connection, used, folder / "hits.parquet")
    seen = _read_hits(folder / "hits.parquet", used, people)
    _write_gaps(seen, people, folder / "gaps.parquet")
    counts = _count_rows(connection, used)
    rows = [
        (number, batch.id, source, batch.period, read, accepted, read - accepted, hits, accepted - hits)
        for number, ((source, batch), (read, accepted), hits) in enumerate(
            zip(used, counts, seen.matched.tolist(), strict=True)
        )
    ]
    columns = list(zip(*rows, strict=True)) or [() for _ in ACCOUNTING.names]
    arrays = [pa.array(column, kind) for column, kind in zip(columns, ACCOUNTING.types, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, schema=ACCOUNTING), folder / "accounting.parquet")


def _person_ids(connection: duckdb.DuckDBPyConnection) -> Ids:
    ids = connection.execute("SELECT DISTINCT person_id FROM people ORDER BY person_id").fetchnumpy()
    return np.asarray(ids["person_id"], dtype=np.int64)


def _write_hits(connection: duckdb.DuckDBPyConnection, used: Used, path: Path) -> None:
    """Join all batches with the roster in one pass, in the order of batches and rows."""
    if not used:
        pq.write_table(HITS.empty_table(), path)
        return
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE roster_tokens AS "
        "SELECT token_low, token_high, min(person_id) AS person_id FROM people GROUP BY ALL"
    )
    rows = " UNION ALL ".join(
        f"SELECT CAST({number} AS SMALLINT) AS batch_number, row, token_low, token_high "
        f"FROM {_file(batch)} WHERE status < 2"
        for number, (_, batch) in enumerate(used)
    )
    # The roster is the side that is kept in memory, the batches stream past it in their own order.
    connection.execute("SET disabled_optimizers = 'join_order,build_side_probe_side'")
    connection.execute(
        "COPY (SELECT b.batch_number, CAST(b.row AS INTEGER) AS row, r.person_id "
        f"FROM ({rows}) b JOIN roster_tokens r ON b.token_low = r.token_low "
        "WHERE xor(b.token_high, r.token_high) = 0) "
        f"TO '{_quoted(path)}' (FORMAT parquet, COMPRESSION lz4_raw)"
    )
    connection.execute("RESET disabled_optimizers")
    connection.execute("DROP TABLE roster_tokens")


def _read_hits(path: Path, used: Used, people: Ids) -> Seen:
    """Count the hits of each batch and mark who was met, a slice at a time."""
    matched = np.zeros(len(used), np.int64)
    met = {source: np.zeros(len(people), np.bool_) for source, _ in used}
    place_of = places_in(people)
    with pq.ParquetFile(path) as hits:
        for part in hits.iter_batches(ROWS_AT_ONCE, columns=["batch_number", "person_id"]):
            numbers = part.column(0).to_numpy()
            places = place_of(part.column(1).to_numpy())
            matched += np.bincount(numbers, minlength=len(used))
            for number in np.unique(numbers).tolist():
                met[used[number][0]][places[numbers == number]] = True
    return Seen(matched, met)


def places_in(people: Ids) -> Callable[[Ids], Ids]:
    """Return what finds the places of person ids in the sorted list of all."""
    if not len(people) or int(people[-1]) - int(people[0]) >= DENSE_IDS:
        return lambda ids: np.searchsorted(people, ids)
    first = int(people[0])
    places = np.zeros(int(people[-1]) - first + 1, np.int64)
    places[people - first] = np.arange(len(people))
    return lambda ids: places[ids - first]


def _write_gaps(seen: Seen, people: Ids, path: Path) -> None:
    """Write who has no row in any batch of a source, source by source."""
    sources = pa.array(sorted(seen.met), pa.string())
    with pq.ParquetWriter(path, GAPS, compression="zstd") as writer:
        for code, source in enumerate(sources.to_pylist()):
            missing = people[~seen.met[source]]
            codes = pa.array(np.full(len(missing), code, np.int8))
            column = pa.DictionaryArray.from_arrays(codes, sources)
            writer.write_table(pa.Table.from_arrays([column, pa.array(missing)], schema=GAPS))


def _count_rows(connection: duckdb.DuckDBPyConnection, used: Used) -> list[tuple[int, int]]:
    """Count the rows of each file, and those of them that hold an identity."""
    if not used:
        return []
    counts = " UNION ALL ".join(
        f"SELECT {number} AS number, count(*), count(*) FILTER (WHERE status < 2) FROM {_file(batch)}"
        for number, (_, batch) in enumerate(used)
    )
    rows = connection.execute(f"SELECT * FROM ({counts}) ORDER BY number").fetchall()
    return [(read, accepted) for _, read, accepted in rows]


def _file(batch: BatchFile) -> str:
    return f"read_parquet('{_quoted(batch.path)}')"


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
