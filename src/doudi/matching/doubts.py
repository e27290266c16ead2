"""Mark the findings that rest on a number alone: the same number under two names may be two people.

A finding is certain when every record it shows carries a name the roster knows that number by, or no name
to compare. Otherwise it is a doubt: `NAME` where a record's name is none of those, `SHARED` where the
roster itself has the number under two people. Nobody is found or left out for it; officers look first.
"""

# ruff: noqa: S608 - the SQL is put together from shapes and file names of our own, never from input

from __future__ import annotations

from collections.abc import Iterable

import duckdb
import pyarrow.parquet as pq

from doudi.matching.batches import BatchFile

NAME = "NAME"
SHARED = "SHARED"
_OPTIONAL = ("name_key", "former_name_high")

_SHARED = """
    CREATE TABLE shared AS
    SELECT token_high, token_low, min(person_id) AS first_person
    FROM (
        SELECT person_id, token_high, token_low FROM people
        UNION SELECT person_id, token_high, token_low FROM spells
    )
    GROUP BY token_high, token_low HAVING count(*) > 1
"""
_APART = """
    CREATE TABLE apart AS
    SELECT DISTINCT s.batch, s.row, s.token_high, s.token_low, s.person_id AS subject_person
    FROM spells s
    JOIN shared n ON n.token_low = s.token_low AND n.token_high = s.token_high
    WHERE s.person_id <> n.first_person
"""
_RECORDS = """
    CREATE TABLE record_doubts AS
    WITH known AS (
        SELECT token_high, token_low, name_key FROM people WHERE name_key IS NOT NULL
        UNION SELECT token_high, token_low, name_key FROM names WHERE name_key IS NOT NULL
    )
    SELECT r.batch, r.row, r.token_high, r.token_low, r.name_key, r.former_name_high,
        EXISTS (
            SELECT 1 FROM known k WHERE k.token_low = r.token_low AND k.token_high = r.token_high
        ) AS is_known,
        r.name_key IS NOT NULL
            AND EXISTS (
                SELECT 1 FROM known k WHERE k.token_low = r.token_low AND k.token_high = r.token_high
            )
            AND NOT EXISTS (
                SELECT 1 FROM known k
                WHERE k.token_low = r.token_low AND k.token_high = r.token_high
                    AND (k.name_key = r.name_key OR k.name_key = r.former_name_high)
            ) AS strange,
        EXISTS (
            SELECT 1 FROM shared s WHERE s.token_low = r.token_low AND s.token_high = r.token_high
        ) AS shared
    FROM records r
"""
_MARK = """
    CREATE TABLE marked AS
    SELECT f.*,
        CASE
            WHEN coalesce(l.strange, false) OR coalesce(r.strange, false)
                OR (
                    l.token_low = r.token_low AND l.token_high = r.token_high AND l.name_key <> r.name_key
                    AND NOT l.is_known
                    AND l.name_key IS DISTINCT FROM r.former_name_high
                    AND r.name_key IS DISTINCT FROM l.former_name_high
                )
                THEN 'NAME'
            WHEN coalesce(l.shared, false) OR coalesce(r.shared, false) THEN 'SHARED'
            ELSE ''
        END AS doubt
    FROM findings f
    LEFT JOIN record_doubts l ON l.batch = f.left_batch AND l.row = f.left_row
    LEFT JOIN record_doubts r ON r.batch = f.right_batch AND r.row = f.right_row
"""


def create_apart(connection: duckdb.DuckDBPyConnection) -> None:
    """Create `shared`, the numbers of several people, and `apart`: which list rows speak of a later of them.

    A number two people have names neither of them; the row of a list does, since its spell is one person's.
    """
    connection.execute(_SHARED)
    connection.execute(_APART)


def mark_doubts(connection: duckdb.DuckDBPyConnection, batches: Iterable[BatchFile]) -> None:
    """Create `marked`: the findings, each with its doubt or ''; only rows behind findings are read.

    It needs the table `shared`.
    """
    connection.execute(
        "CREATE TABLE records (batch VARCHAR, row INTEGER, token_high BIGINT, token_low BIGINT, "
        "name_key BIGINT, former_name_high BIGINT)"
    )
    connection.execute(
        "CREATE TABLE shown AS SELECT left_batch AS batch, left_row AS row FROM findings "
        "UNION SELECT right_batch, right_row FROM findings WHERE right_batch IS NOT NULL"
    )
    wanted = {batch for (batch,) in connection.execute("SELECT DISTINCT batch FROM shown").fetchall()}
    for batch in batches:
        if batch.id in wanted:
            wanted.remove(batch.id)
            _read_records(connection, batch)
    connection.execute(_RECORDS)
    connection.execute(_MARK)


def _read_records(connection: duckdb.DuckDBPyConnection, batch: BatchFile) -> None:
    """Read who the rows behind findings name; a batch from before names were keyed says nothing of them."""
    there = set(pq.read_schema(batch.path).names)
    names = ", ".join(name if name in there else "CAST(NULL AS BIGINT)" for name in _OPTIONAL)
    quoted = str(batch.path).replace("'", "''")
    connection.execute(
        f"INSERT INTO records SELECT ?, row, token_high, token_low, {names} FROM read_parquet('{quoted}') "
        "WHERE row IN (SELECT row FROM shown WHERE batch = ?)",
        [batch.id, batch.id],
    )
