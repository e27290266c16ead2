"""What the ledger says of a person or a household, on their cards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.cards import FACTS, HOUSEHOLD, PANELS, PERSON, Card, Part, Shortcut
from doudi.monitoring.forms import LabelForm
from doudi.monitoring.selectors.ledger import entries_within
from doudi.monitoring.selectors.lines import entry_lines
from doudi.monitoring.selectors.strategies import due_of
from doudi.registry.selectors.strategies import histories_of
from doudi.work.selectors.owners import Owners


def labels(_request: OfficerRequest, card: Card) -> Mapping[str, Any] | None:
    """Say the signs of risk pinned to the person, with source, who and when."""
    found = card.row.risk_labels.filter(removed_at__isnull=True).select_related("added_by")
    return {"labels": found} if found else None


def strategy(_request: OfficerRequest, card: Card) -> Mapping[str, Any]:
    """Say how often the person is seen, by whom and when next, and how often it was before."""
    now = due_of(card.row)
    owner = now.owner(Owners(clock.today())) if now else ""
    return {"now": now, "owner": owner, "history": histories_of([card.row.pk])[card.row.pk][::-1]}


def entries_of_person(request: OfficerRequest, card: Card) -> Mapping[str, Any]:
    """Say what comparisons found of the person, and take a sign of risk."""
    found = entries_within(request.access.scope).filter(person__in=card.people)
    may_label = request.access.may("monitoring.conclude_entry")
    return {
        "entries": entry_lines(found, on=clock.today()),
        "nobody": "台账里没有这个人",
        "form": LabelForm() if may_label else None,
    }


def entries_of_household(request: OfficerRequest, card: Card) -> Mapping[str, Any]:
    """Say what comparisons found of the household and of its members."""
    known = entries_within(request.access.scope)
    own = known.filter(household=card.row, person__isnull=True)
    of_members = known.filter(person__in=card.people)
    return {"entries": entry_lines([*own, *of_members], on=clock.today()), "nobody": "台账里没有这户人"}


PARTS = {
    "monitoring.labels": Part(PERSON, FACTS, 40, "monitoring/cards/labels_fact.html", labels),
    "monitoring.strategy": Part(PERSON, PANELS, 55, "monitoring/cards/strategy.html", strategy),
    "monitoring.entries": Part(PERSON, PANELS, 60, "monitoring/cards/entries.html", entries_of_person),
    "monitoring.home_entries": Part(
        HOUSEHOLD, PANELS, 50, "monitoring/cards/entries.html", entries_of_household
    ),
}
SHORTCUTS = {
    "monitoring.measures": Shortcut(
        HOUSEHOLD, 70, "帮扶措施", "heart-handshake", "monitoring:household_measures"
    ),
}
