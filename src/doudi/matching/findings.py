"""Collect what the rules find, one row a rule and subject, each with a fingerprint that never changes."""

# ruff: noqa: S608 - the SQL is put together from shapes and file names of our own, never from input

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import duckdb

from doudi.matching.batches import BatchFile
from doudi.matching.catalogue import Rule
from doudi.matching.doubts import create_apart, mark_doubts
from doudi.matching.shapes import OUTPUT
from doudi.matching.tables import bare

_HOUSEHOLD = "CASE subject_kind WHEN 'household' THEN household_id END"
_SUBJECT = f"rule, subject_kind, subject_high, subject_low, {_HOUSEHOLD}, subject_person"
_WHO = """
    SELECT f.*, CASE WHEN f.subject_kind = 'person' THEN a.subject_person END AS subject_person
    FROM found f
    LEFT JOIN apart a ON a.batch = f.left_batch AND a.row = f.left_row
        AND a.token_low = f.subject_low AND a.token_high = f.subject_high
"""
_PLACES = "left_source, left_batch, left_row, right_source, right_batch, right_row, measures"
_BROKEN = """
    SELECT CASE
        WHEN subject_kind NOT IN ('person', 'household', 'account') THEN 'subject_kind'
        WHEN subject_kind = 'household' AND household_id IS NULL THEN 'household_id'
        WHEN subject_kind <> 'household' AND (subject_high IS NULL OR subject_low IS NULL) THEN 'subject'
        WHEN left_source IS NULL OR left_batch IS NULL OR left_row IS NULL THEN 'left'
        WHEN measures IS NULL OR NOT json_valid(measures) OR json_type(measures) <> 'OBJECT' THEN 'measures'
        WHEN subject_kind <> $subject
            AND NOT ($subject = 'household' AND subject_kind = 'person' AND household_id IS NULL)
            THEN 'subject_kind is not ' || $subject
        {measures}
    END AS broken
    FROM found_now WHERE broken IS NOT NULL LIMIT 1
"""


class FindingBroken(Exception):
    """A rule gave a row that is not a finding."""


def create_found(connection: duckdb.DuckDBPyConnection) -> None:
    """Create the table that takes in every rule's rows."""
    columns = ", ".join(f"{name} {kind}" for name, kind in OUTPUT.items())
    connection.execute(f"CREATE TABLE found (rule VARCHAR, {columns})")


def keep_found(connection: duckdb.DuckDBPyConnection, rule: Rule) -> None:
    """Run a rule and keep its rows; a row without subject, record or measures stops the comparison."""
    try:
        connection.execute(f"CREATE OR REPLACE TABLE found_now AS SELECT * FROM ({bare(rule.sql)})")
    except duckdb.Error as error:
        raise FindingBroken(f"{rule.id}: {error}") from error
    if broken := _broken(connection, rule):
        raise FindingBroken(f"{rule.id}: {broken}")
    connection.execute("INSERT INTO found SELECT ?, * FROM found_now", [rule.id])


def _broken(connection: duckdb.DuckDBPyConnection, rule: Rule) -> str:
    """Say what the rows a rule has just given lack, read once and before they join the others."""
    asked = {f"measure{place}": name for place, name in enumerate(sorted(rule.measures))}
    lacking = " ".join(
        f"WHEN json_extract_string(measures, '$.' || ${key}) IS NULL THEN 'measures lack ' || ${key}"
        for key in asked
    )
    rows = connection.execute(_BROKEN.format(measures=lacking), {"subject": rule.subject, **asked}).fetchall()
    return str(rows[0][0]) if rows else ""


@dataclass(frozen=True, slots=True)
class Found:
    """How many subjects a rule found for certain, and how many by a number under two names."""

    certain: int = 0
    doubtful: int = 0


def write_findings(
    connection: duckdb.DuckDBPyConnection, period: str, batches: Iterable[BatchFile], path: Path
) -> dict[str, Found]:
    """Write each rule's findings once a subject, in a fixed order, and return how many each rule has.

    A subject is a number's person; `subject_person` names another one the number belongs to as well.
    """
    create_apart(connection)
    connection.execute(
        f"""
        CREATE TABLE findings AS
        SELECT * EXCLUDE (place), sha256(concat_ws(
            '|', rule, ?, subject_kind,
            coalesce(CAST(subject_high AS VARCHAR), ''), coalesce(CAST(subject_low AS VARCHAR), ''),
            coalesce(CAST({_HOUSEHOLD} AS VARCHAR), ''), CAST(subject_person AS VARCHAR)
        )) AS fingerprint
        FROM (SELECT *, row_number() OVER (PARTITION BY {_SUBJECT} ORDER BY {_PLACES}) AS place FROM ({_WHO}))
        WHERE place = 1
        """,
        [period],
    )
    mark_doubts(connection, batches)
    quoted = str(path).replace("'", "''")
    connection.execute(f"COPY (SELECT * FROM marked ORDER BY {_SUBJECT}) TO '{quoted}' (FORMAT parquet)")
    counts = connection.execute(
        "SELECT rule, count(*) FILTER (doubt = ''), count(*) FILTER (doubt <> '') FROM marked GROUP BY rule"
    ).fetchall()
    return {rule: Found(int(certain), int(doubtful)) for rule, certain, doubtful in counts}
