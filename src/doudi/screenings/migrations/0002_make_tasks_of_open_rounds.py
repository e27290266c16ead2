"""Makes a task of every open round, and of every township somebody of it waits in."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from doudi.work.upgrading import open_waiting


def make_tasks(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let each township see whom it has still to conclude on, and the county what it has to close."""
    rounds = apps.get_model("screenings", "Screening").objects.filter(status="OPEN")
    for each in rounds.order_by("pk"):
        said = {"since": each.opened_at}
        county = _task("screening_round", str(each.pk), each.region, "COUNTY")
        owners = _owners(each)
        towns = (
            _task("screening_people", f"{each.pk}:{town}", town, "TOWNSHIP") | {"owner_id": owner}
            for town, owner in owners.items()
        )
        open_waiting(apps, 1, [one | said for one in (county, *towns)], due_on=each.due_on)


def _owners(each: Any) -> dict[str, int | None]:
    """Return the townships somebody waits in, each with the post its first person was given to."""
    if each.kind == "THREE_CLASSES":
        return {}
    waiting = each.members.filter(outcome="").order_by("-pk")
    if each.kind == "JOINT":
        waiting = waiting.filter(compared_at__isnull=False, found=[])
    return {member.division[:9]: member.owner_id for member in waiting}


def _task(kind: str, key: str, division: str, level: str) -> dict[str, Any]:
    whose = {"kind": kind, "subject_kind": kind, "subject_id": key}
    return {**whose, "division": division, "level": level}


class Migration(migrations.Migration):

    dependencies = [
        ("screenings", "0001_take_over_from_monitoring"),
        ("regions", "0003_add_division_changes"),
        ("work", "0003_let_a_section_have_tasks"),
    ]

    operations = [
        migrations.RunPython(make_tasks, migrations.RunPython.noop),
    ]
