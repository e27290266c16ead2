"""Holds ledger entries for a change: the task first, then the entry, so that no two acts block each other."""

from __future__ import annotations

from doudi.common.problems import Refusal
from doudi.monitoring.models import LedgerEntry
from doudi.work.models import Task


class ComparedMeanwhile(Refusal):
    """A comparison gave the entry a new task while somebody acted on the old one."""

    def __init__(self) -> None:
        super().__init__("这一条刚刚重新比对过。请刷新页面，看最新状态再办。")


def held_entry(entry: LedgerEntry) -> LedgerEntry:
    """Return an entry as it is now with its task, both held until the transaction ends."""
    key = LedgerEntry.objects.values_list("task_id", flat=True).get(pk=entry.pk)
    task = Task.objects.select_for_update(of=("self",)).select_related("owner").get(pk=key)
    entry = LedgerEntry.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if entry.task_id != task.pk:
        raise ComparedMeanwhile
    entry.task = task
    return entry


def held_entries(region: str) -> list[LedgerEntry]:
    """Return all entries of a county with their tasks, held until the transaction ends."""
    tasks = Task.objects.select_for_update(of=("self",)).filter(ledger_entry__region=region)
    list(tasks.order_by("pk").values_list("pk", flat=True))
    entries = LedgerEntry.objects.select_for_update(of=("self",)).filter(region=region)
    return list(entries.select_related("task__owner__user"))
