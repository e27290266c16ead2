"""Makes a task of every submitted month that waits for another person."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from doudi.work.upgrading import open_waiting


def make_tasks(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let what waits be seen by those who may decide it."""
    months = apps.get_model("monitoring", "Month").objects
    waiting = months.filter(status="SUBMITTED", submitted_at__isnull=False).order_by("pk")
    open_waiting(apps, 3, [_submitted(each) for each in waiting])


def _submitted(each: Any) -> dict[str, Any]:
    return {
        "kind": "month_review",
        "subject_kind": "month_review",
        "subject_id": f"{each.region}:{each.period}",
        "division": each.region,
        "level": "COUNTY",
        "permission": "monitoring.close_month",
        "maker_id": each.submitted_by_id,
        "since": each.submitted_at,
    }


class Migration(migrations.Migration):

    dependencies = [
        ("monitoring", "0023_hand_screenings_over"),
        ("regions", "0003_add_division_changes"),
        ("work", "0002_let_tasks_wait_for_a_decision"),
    ]

    operations = [
        migrations.RunPython(make_tasks, migrations.RunPython.noop),
    ]
