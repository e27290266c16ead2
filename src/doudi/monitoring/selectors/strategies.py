"""Who is looked after how often, who of them was last seen when, and who is due (分类核查)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Max
from django.db.models.functions import TruncDate

from doudi.common import clock
from doudi.common.scope import Scope
from doudi.monitoring.models import LedgerEntry, Visit
from doudi.registry.models import Person
from doudi.registry.rules.strategies import Spell, next_check
from doudi.registry.selectors.layers import people_with_a_layer
from doudi.registry.selectors.strategies import histories_of
from doudi.work.selectors.owners import Owners

PEOPLE_AT_ONCE = 5000


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody as the strategy of today has it: since when, last seen when, due when, by whom."""

    person: int
    division: str
    spell: Spell
    last_seen: date | None
    due_on: date
    owner: str


def due_within(scope: Scope, on: date) -> list[Due]:
    """Return everybody of a scope a strategy is for, those due first first."""
    people = people_with_a_layer(scope)
    histories = histories_of(people)
    current = {
        person: spells[-1] for person, spells in histories.items() if spells and spells[-1].until is None
    }
    seen, places, owners = last_seen(current), _divisions(current), Owners(on)
    found = [
        _due(person, spell, seen.get(person), places[person], owners) for person, spell in current.items()
    ]
    return sorted(found, key=lambda each: (each.due_on, each.division, each.person))


def due_of(person: Person, on: date) -> Due | None:
    """Return how somebody is looked after on a day; None of whoever no strategy is for."""
    spells = histories_of([person.pk])[person.pk]
    if not spells or spells[-1].until is not None:
        return None
    seen = last_seen([person.pk]).get(person.pk)
    return _due(person.pk, spells[-1], seen, person.division, Owners(on))


def _due(person: int, spell: Spell, seen: date | None, division: str, owners: Owners) -> Due:
    post = owners.of(spell.strategy.level, division)
    return Due(person, division, spell, seen, next_check(spell, seen), post.user.name if post else "")


def last_seen(people: Collection[int]) -> Mapping[int, date]:
    """Return when each of these people was last visited or had an entry concluded."""
    found: dict[int, date] = {}
    wanted = sorted(people)
    for start in range(0, len(wanted), PEOPLE_AT_ONCE):
        part = wanted[start : start + PEOPLE_AT_ONCE]
        visits = Visit.objects.filter(entry__person__in=part).values_list("entry__person")
        ended = LedgerEntry.objects.filter(person__in=part, concluded_by__isnull=False)
        done = ended.annotate(on=TruncDate("concluded_at", tzinfo=clock.SHANGHAI)).values_list("person")
        _keep_newest(found, visits.annotate(last=Max("visited_on")))
        _keep_newest(found, done.annotate(last=Max("on")))
    return found


def _keep_newest(found: dict[int, date], rows: Iterable[tuple[int, date]]) -> None:
    for person, day in rows:
        found[person] = max(day, found.get(person, day))


def _divisions(people: Collection[int]) -> dict[int, str]:
    wanted, found = sorted(people), dict[int, str]()
    for start in range(0, len(wanted), PEOPLE_AT_ONCE):
        rows = Person.objects.filter(pk__in=wanted[start : start + PEOPLE_AT_ONCE])
        found |= dict(rows.values_list("pk", "division"))
    return found
