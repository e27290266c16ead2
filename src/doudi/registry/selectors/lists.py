"""Makes people and households into the lines of lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from doudi.kernel.dates import whole_years
from doudi.kernel.masking import mask_number
from doudi.regions.selectors import division_names
from doudi.registry.models import Household, Person
from doudi.registry.selectors import valid_enrolments
from doudi.registry.selectors.numbers import newest_numbers
from doudi.registry.states import Programme


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person as one line of a list; `number` is masked."""

    pk: int
    name: str
    sex: str
    born_on: date
    age: int
    number: str
    place: str
    programmes: tuple[str, ...]
    household: int | None


@dataclass(frozen=True, slots=True)
class HouseholdLine:
    """A household as one line of a list."""

    pk: int
    head: str
    size: int
    place: str
    programmes: tuple[str, ...]


def person_lines(people: Sequence[Any], *, on: date) -> list[PersonLine]:
    """Return people as lines: who, how old, where, on which lists, in which household."""
    live = valid_enrolments().filter(valid_to__isnull=True).order_by("programme")
    found: list[Person] = list(people)
    prefetch_related_objects(found, Prefetch("enrolments", live, to_attr="standing"), "memberships")
    names = division_names(code for person in found for code in _codes(person.division))
    numbers = newest_numbers(person.pk for person in found)
    return [
        PersonLine(
            pk=person.pk,
            name=person.name,
            sex=person.get_sex_display(),
            born_on=person.born_on,
            age=whole_years(person.born_on, on),
            number=mask_number(numbers[person.pk]) if numbers.get(person.pk) else "",
            place=_place(person.division, names),
            programmes=tuple(str(Programme(e.programme).label) for e in person.standing),  # type: ignore[attr-defined]  # prefetched
            household=next((m.household_id for m in person.memberships.all() if m.valid_to is None), None),
        )
        for person in found
    ]


def household_lines(found: list[Household]) -> list[HouseholdLine]:
    """Return households as lines of a list: head, size, place, programmes."""
    names = division_names(code for household in found for code in _codes(household.division))
    standing: dict[int, set[str]] = {}
    live = valid_enrolments().filter(household__in=[h.pk for h in found], valid_to__isnull=True)
    for household_id, programme in live.values_list("household_id", "programme"):
        standing.setdefault(household_id or 0, set()).add(programme)
    lines = []
    for household in found:
        members = list(household.members.all())
        first = members[0] if members else None
        head = next((each for each in members if each.person_id == household.head_id), first)
        lines.append(
            HouseholdLine(
                pk=household.pk,
                head=head.person.name if head else "",
                size=len(members),
                place=_place(household.division, names),
                programmes=tuple(str(Programme(p).label) for p in sorted(standing.get(household.pk, ()))),
            )
        )
    return lines


def _codes(division: str) -> tuple[str, ...]:
    return (division[:9], division)


def _place(division: str, names: Mapping[str, str]) -> str:
    return " / ".join(dict.fromkeys(names[code] for code in _codes(division) if code in names))
