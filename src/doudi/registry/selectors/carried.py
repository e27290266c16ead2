"""Answers from which earlier list a value was carried that the newest list does not give (ADR 0084)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from doudi.registry.models import Enrolment, HouseholdAct, ListLine
from doudi.registry.rules.lines import first_day
from doudi.registry.selectors.facts import chunks


class Carried(NamedTuple):
    """The list that last gave a value: its source and month."""

    source: str
    period: str


_FIELDS = ("publication__source", "publication__period", "division", "amount_fen")


class _Said(NamedTuple):
    source: str
    period: str
    division: str
    amount_fen: int | None


def amounts_carried(spells: Collection[Enrolment]) -> dict[int, Carried]:
    """Return for spells whose newest list gives no amount the list that last gave the one that stands."""
    said: dict[tuple[int, str], list[_Said]] = {}
    for part in chunks({spell.person_id for spell in spells}):
        live = ListLine.objects.filter(person__in=part, publication__withdrawn_at__isnull=True)
        known = live.values_list("person_id", "programme", *_FIELDS)
        for person, programme, source, period, division, amount in known:
            said.setdefault((person, programme), []).append(_Said(source, period, division, amount))
    found = {}
    for spell in spells:
        rows = [
            row
            for row in said.get((spell.person_id, spell.programme), ())
            if first_day(row.period) < (spell.valid_to or date.max)
        ]
        giving = [row for row in rows if row.amount_fen is not None]
        carried = _carried(rows, giving)
        if carried is not None and any(
            row.amount_fen == spell.amount_fen for row in giving if row.period == carried.period
        ):
            found[spell.pk] = carried
    return found


def place_carried(person: int, division: str) -> Carried | None:
    """Return the list that last named somebody's place, when the newest names only a wider one, or none.

    An officer's word of where they live is no list's.
    """
    acts = HouseholdAct.objects.filter(people=person, undone_at__isnull=True, division=division)
    if acts.exists():
        return None
    live = ListLine.objects.filter(person=person, publication__withdrawn_at__isnull=True)
    rows = [_Said(*row) for row in live.values_list(*_FIELDS)]
    newest = max((row.period for row in rows), default="")
    is_wider = all(division.startswith(row.division) for row in rows if row.period == newest)
    return _carried(rows, [row for row in rows if row.division == division]) if is_wider else None


def _carried(rows: Collection[_Said], giving: Collection[_Said]) -> Carried | None:
    """Return the newest row that gives a value when a newer row does not."""
    newest = max((row.period for row in rows), default="")
    given = max(((row.period, row.source) for row in giving), default=None)
    return Carried(given[1], given[0]) if given and given[0] < newest else None
