"""Ledger entries and month balances as the screens show them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from doudi.common.kit import Equation
from doudi.matching.wording import sentence
from doudi.monitoring.catalogue import rule_named, rules
from doudi.monitoring.models import Finding, LedgerEntry
from doudi.monitoring.rules.equation import Balance, Place
from doudi.monitoring.states import Doubt, Standing
from doudi.regions.selectors import division_names
from doudi.registry.states import Programme


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A ledger entry as one line of a list."""

    pk: int
    name: str
    place: str
    rule_title: str
    sentence: str
    severity: str
    severity_label: str
    status: str
    status_label: str
    outcome_label: str
    owner: str
    due_on: date | None
    is_overdue: bool
    doubt: str = ""
    is_provisional: bool = False


def entry_lines(entries: Iterable[LedgerEntry], *, on: date) -> list[EntryLine]:
    """Return entries as lines, each with its newest finding put into words."""
    found = list(entries)
    names = division_names(code for entry in found for code in (entry.division[:9], entry.division))
    newest = _newest([entry.pk for entry in found])
    return [_line(entry, names, *newest.get(entry.pk, ({}, "")), on) for entry in found]


def _line(
    entry: LedgerEntry, names: Mapping[str, str], measures: Mapping[str, object], doubt: str, on: date
) -> EntryLine:
    rule = rule_named(entry.rule)
    codes = dict.fromkeys((entry.division[:9], entry.division))
    return EntryLine(
        pk=entry.pk,
        name=subject_name(entry),
        place=" / ".join(names[code] for code in codes if code in names),
        rule_title=rule.title,
        sentence=sentence(rule, measures),
        severity=entry.severity,
        severity_label=entry.get_severity_display(),
        status=entry.status,
        status_label=entry.get_status_display(),
        outcome_label=entry.get_outcome_display() if entry.outcome else "",
        owner=entry.owner.user.name if entry.owner else "",
        due_on=entry.due_on if entry.status == "OPEN" else None,
        is_overdue=_is_overdue(entry, on),
        doubt=str(Doubt(doubt).label) if doubt else "",
        is_provisional=entry.status == "OPEN" and entry.is_provisional,
    )


def _is_overdue(entry: LedgerEntry, on: date) -> bool:
    if entry.status != "OPEN" or entry.due_on is None or entry.is_provisional:
        return False
    return entry.due_on < on


def subject_name(entry: LedgerEntry) -> str:
    """Return whom or what an entry is about, in words."""
    if entry.person is not None:
        return entry.person.name
    if entry.household is not None:
        head = entry.household.head
        return f"{head.name} 户" if head else "（没有户主的家庭）"
    return "（已不在档的家庭）" if entry.subject.startswith("household:") else "一个发放账户"


def _newest(entries: Sequence[int]) -> dict[int, tuple[Any, str]]:
    """Return what the newest finding of each entry says, and whether it is in doubt."""
    rows = Finding.objects.filter(entry__in=entries).order_by("period")
    return {
        entry: (measures, doubt)
        for entry, measures, doubt in rows.values_list("entry_id", "measures", "doubt")
    }


TERMS = {
    "listed": "",
    "enrolled": Standing.AIDED,
    "progress": Standing.UNDERWAY,
    "watched": Standing.WATCHED,
    "excluded": Standing.EXCLUDED,
    "unresolved": Standing.UNACCOUNTED,
}


def equation_of(balance: Balance, code: str, *, is_compared: bool = True) -> Equation:
    """Return a division's equation for the kit, each term leading to its people.

    `is_compared` says whether the month was compared with all that is published now.
    """
    people = reverse("monitoring:month_people")
    return Equation(
        listed=balance.monitored,
        enrolled=balance.aided,
        progress=balance.underway,
        watched=balance.watched,
        excluded=balance.excluded,
        unresolved=balance.unaccounted,
        waiting=balance.waiting,
        is_compared=is_compared,
        addresses={
            key: f"{people}?{urlencode({'division': code, 'standing': standing})}"
            for key, standing in TERMS.items()
        },
    )


def because_words(key: str) -> str:
    """Put the ground on which somebody stands where they stand into words."""
    titles = {rule.id: rule.title for rule in rules()}
    own = {"monitored": "监测对象，尚无人认领", "watch_register": "备案登记", "application": "申请正在办理"}
    known = {**own, **titles}
    return known.get(key) or str(Programme(key).label)


def standing_words(place: Place) -> str:
    """Say where somebody stands; of those in hand, whether anybody has looked at them yet."""
    label = str(Standing(place.standing).label)
    return f"{label}（待核查）" if place.is_waiting else label
