"""The one way to change many rows at once: together with their line in the audit trail."""

from collections.abc import Callable, Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Model, QuerySet

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
    model = type(next(iter(rows)))
    model._default_manager.bulk_update(rows, fields, batch_size=ROWS_AT_ONCE)
