"""Makes a task of every suggestion that waits for another person."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from doudi.work.upgrading import open_waiting


def make_tasks(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let what waits be seen by those who may decide it."""
    waiting = apps.get_model("price_subsidy", "PriceLaunch").objects.filter(status="SUGGESTED")
    open_waiting(apps, 3, [_suggested(each) for each in waiting.order_by("pk")])


def _suggested(each: Any) -> dict[str, Any]:
    return {
        "kind": "price_launch",
        "subject_kind": "price_launch",
        "subject_id": str(each.pk),
        "division": each.region,
        "level": "COUNTY",
        "permission": "rulebook.approve_change",
        "maker_id": each.prepared_by_id,
        "since": each.suggested_at,
    }


class Migration(migrations.Migration):

    dependencies = [
        ("price_subsidy", "0001_take_over_from_the_rulebook"),
        ("regions", "0003_add_division_changes"),
        ("work", "0002_let_tasks_wait_for_a_decision"),
    ]

    operations = [
        migrations.RunPython(make_tasks, migrations.RunPython.noop),
    ]
