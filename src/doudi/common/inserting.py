"""Inserts many new rows at once, without putting a statement together value by value."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Any

from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import (
    BooleanField,
    CharField,
    DateField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
    UUIDField,
)

from doudi.common.rows import NotInOneTransaction

AS_THEY_ARE = frozenset({int, str, bool, type(None)})
"""Values that every database takes as they are, in the columns meant for them."""
SIMPLE = (IntegerField, CharField, BooleanField, ForeignKey)
LEVELLED = (*SIMPLE, DateField, UUIDField)
"""Columns whose values are turned into the database's own form alike, wherever they stand."""

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
    columns = [_values(field, new, connection) for field in fields]
    _write(connection, model, [str(field.column) for field in fields], zip(*columns, strict=True))
    for row in new:
        row._state.adding, row._state.db = False, connection.alias


def _values(field: Field[Any, Any], rows: Sequence[Model], connection: BaseDatabaseWrapper) -> list[object]:
    """Return a column's values as the database takes them; what is sealed is sealed each by itself."""
    said = list(map(attrgetter(field.attname), rows))
    if isinstance(field, SIMPLE) and {*map(type, said)} <= AS_THEY_ARE:
        return said
    if isinstance(field, LEVELLED):
        known = {value: field.get_db_prep_save(value, connection) for value in {*said}}
        return [known[value] for value in said]
    return [field.get_db_prep_save(value, connection) for value in said]


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
