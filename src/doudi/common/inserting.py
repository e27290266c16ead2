"""Inserts many new rows at once, without putting a statement together value by value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import Model

from doudi.common.columns import column_of
from doudi.common.rows import NotInOneTransaction

Row = tuple[object, ...]


def insert_rows(rows: Iterable[Model]) -> None:
    """Insert new rows of one model and give each its key, within the caller's transaction.

    Defaults and seals are those of a row saved alone; there are no signals, and no column fills itself.
    """
    new = list(rows)
    if not new:
        return
    model = type(new[0])
    connection = connections[router.db_for_write(model)]
    if not connection.in_atomic_block:
        raise NotInOneTransaction(model._meta.label)
    for row, key in zip(new, _free_keys(connection, model, len(new)), strict=True):
        row.pk = key
    fields = model._meta.concrete_fields
    columns = [column_of(field, new, connection) for field in fields]
    _write(connection, model, [str(field.column) for field in fields], zip(*columns, strict=True))
    for row in new:
        row._state.adding, row._state.db = False, connection.alias


def _free_keys(connection: BaseDatabaseWrapper, model: type[Model], count: int) -> list[int]:
    """Return keys nobody has: the sequence's next ones, or those after the last of a locked database."""
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            quoted = connection.ops.quote_name(table)
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [quoted, column, count],
            )
            return [key for (key,) in cursor.fetchall()]
        cursor.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = %s", [table])
        (last,) = cursor.fetchone()
        return list(range((last or 0) + 1, (last or 0) + 1 + count))


def _write(
    connection: BaseDatabaseWrapper, model: type[Model], columns: Sequence[str], rows: Iterable[Row]
) -> None:
    quote = connection.ops.quote_name
    place = f"{quote(model._meta.db_table)} ({', '.join(map(quote, columns))})"
    with connection.cursor() as cursor, connection.wrap_database_errors:
        if connection.vendor == "postgresql":
            _copy(cursor, place, rows)
        else:
            some: Any = list(rows)
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {place} VALUES ({marks})", some)  # noqa: S608


def _copy(cursor: CursorWrapper, place: str, rows: Iterable[Row]) -> None:
    raw: Any = cursor
    with raw.copy(f"COPY {place} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
