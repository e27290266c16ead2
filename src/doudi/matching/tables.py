"""Lay out what a rule's SQL may read: the month, the roster, the batches of a source, the parameters.

The same names stand over empty tables when a rule is checked and over Parquet files when it runs.

- `this_month`: one row – period, first_day, last_day, next_first_day, year_first_day.
- `people`: everyone on the roster, once for each identity token – person_id, token_high, token_low,
  household_id, division, born_on, sex, name_key, age (whole years on the month's last day).
- `spells`: enrolments in force in the month – the columns of `shapes.SPELLS` and `source`.
- `<source>`, `<source>_year`, `<source>_previous`, `<source>_last_year`, `<source>_ever`: accepted rows of
  every place's latest batches (see `batches`), of all batches of the calendar year, of the month before the
  latest, of the latest month of the year before, of every month so far – every batch's columns, age, batch,
  period and the source's own. A column that a batch did not keep yet when it was written is null.
- `parameters`: one row, a column for each of the rule's parameters.
"""

# ruff: noqa: S608 - the SQL is put together from shapes and file names of our own, never from input

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow.parquet as pq

from doudi.kernel.dates import Period
from doudi.matching.batches import BatchFile
from doudi.matching.former import FORMER, as_known, names_former_numbers
from doudi.matching.shapes import (
    EVERY_BATCH,
    NAMES,
    NEEDED,
    OUTPUT,
    PEOPLE,
    SPELLS,
    Shape,
    Shapes,
    source_of_view,
)

CHECK_PERIOD = Period(2026, 1)
_INTEGERS = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "UTINYINT"})


class ShapeBroken(Exception):
    """A Parquet file lacks columns the comparison reads."""


def connect(settings: Mapping[str, str | int] | None = None) -> duckdb.DuckDBPyConnection:
    """Open a database in memory that fetches nothing from anywhere."""
    offline: dict[str, str | bool | int | float | list[str]] = {
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(":memory:", config={**offline, **(settings or {})})


def problem_of_sql(sql: str, views: Sequence[str], parameters: Mapping[str, int], shapes: Shapes) -> str:
    """Say what is wrong with a rule's SQL, planned over empty views; empty when nothing is."""
    with connect() as connection:
        try:
            statements = connection.extract_statements(sql)
            if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
                return "must be one SELECT"
            _lay_out_empty(connection, views, parameters, shapes)
            columns = connection.execute(f"DESCRIBE SELECT * FROM ({bare(sql)})").fetchall()
        except duckdb.Error as error:
            return str(error)
    return _problem_of_columns({name: kind for name, kind, *_ in columns})


def _lay_out_empty(
    connection: duckdb.DuckDBPyConnection,
    views: Sequence[str],
    parameters: Mapping[str, int],
    shapes: Shapes,
) -> None:
    """Create everything a rule may read, empty."""
    create_month(connection, CHECK_PERIOD)
    connection.execute(f"CREATE VIEW people AS {_people_over(_nothing(PEOPLE), CHECK_PERIOD)}")
    connection.execute(f"CREATE VIEW spells AS {_spells_over(_nothing(SPELLS), CHECK_PERIOD, shapes)}")
    for view in views:
        create_source_view(connection, view, [], CHECK_PERIOD, shapes)
    set_parameters(connection, parameters)


def bare(sql: str) -> str:
    """Return a rule's SQL without the semicolon behind it."""
    return sql.strip().removesuffix(";")


def create_month(connection: duckdb.DuckDBPyConnection, month: Period) -> None:
    """Create the table of one row that says which month is compared."""
    connection.execute(
        "CREATE TABLE this_month AS SELECT ? AS period, CAST(? AS DATE) AS first_day, "
        "CAST(? AS DATE) AS last_day, CAST(? AS DATE) AS next_first_day, CAST(? AS DATE) AS year_first_day",
        [
            str(month),
            month.first_day,
            month.last_day,
            month.next().first_day,
            Period(month.year, 1).first_day,
        ],
    )


def create_roster(connection: duckdb.DuckDBPyConnection, folder: Path, month: Period, shapes: Shapes) -> None:
    """Create `people` and `spells` over the roster's Parquet files.

    Someone who is enrolled here but filed elsewhere stands among the people too, so that departments'
    rows find them.
    """
    people = _file(folder / "people.parquet", PEOPLE, frozenset(PEOPLE) - {"name_key"})
    spells = _spells_over(_file(folder / "spells.parquet", SPELLS, frozenset(SPELLS)), month, shapes)
    connection.execute(f"CREATE VIEW spells AS {spells}")
    strangers = (
        "SELECT DISTINCT person_id, token_high, token_low, household_id, division, "
        "CAST(NULL AS DATE) AS born_on, CAST(NULL AS VARCHAR) AS sex, CAST(NULL AS BIGINT) AS name_key "
        "FROM spells "
        f"WHERE person_id NOT IN (SELECT person_id FROM {people})"
    )
    other = folder / "names.parquet"
    names = _file(other, NAMES, frozenset(NAMES)) if other.exists() else _nothing(NAMES)
    connection.execute(f"CREATE VIEW names AS SELECT {_cast(NAMES)} FROM {names}")
    everyone = f"(SELECT {_cast(PEOPLE)} FROM {people} UNION ALL {strangers})"
    connection.execute(f"CREATE VIEW people AS {_people_over(everyone, month)}")


def keep_roster(connection: duckdb.DuckDBPyConnection) -> None:
    """Put tables in the place of `people` and `spells`: nearly every rule reads them, most of them twice.

    Beyond the memory limit they overflow to the disk like any other table.
    """
    for view in ("people", "spells"):
        connection.execute(f"CREATE TABLE {view}_kept AS SELECT * FROM {view}")
        connection.execute(f"DROP VIEW {view}")
        connection.execute(f"ALTER TABLE {view}_kept RENAME TO {view}")


def create_source_view(
    connection: duckdb.DuckDBPyConnection,
    view: str,
    batches: Sequence[BatchFile],
    month: Period,
    shapes: Shapes,
) -> None:
    """Create a source's view over these batches; without any it is empty and of the right shape."""
    shape = {**EVERY_BATCH, **shapes[source_of_view(view)].columns}
    parts = [_accepted_rows(_nothing(shape), shape, "", "", month) + " AND false"]
    for batch in batches:
        rows = _not_in(_file(Path(batch.path), shape, NEEDED), batch.without)
        if FORMER[1] in shape and names_former_numbers(Path(batch.path)):
            rows = as_known(rows, shape)
        parts.append(_accepted_rows(rows, shape, batch.id, batch.period, month))
    connection.execute(f"CREATE OR REPLACE VIEW {view} AS {' UNION ALL '.join(parts)}")


def set_parameters(connection: duckdb.DuckDBPyConnection, values: Mapping[str, int]) -> None:
    """Create the table of one row that holds a rule's parameters."""
    columns = ", ".join(f'CAST({value} AS BIGINT) AS "{name}"' for name, value in sorted(values.items()))
    connection.execute(f"CREATE OR REPLACE TABLE parameters AS SELECT {columns or '1 AS no_parameters'}")


def _problem_of_columns(found: Mapping[str, str]) -> str:
    """Compare a rule's output columns with what every rule gives."""
    if tuple(found) != tuple(OUTPUT):
        return f"gives the columns {', '.join(found)} instead of {', '.join(OUTPUT)}"
    for name, wanted in OUTPUT.items():
        if found[name] != wanted and not {found[name], wanted} <= _INTEGERS:
            return f"column {name} is {found[name]} instead of {wanted}"
    return ""


def _file(path: Path, shape: Shape, needed: frozenset[str]) -> str:
    """Name a Parquet file in SQL; a column it lacks is null, unless nothing can be told without it."""
    there = set(pq.read_schema(path).names)
    if missing := needed - there:
        raise ShapeBroken(f"{path.parent.name}/{path.name}: no column {', '.join(sorted(missing))}")
    quoted = "'" + str(path).replace("'", "''") + "'"
    columns = ", ".join(
        name if name in there else f"CAST(NULL AS {kind}) AS {name}" for name, kind in shape.items()
    )
    return f"(SELECT {columns} FROM read_parquet({quoted}))"


def _not_in(rows: str, places: Sequence[str]) -> str:
    """Leave out the rows of places that a newer batch speaks for; a row that names no place stays."""
    if not places:
        return rows
    inside = " OR ".join(f"starts_with(division, '{place}')" for place in places)
    return f"(SELECT * FROM {rows} WHERE division IS NULL OR NOT ({inside}))"


def _nothing(shape: Shape) -> str:
    """Return a table without rows, every column a text, as a subquery."""
    columns = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in shape.items())
    return f"(SELECT {columns} WHERE false)"


