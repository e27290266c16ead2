"""Who is looked after how often, who of them was last seen when, and who is due (分类核查)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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
    """Somebody as the strategy of today has it: since when, last seen when, due when."""

    person: int
    division: str
    spell: Spell
    last_seen: date | None
    due_on: date

    def owner(self, owners: Owners) -> str:
        """Return who sees to it; "" where nobody is there."""
        post = owners.of(self.spell.strategy.level, self.division)
        return post.user.name if post else ""


def due_within(scope: Scope) -> list[Due]:
    """Return everybody of a scope a strategy is for, those due first first."""
    histories = histories_of(people_with_a_layer(scope))
    current = {
        person: spells[-1] for person, spells in histories.items() if spells and spells[-1].until is None
    }
    seen = last_seen(current)
    found = (_due(one, current[one.pk], seen.get(one.pk)) for one in _people(current))
    return sorted(found, key=lambda each: (each.due_on, each.division, each.person))


def due_of(person: Person) -> Due | None:
    """Return how somebody is looked after today; None of whoever no strategy is for."""
    spells = histories_of([person.pk])[person.pk]
    if not spells or spells[-1].until is not None:
        return None
    return _due(person, spells[-1], last_seen([person.pk]).get(person.pk))


def _due(person: Person, spell: Spell, seen: date | None) -> Due:
    """Count from the last look, else from when the strategy began or we first knew of the person.

    Nobody says that whoever is on lists since years was never seen before they were written down here.
    """
    known = clock.day_of(person.created_at)
    return Due(person.pk, person.division, spell, seen, next_check(spell, seen or known))


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


def _people(people: Collection[int]) -> Iterator[Person]:
    wanted = sorted(people)
    for start in range(0, len(wanted), PEOPLE_AT_ONCE):
        part = wanted[start : start + PEOPLE_AT_ONCE]
        yield from Person.objects.filter(pk__in=part).only("division", "created_at")
