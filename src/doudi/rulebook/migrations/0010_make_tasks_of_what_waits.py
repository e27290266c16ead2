"""Makes a task of every change, exit and breach that waits for another person."""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from doudi.work.upgrading import LEVELS, open_waiting


def make_tasks(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let what waits be seen by those who may decide it.

    Who must decide from above is known to the studies, which a migration cannot ask: a change waits at its
    own level until the daily watch looks.
    """
    changes = apps.get_model("rulebook", "Proposal").objects.filter(status="PROPOSED").order_by("pk")
    open_waiting(apps, 5, [_change(each) for each in changes])
    users = dict(apps.get_model("accounts", "User").objects.values_list("username", "pk"))
    exits = apps.get_model("rulebook", "ExitRequest").objects.filter(status="REVIEW").order_by("pk")
    open_waiting(apps, 10, [_exit(each, users.get(each.asked_by)) for each in exits])
    breaches = apps.get_model("rulebook", "FreezeBreach").objects.filter(status="OPEN").order_by("pk")
    open_waiting(apps, 5, [_breach(each) for each in breaches])


def _change(each: Any) -> dict[str, Any]:
    return {
        "kind": "rule_change",
        "subject_kind": "proposal",
        "subject_id": str(each.pk),
        "division": each.region,
        "level": LEVELS[len(each.region)],
        "permission": "rulebook.approve_change",
        "maker_id": each.proposed_by_id,
        "since": each.proposed_at or each.drafted_at,
    }


def _exit(each: Any, asker: int | None) -> dict[str, Any]:
    return {
        "kind": "exit_review",
        "subject_kind": "exit_request",
        "subject_id": str(each.pk),
        "division": each.division,
        "level": "COUNTY",
        "permission": "rulebook.decide_exit",
        "maker_id": asker,
        "since": each.asked_at,
    }


def _breach(each: Any) -> dict[str, Any]:
    return {
        "kind": "exit_breach",
        "subject_kind": "freeze_breach",
        "subject_id": str(each.pk),
        "division": each.division,
        "level": "COUNTY",
        "permission": "rulebook.decide_exit",
        "maker_id": None,
        "since": each.found_at,
    }


class Migration(migrations.Migration):

    dependencies = [
        ("rulebook", "0009_hand_studies_and_prices_over"),
        ("regions", "0003_add_division_changes"),
        ("work", "0002_let_tasks_wait_for_a_decision"),
    ]

    operations = [
        migrations.RunPython(make_tasks, migrations.RunPython.noop),
    ]
