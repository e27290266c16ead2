"""Answers which records have a name and a birth date in common, whichever record a list gave the name to."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from doudi.registry.models import KnownName, Person
from doudi.registry.selectors import who_stands_for
from doudi.registry.selectors.facts import chunks
from doudi.registry.selectors.former import former_names
from doudi.registry.selectors.pairs import Pair

NAMES_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Records:
    """Of each person the records they are, with the birth date of each, and all names they have."""

    born: Mapping[int, Mapping[int, date]]
    names: Mapping[int, Collection[str]]


def namesakes(people: Collection[int]) -> set[Pair]:
    """Return the records of people with those that have a name, present or former, and birth date in common.

    Names are read as they are kept now: a replay may have changed them since the people were looked up.
    """
    stands_for = who_stands_for()
    ours = _records_of({stands_for.get(person, person) for person in people}, stands_for)
    known = _known_by(sorted({key for names in ours.names.values() for key in names}), stands_for)
    return {
        (min(record, other), max(record, other))
        for person, records in ours.born.items()
        for record, born_on in records.items()
        for key in ours.names[person]
        for other in known.get((key, born_on), ())
        if other not in records
    }


def _records_of(people: Collection[int], stands_for: Mapping[int, int]) -> Records:
    born: dict[int, dict[int, date]] = {}
    names: dict[int, set[str]] = {}
    for part in chunks(people):
        for person, key, born_on in Person.objects.filter(pk__in=part).values_list(
            "pk", "name_key", "born_on"
        ):
            born[person], names[person] = {person: born_on}, {key}
        for person, key in KnownName.objects.filter(person__in=part).values_list("person_id", "name_key"):
            names[person].add(key)
    for person, key in former_names(people):
        names[person].add(key)
    for person, records in _joined(born, stands_for).items():
        born[person] |= records
    return Records(born, {person: some - {""} for person, some in names.items()})


def _joined(people: Collection[int], stands_for: Mapping[int, int]) -> dict[int, dict[int, date]]:
    """Return the other records of people, which point to them, with the birth dates of their numbers."""
    found: dict[int, dict[int, date]] = {}
    for part in chunks({record for record, person in stands_for.items() if person in people}):
        for record, born_on in Person.objects.filter(pk__in=part).values_list("pk", "born_on"):
            found.setdefault(stands_for[record], {})[record] = born_on
    return found


def _known_by(keys: list[str], stands_for: Mapping[int, int]) -> dict[tuple[str, date], set[int]]:
    """Return the records of everyone who has some names, by name and birth date."""
    called: dict[int, set[str]] = {}
    known: dict[tuple[str, date], set[int]] = {}
    for start in range(0, len(keys), NAMES_AT_ONCE):
        part = keys[start : start + NAMES_AT_ONCE]
        now = Person.objects.filter(name_key__in=part, same_as__isnull=True)
        also = KnownName.objects.filter(name_key__in=part)
        rows: Iterable[tuple[str, date, int]] = (
            *now.values_list("name_key", "born_on", "pk"),
            *also.values_list("name_key", "person__born_on", "person_id"),
        )
        for key, born_on, person in rows:
            known.setdefault((key, born_on), set()).add(person)
            called.setdefault(person, set()).add(key)
    for person, records in _joined(called, stands_for).items():
        for record, born_on in records.items():
            for key in called[person]:
                known.setdefault((key, born_on), set()).add(record)
    return known
