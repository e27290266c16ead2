"""Moves what levels were told to where all notices are kept, under the same numbers: the trail names them."""

from __future__ import annotations

from typing import Any

from django.core.management.color import no_style
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

AT_ONCE = 500


def move_notices(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Copy every notice, its answer sealed anew for its new place; who answered has signed for it."""
    to = apps.get_model("notices", "Notice")
    batch: list[Any] = []
    for row in apps.get_model("monitoring", "Notice").objects.order_by("pk").iterator(chunk_size=AT_ONCE):
        batch.append(_moved(to, row))
        if len(batch) == AT_ONCE:
            to.objects.bulk_create(batch)
            batch = []
    to.objects.bulk_create(batch)
    for statement in schema_editor.connection.ops.sequence_reset_sql(no_style(), [to]):
        schema_editor.execute(statement)


def _moved(to: Any, row: Any) -> Any:
    return to(
        pk=row.pk,
        key=row.key,
        kind=row.kind,
        division=row.division,
        about=row.about,
        text=row.text,
        subject_kind="ledger_entry" if row.entry_id else "",
        subject_id=str(row.entry_id or ""),
        raised_at=row.raised_at,
        received_at=row.settled_at,
        received_by_id=row.settled_by_id,
        settled_at=row.settled_at,
        settled_by_id=row.settled_by_id,
        answer=row.answer,
    )


class Migration(migrations.Migration):

    dependencies = [
        ("monitoring", "0017_move_papers_of_rounds"),
        ("notices", "0001_tell_offices"),
    ]

    operations = [
        migrations.RunPython(move_notices, migrations.RunPython.noop),
        migrations.DeleteModel(name="Notice"),
    ]