def _cast(shape: Shape) -> str:
    """List columns in their types; an empty text in place of a number is no number."""
    return ", ".join(
        f"CAST(NULLIF(CAST({name} AS VARCHAR), '') AS INTEGER) AS {name}"
        if name.startswith("disability_")
        else f"CAST({name} AS {kind}) AS {name}"
        for name, kind in shape.items()
    )


def _age(month: Period) -> str:
    """Write age in whole years on the month's last day."""
    last = month.last_day
    written = last.year * 10_000 + last.month * 100 + last.day
    born = (
        "(EXTRACT(YEAR FROM born_on) * 10000 + EXTRACT(MONTH FROM born_on) * 100 + EXTRACT(DAY FROM born_on))"
    )
    return f"CAST(FLOOR(({written} - {born}) / 10000.0) AS INTEGER) AS age"


def _people_over(rows: str, month: Period) -> str:
    return f"SELECT {_cast(PEOPLE)}, {_age(month)} FROM {rows}"


def _spells_over(rows: str, month: Period, shapes: Shapes) -> str:
    sources = " ".join(
        f"WHEN '{programme}' THEN '{name}'"
        for name, shape in shapes.items()
        for programme in shape.programmes
    )
    source = f"CASE programme {sources} END" if sources else "CAST(NULL AS VARCHAR)"
    return (
        f"SELECT {_cast(SPELLS)}, {source} AS source FROM {rows} "
        f"WHERE valid_from < DATE '{month.next().first_day}' "
        f"AND (valid_to IS NULL OR valid_to > DATE '{month.first_day}')"
    )


def _accepted_rows(rows: str, shape: Shape, batch: str, period: str, month: Period) -> str:
    name, when = batch.replace("'", "''"), period.replace("'", "''")
    return (
        f"SELECT {_cast(shape)}, {_age(month)}, '{name}' AS batch, '{when}' AS period "
        f"FROM {rows} WHERE status < 2 AND token_low IS NOT NULL"
    )
