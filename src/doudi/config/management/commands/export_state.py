"""The command that writes out what the installation knows, the same for the same facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef

from doudi.common.commands import ContractCommand
from doudi.exchange.models import Batch
from doudi.monitoring.models import Finding, LedgerEntry, Month
from doudi.registry.models import HouseholdMember, Identity, ListLine
from doudi.registry.selectors import valid_enrolments


class Command(ContractCommand):
    """Write people, households, enrolments, batches, ledger and months, canonical and sorted.

    People are named by their tokens; row keys and moments are left out, so that two installations that
    were told the same things answer alike however often either was interrupted.
    """

    help = "导出规范化的业务状态（排序固定，不含证件号码）"

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Collect the state, each part sorted."""
        tokens = _tokens()
        state: dict[str, list[Any]] = {
            "people": sorted(_people()),
            "households": sorted(_households(tokens)),
            "enrolments": sorted(_enrolments(tokens)),
            "batches": sorted(_batches()),
            "ledger": sorted(_ledger(tokens)),
            "findings": sorted(_findings(tokens)),
            "months": sorted(Month.objects.values_list("region", "period", "status")),
        }
        return {**state, "sentence": "，".join(f"{name} {len(part)}" for name, part in state.items())}


def _tokens() -> dict[int, str]:
    identities = Identity.objects.order_by("-standing", "-id")
    rows = identities.values_list("person_id", "token_high", "token_low")
    return {person: f"{high & (2**64 - 1):016x}{low & (2**64 - 1):016x}" for person, high, low in rows}


def _people() -> Iterable[list[str]]:
    """Yield the numbers of people, but not of those whom only lists named that were all taken back."""
    spoken_of = ListLine.objects.filter(identity=OuterRef("pk"))
    standing = spoken_of.filter(publication__withdrawn_at__isnull=True)
    rows = Identity.objects.filter(Exists(standing) | ~Exists(spoken_of)).values_list(
        "token_high", "token_low", "standing", "person__name", "person__division", "person__born_on"
    )
    return ([str(value) for value in row] for row in rows)


def _households(tokens: Mapping[int, str]) -> Iterable[list[str]]:
    homes: dict[int, list[str]] = {}
    for household, person in HouseholdMember.objects.filter(valid_to__isnull=True).values_list(
        "household_id", "person_id"
    ):
        homes.setdefault(household, []).append(tokens[person])
    return (sorted(members) for members in homes.values())


def _enrolments(tokens: Mapping[int, str]) -> Iterable[list[str]]:
    rows = valid_enrolments().values_list(
        "person_id", "programme", "category", "division", "amount_fen", "valid_from", "valid_to"
    )
    return ([tokens[row[0]], *(str(value) for value in row[1:])] for row in rows)


def _batches() -> Iterable[list[str]]:
    rows = Batch.objects.values_list(
        "source", "region", "period", "state", "rows_read", "rows_clean", "rows_repaired", "rows_rejected"
    )
    return ([str(value) for value in row] for row in rows)


def _ledger(tokens: Mapping[int, str]) -> Iterable[list[str]]:
    rows = LedgerEntry.objects.values_list(
        "person_id", "rule", "division", "status", "outcome", "first_period", "last_period", "subject"
    )
    return ([_subject(row[0], row[-1], tokens), *(str(value) for value in row[1:-1])] for row in rows)


def _subject(person: int | None, subject: str, tokens: Mapping[int, str]) -> str:
    if person is not None:
        return tokens[person]
    # a household's key is a row's; its members name it better, and the ledger's own line counts it
    return "household" if subject.startswith("household:") else subject


def _findings(tokens: Mapping[int, str]) -> Iterable[list[str]]:
    rows = Finding.objects.filter(withdrawn_by__isnull=True).values_list(
        "entry__person_id", "entry__subject", "entry__rule", "period"
    )
    return ([_subject(row[0], row[1], tokens), *(str(value) for value in row[2:])] for row in rows)
