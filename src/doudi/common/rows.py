"""The one way to change many rows at once: together with their line in the audit trail."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import QuerySet


@transaction.atomic
def update_rows(rows: QuerySet[Any, Any], *, then_record: Callable[[int], object], **values: Any) -> int:
    """Change these rows and record how many, in one transaction; return how many.

    `then_record` gets the count and writes the audit entry; it is not called when no row changed.
    """
    changed = rows.update(**values)
    if changed:
        then_record(changed)
    return changed
