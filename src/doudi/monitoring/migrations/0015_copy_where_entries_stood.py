"""Writes where entries stood in the months that found them; what nobody answered for an open month opens again."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Max

AT_ONCE = 1000


def copy_standings(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give every finding that stands its entry's standing; a cleared entry of an open month was never looked at."""
    finding, standing = apps.get_model("monitoring", "Finding"), apps.get_model("monitoring", "EntryStanding")
    rows = finding.objects.filter(withdrawn_by=None).select_related("entry", "run").order_by("pk")
    batch: list[Any] = []
    for row in rows.iterator(chunk_size=AT_ONCE):
        batch.append(_standing(standing, row))
        if len(batch) == AT_ONCE:
            standing.objects.bulk_create(batch)
            batch = []
    standing.objects.bulk_create(batch)
    _open_again(apps, standing)


def _standing(standing: Any, row: Any) -> Any:
    entry = row.entry
    status = "OPEN" if entry.status == "CLEARED" else entry.status
    concluded = status == "CONCLUDED"
    return standing(
        entry=entry,
        period=row.period,
        division=entry.division,
        status=status,
        outcome=entry.outcome if concluded else "",
        reason=entry.reason if concluded else "",
        owner_id=entry.owner_id,
        has_clock=entry.due_on is not None or entry.due_since is not None,
        cause="BEFORE",
        run=row.run,
        by_id=entry.concluded_by_id if concluded else None,
        at=(entry.concluded_at if concluded else None) or row.run.finished_at or row.run.started_at,
    )


def _open_again(apps: Apps, standing: Any) -> None:
    """Open entries that a later comparison cleared while a month that found them is still open."""
    entry, month = apps.get_model("monitoring", "LedgerEntry"), apps.get_model("monitoring", "Month")
    for region, period in month.objects.exclude(status="CLOSED").values_list("region", "period"):
        waiting = standing.objects.filter(entry__region=region, period=period, status="OPEN")
        entry.objects.filter(status="CLEARED", pk__in=waiting.values("entry")).update(status="OPEN", cleared_on=None)


def keep_batches(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Name the batches of the newest finished run of each month, as far as its accounting names them.

    A run whose accounting does not name all that is published is not current: the month asks to be compared.
    """
    runs = apps.get_model("monitoring", "MatchRun").objects
    newest = runs.filter(status="DONE").values("region", "period").annotate(last=Max("pk")).values("last")
    for run in runs.filter(pk__in=newest):
        run.batches = sorted({str(row["batch"]) for row in run.accounting if row.get("batch")})
        run.save(update_fields=["batches"])


class Migration(migrations.Migration):

    dependencies = [
        ("monitoring", "0014_keep_where_entries_stood"),
    ]

    operations = [
        migrations.RunPython(copy_standings, migrations.RunPython.noop),
        migrations.RunPython(keep_batches, migrations.RunPython.noop),
    ]
