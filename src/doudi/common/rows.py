"""The one way to change many rows at once: together with their line in the audit trail."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, cast

from django.db import connections, router, transaction
from django.db.models import Field, Model, QuerySet

from doudi.common.columns import column_of

ROWS_AT_ONCE = 500


@transaction.atomic
def update_rows(rows: QuerySet[Any, Any], *, then_record: Callable[[int], object], **values: Any) -> int:
    """Change these rows and record how many, in one transaction; return how many.

    `then_record` gets the count and writes the audit entry; it is not called when no row changed.
    """
    changed = rows.update(**values)
    if changed:
        then_record(changed)
    return changed


class NotInOneTransaction(Exception):
    """Many rows are saved outside the transaction that records them."""


def save_rows(rows: Collection[Model], fields: Sequence[str], *, recorded_as: str) -> None:
    """Save these fields of many rows at once, within the transaction that writes `recorded_as` to the trail.

    For acts that change each row differently, such as taking in a list: the trail then has one entry for the
    act, not one a row. A test asks that an entry of that name is written somewhere.
    """
    if not transaction.get_connection().in_atomic_block:
        raise NotInOneTransaction(recorded_as)
    if not rows:
        return
    changed = list(rows)
    model = type(changed[0])
    connection = connections[router.db_for_write(model)]
    names = [cast("Field[Any, Any]", model._meta.get_field(name)) for name in fields]
    columns = [*names, model._meta.pk]
    values = zip(*(column_of(field, changed, connection) for field in columns), strict=True)
    *settings, key = (f"{connection.ops.quote_name(str(field.column))} = %s" for field in columns)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.executemany(f"UPDATE {table} SET {', '.join(settings)} WHERE {key}", list(values))  # noqa: S608
