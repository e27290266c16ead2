"""Replays what live lists and officers said, and makes spells, households, names and places match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from doudi.kernel.names import ReadName
from doudi.regions.selectors import codes_over_time
from doudi.registry.models import Enrolment, ListLine, Person
from doudi.registry.rules.effects import Standing, Tally
from doudi.registry.rules.families import FamilyAct, families_of
from doudi.registry.rules.lines import Coverage, PublishedList, Values, first_day, following
from doudi.registry.rules.persons import names_of, place_of
from doudi.registry.rules.spells import Spell, spells_of, standing_in
from doudi.registry.selectors.facts import (
    Facts,
    accepted_names,
    acts_of,
    chunks,
    circle_of,
    facts_of,
    live_lists,
    undone_endings,
)
from doudi.registry.services.naming import keep_names
from doudi.registry.services.people import initials_of
from doudi.registry.services.reconciling import (
    Cause,
    reconcile_families,
    reconcile_people,
    reconcile_spells,
    values_of,
)

CIRCLE_AT_ONCE = 4000
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Watched:
    """A list of which the effect is counted: its month, and what its rows say of whom."""

    period: str
    listed: Standing
    tally: Tally = field(default_factory=Tally)


def replay(people: Collection[int], cause: Cause, *, watched: Watched | None = None) -> None:
    """Derive anew everything that hangs on people and those who share a household with them.

    The caller has taken the turn; work goes circle by circle so that a county's year stays bearable.
    """
    lists = live_lists()
    coverage = Coverage(lists.values(), history=codes_over_time())
    waiting = set(people)
    for part in chunks(waiting, CIRCLE_AT_ONCE):
        left = waiting.intersection(part)
        if left:
            circle = circle_of(left)
            _replay_circle(circle, lists, coverage, cause, watched)
            waiting -= circle


def _replay_circle(
    people: Collection[int],
    lists: dict[int, PublishedList],
    coverage: Coverage,
    cause: Cause,
    watched: Watched | None,
) -> None:
    facts = facts_of(people, lists)
    acts = list(acts_of(people))
    spells = spells_of(facts.lines, coverage, undone_endings(people))
    families = families_of(facts.groups.values(), acts)
    places = _settle_people(people, facts, spells, acts, cause)
    homes = reconcile_families(people, families, places, cause)
    stored = stored_spells(people, facts)
    if watched is not None:
        before = _stored_standing(stored, watched.period)
        after = standing_in(spells, watched.period)
        watched.tally.compare(before, after, watched.listed, coverage.same_place)
    reconcile_spells(stored, spells, homes, cause)


def stored_spells(people: Collection[int], facts: Facts) -> list[Enrolment]:
    """Return the stored spells of people on programmes of which a list ever spoke of them.

    What was set down otherwise than by lists is not for a replay to void; a record that is another one's
    person has no spells of its own.
    """
    spoken_of = {(line.person, line.programme) for line in facts.lines}
    found: list[Enrolment] = []
    for part in chunks(people):
        rows = list(Enrolment.objects.filter(person__in=part))
        unsure = {row.person_id for row in rows if (row.person_id, row.programme) not in spoken_of}
        if unsure:
            lines = ListLine.objects.filter(person__in=unsure)
            spoken_of.update(lines.values_list("person_id", "programme").distinct())
            given_away = ListLine.objects.filter(identity__person__in=unsure)
            spoken_of.update(given_away.values_list("identity__person_id", "programme").distinct())
            joined = set(Person.objects.filter(pk__in=unsure, same_as__isnull=False).in_bulk())
            spoken_of.update((row.person_id, row.programme) for row in rows if row.person_id in joined)
        found += [row for row in rows if (row.person_id, row.programme) in spoken_of]
    return found


def standing_before(people: Collection[int], facts: Facts, period: str) -> Standing:
    """Return what people are held to stand on in a month."""
    return _stored_standing(stored_spells(people, facts), period)


def _stored_standing(stored: Iterable[Enrolment], period: str) -> Standing:
    begins, ends = first_day(period), first_day(following(period))
    found: dict[tuple[int, str], Counter[Values]] = {}
    for row in stored:
        if (
            row.voided_at is None
            and row.valid_from < ends
            and (row.valid_to is None or row.valid_to > begins)
        ):
            found.setdefault((row.person_id, row.programme), Counter())[values_of(row)] += 1
    return found


def _settle_people(
    people: Collection[int],
    facts: Facts,
    spells: Sequence[Spell],
    acts: Sequence[FamilyAct],
    cause: Cause,
) -> dict[int, str]:
    """Bring names and places up to date; return where everyone lives."""
    of_person: dict[int, list[Spell]] = {}
    for spell in spells:
        of_person.setdefault(spell.person, []).append(spell)
    moves: dict[int, list[FamilyAct]] = {}
    for act in acts:
        for mover in act.people if act.kind == "MOVE" else ():
            moves.setdefault(mover, []).append(act)
    accepted = accepted_names()
    names = {person: names_of(said, accepted) for person, said in facts.names.items()}
    keep_names(people, names, cause)
    goes_by = {person: said.goes_by for person, said in names.items() if said.goes_by}
    places: dict[int, str] = {}
    changed: list[int] = []
    for part in chunks(people):
        rows = Person.objects.filter(pk__in=part).values_list("pk", "name", "name_key", "division")
        for pk, *before in rows:
            places[pk] = place_of(of_person.get(pk, ()), moves.get(pk, ())) or before[-1]
            if before != [*_written(goes_by.get(pk), before), places[pk]]:
                changed.append(pk)
    _bring_up_to_date(changed, goes_by, places, cause)
    return places


def _written(name: ReadName | None, before: Sequence[str]) -> Sequence[str]:
    """Return a name and its key as they are kept; what was there before when no list gives one."""
    return (name.normal[:NAME_LENGTH], name.key[:NAME_LENGTH]) if name else before[:2]


def _bring_up_to_date(
    people: Collection[int], goes_by: Mapping[int, ReadName], places: Mapping[int, str], cause: Cause
) -> None:
    changed = [person for part in chunks(people) for person in Person.objects.filter(pk__in=part)]
    for person in changed:
        name = goes_by.get(person.pk)
        if name is not None and name.key[:NAME_LENGTH] != person.name_key:
            person.initials = initials_of(name.normal)[:NAME_LENGTH]
        person.name, person.name_key = _written(name, (person.name, person.name_key))
        person.division = places[person.pk]
    reconcile_people(changed, cause)
