"""Let a number that somebody had before find them: lists and departments name it in a column of its own.

The police correct a number; one list follows, another still has the old one. Where a list of ours names a
person's former number, departments' rows under it are that person's; where a department's row names the
former number of somebody it lists under a number nobody here knows, the row is the person's who has it.
"""

# ruff: noqa: S608 - the SQL is put together from shapes and file names of our own, never from input

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

FORMER = ("former_number_high", "former_number_low")
_EVERYONE = """
    CREATE TABLE former_numbers AS
    SELECT DISTINCT p.person_id, f.former_number_high AS token_high, f.former_number_low AS token_low
    FROM ({rows}) f
    JOIN people p ON p.token_low = f.token_low AND p.token_high = f.token_high
    WHERE NOT EXISTS (
        SELECT 1 FROM people o WHERE o.token_low = f.former_number_low AND o.token_high = f.former_number_high
    )
"""
_WITH_FORMER = """
    CREATE VIEW people AS
    SELECT * FROM people_as_filed
    UNION ALL
    SELECT DISTINCT p.* REPLACE (f.token_high AS token_high, f.token_low AS token_low)
    FROM people_as_filed p
    JOIN former_numbers f ON f.person_id = p.person_id
"""


def names_former_numbers(path: Path) -> bool:
    """Say whether any row of a batch names a former number; answered from the file's footer alone."""
    file = pq.ParquetFile(path)
    names = file.schema_arrow.names
    if FORMER[1] not in names:
        return False
    place = names.index(FORMER[1])
    groups = (file.metadata.row_group(number) for number in range(file.metadata.num_row_groups))
    columns = [(group.num_rows, group.column(place).statistics) for group in groups]
    return any(told is None or not told.has_null_count or told.null_count < rows for rows, told in columns)


def add_former_numbers(connection: duckdb.DuckDBPyConnection, paths: Iterable[Path]) -> None:
    """Let `people` hold the former numbers that these lists name, unless a number is somebody's already."""
    parts = [
        f"SELECT token_high, token_low, {', '.join(FORMER)} FROM read_parquet('{_quoted(path)}') "
        f"WHERE status < 2 AND token_low IS NOT NULL AND {FORMER[1]} IS NOT NULL"
        for path in paths
        if names_former_numbers(path)
    ]
    if not parts:
        return
    connection.execute(_EVERYONE.format(rows=" UNION ALL ".join(parts)))
    connection.execute("ALTER VIEW people RENAME TO people_as_filed")
    connection.execute(_WITH_FORMER)


def as_known(rows: str, shape: Iterable[str]) -> str:
    """Return a department's rows under the number we know: the former one where only that is known."""
    columns = ", ".join(f"r.{name}" for name in shape if name not in {"token_high", "token_low"})
    halves = ", ".join(
        f"CASE WHEN k.person_id IS NULL AND o.person_id IS NOT NULL "
        f"THEN r.former_number_{half} ELSE r.token_{half} END AS token_{half}"
        for half in ("high", "low")
    )
    known = "(SELECT token_high, token_low, min(person_id) AS person_id FROM people GROUP BY ALL)"
    return (
        f"(SELECT {columns}, {halves} FROM {rows} r "
        f"LEFT JOIN {known} k ON k.token_low = r.token_low AND k.token_high = r.token_high "
        f"LEFT JOIN {known} o ON o.token_low = r.former_number_low AND o.token_high = r.former_number_high)"
    )


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
