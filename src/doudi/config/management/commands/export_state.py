"""The command that writes out what the installation knows, the same for the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from doudi.common.commands import ContractCommand
from doudi.delegation.selectors.rights import rights_in_state
from doudi.exchange.models import Batch
from doudi.monitoring.models import Finding, LedgerEntry, Month
from doudi.registry.selectors.state import Names, names_in_state, registry_state


class Command(ContractCommand):
    """Write what lists and officers said, what follows from it, batches, ledger, rights and months, sorted.

    People are named by their tokens; row keys and moments are left out, so that two installations that
    were told the same things answer alike, in whatever order they were told and however often interrupted.
    """

    help = "导出规范化的业务状态（排序固定，不含证件号码）"

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Collect the state, each part sorted."""
        names = names_in_state()
        state: dict[str, list[Any]] = {
            **registry_state(names),
            "batches": sorted(_batches()),
            "ledger": sorted(_ledger(names)),
            "findings": sorted(_findings(names)),
            "delegations": rights_in_state(),
            "months": sorted(Month.objects.values_list("region", "period", "status")),
        }
        return {**state, "sentence": "，".join(f"{name} {len(part)}" for name, part in state.items())}


def _batches() -> Iterable[list[str]]:
    rows = Batch.objects.values_list(
        "source", "region", "period", "state", "rows_read", "rows_clean", "rows_repaired", "rows_rejected"
    )
    return ([str(value) for value in row] for row in rows)


def _ledger(names: Names) -> Iterable[list[str]]:
    rows = LedgerEntry.objects.values_list(
        "person_id", "rule", "division", "status", "outcome", "first_period", "last_period", "subject"
    )
    return ([_subject(row[0], row[-1], names), *(str(value) for value in row[1:-1])] for row in rows)


def _subject(person: int | None, subject: str, names: Names) -> str:
    if person is not None:
        return names.people[person].partition("#")[0]
    # a household's key is a row's; its members name it better, and the ledger's own line counts it
    return "household" if subject.startswith("household:") else subject


def _findings(names: Names) -> Iterable[list[str]]:
    rows = Finding.objects.filter(withdrawn_by__isnull=True).values_list(
        "entry__person_id", "entry__subject", "entry__rule", "period"
    )
    return ([_subject(row[0], row[1], names), *(str(value) for value in row[2:])] for row in rows)
