"""Makes a task of every proposed delegation that waits for another person."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from doudi.work.upgrading import open_waiting


def make_tasks(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let what waits be seen by those who may decide it."""
    waiting = apps.get_model("delegation", "Delegation").objects.filter(decision__isnull=True)
    open_waiting(apps, 5, [_proposed(each) for each in waiting.order_by("pk")])


def _proposed(each: Any) -> dict[str, Any]:
    return {
        "kind": "delegation",
        "subject_kind": "delegation",
        "subject_id": str(each.pk),
        "division": each.county,
        "level": "COUNTY",
        "permission": "delegation.grant",
        "maker_id": each.proposed_by_id,
        "since": each.proposed_at,
    }


class Migration(migrations.Migration):

    dependencies = [
        ("delegation", "0001_keep_rights_handed_down"),
        ("regions", "0003_add_division_changes"),
        ("work", "0002_let_tasks_wait_for_a_decision"),
    ]

    operations = [
        migrations.RunPython(make_tasks, migrations.RunPython.noop),
    ]
