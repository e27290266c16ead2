"""Makes a task of every document a region still lacks and of every document to be looked at again."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from doudi.common.clock import SHANGHAI
from doudi.work.upgrading import LEVELS, open_waiting


def make_tasks(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let duties be seen by the section they name, and reviews by those who keep documents."""
    duties = apps.get_model("rulebook", "PolicyDuty").objects.exclude(status="ISSUED").order_by("pk")
    for each in duties:
        open_waiting(apps, 30, [_duty(apps, each)], due_on=each.due_on)
    reviews = apps.get_model("rulebook", "DocumentReview").objects.filter(settled_at__isnull=True)
    open_waiting(apps, 10, [_review(each) for each in reviews.select_related("document").order_by("pk")])


def _duty(apps: Any, each: Any) -> dict[str, Any]:
    """Return a duty's task; when it was set down is in the trail only, so it counts from its superior's day."""
    day = each.drafted_on or each.superior.recorded_at.astimezone(SHANGHAI).date()
    return {
        "kind": "policy_duty",
        "subject_kind": "policy_duty",
        "subject_id": str(each.pk),
        "division": each.region,
        "level": LEVELS[len(each.region)],
        "office": _section(apps, each.region, each.office),
        "since": datetime.combine(day, time(9), SHANGHAI),
    }


def _section(apps: Any, region: str, name: str) -> Any:
    if not apps.get_model("regions", "Division").objects.filter(code=region).exists():
        return None
    sections = apps.get_model("regions", "Organisation").objects
    return sections.get_or_create(division_id=region, kind="SECTION", name=name)[0]


def _review(each: Any) -> dict[str, Any]:
    return {
        "kind": "document_review",
        "subject_kind": "document_review",
        "subject_id": str(each.pk),
        "division": each.document.region,
        "level": LEVELS[len(each.document.region)],
        "permission": "rulebook.keep_documents",
        "since": each.raised_at,
    }


class Migration(migrations.Migration):

    dependencies = [
        ("rulebook", "0010_make_tasks_of_what_waits"),
        ("regions", "0005_name_the_sections_of_bureaus"),
        ("work", "0003_let_a_section_have_tasks"),
    ]

    operations = [
        migrations.RunPython(make_tasks, migrations.RunPython.noop),
    ]
