"""Replays what live lists and officers said, and makes spells, households, names and places match."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from doudi.common.rows import save_rows
from doudi.kernel.dates import Period
from doudi.kernel.names import ReadName
from doudi.regions.selectors import codes_over_time
from doudi.registry.models import Enrolment, ListLine, Person
from doudi.registry.rules.effects import Standing, Tally
from doudi.registry.rules.families import families_of
from doudi.registry.rules.homes import FamilyAct, Stay
from doudi.registry.rules.lines import Line, Values, first_day, following
from doudi.registry.rules.persons import names_of, place_of
from doudi.registry.rules.progress import Progress, families_begun
from doudi.registry.rules.spells import Ground, Spell, spells_of, standing_in
from doudi.registry.selectors.checkpoints import Circle, Grounds, circle_of
from doudi.registry.selectors.facts import (
    Facts,
    accepted_names,
    acts_of,
    chunks,
    facts_of,
    live_lists,
    undone_endings,
)
from doudi.registry.services.checkpoints import Then, keep_progress
from doudi.registry.services.naming import keep_names
from doudi.registry.services.people import initials_of
from doudi.registry.services.reconciling import (
    Begun,
    Cause,
    reconcile_families,
    reconcile_people,
    reconcile_spells,
    values_of,
)

CIRCLE_AT_ONCE = 4000
MONTHS_KEPT_OPEN = 2
"""How many of the newest months are followed anew each time, since corrections of them are common."""
NAME_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Watched:
    """A list of which the effect is counted: its month, and what its rows say of whom."""

    period: str
    listed: Standing
    tally: Tally = field(default_factory=Tally)


def replay(people: Collection[int], cause: Cause, *, since: str = "", watched: Watched | None = None) -> None:
    """Derive anew everything that hangs on people and those who share a household with them.

    Facts have changed from the month `since` on, '' when perhaps from the first: whoever was followed to
    an earlier month goes on from there. The caller has taken the turn; work goes circle by circle.
    """
    grounds = Grounds(live_lists(), codes_over_time())
    waiting = set(people)
    for part in chunks(waiting, CIRCLE_AT_ONCE):
        left = waiting.intersection(part)
        if left:
            circle = circle_of(left, grounds, since=since)
            _replay_circle(circle, grounds, cause, watched)
            waiting -= circle.people


def _replay_circle(circle: Circle, grounds: Grounds, cause: Cause, watched: Watched | None) -> None:
    people, coverage = circle.people, grounds.coverage
    begun = circle.progress(grounds.lists)
    facts = facts_of(circle.by_month(), grounds.lists)
    cut = _cut(facts.lines, begun)
    acts = list(acts_of(people))
    state, stored_homes = families_begun(begun)
    pending = _pending(acts, circle)
    families, homes_then = families_of(facts.groups.values(), pending, begun=state, cut=cut)
    elsewhere = families.elsewhere.union(*(each.elsewhere for each in begun.values()))
    ground = Ground(coverage, undone_endings(people), elsewhere)
    courses = {
        (person, programme): course
        for person, each in begun.items()
        for programme, course in each.courses.items()
    }
    followed = spells_of(facts.lines, ground, begun=courses, cut=cut)
    for person, each in begun.items():
        facts.names[person] = [*each.names, *facts.names.get(person, ())]
    lived = [*followed.spells, *(spell for each in begun.values() for spell in each.ended)]
    places = _settle_people(people, facts, lived, acts, cause)
    homes, households = reconcile_families(people, families, places, cause, begun=Begun(begun, stored_homes))
    stored = stored_spells(people, facts, begun)
    if watched is not None:
        before = _stored_standing(stored, watched.period)
        after = standing_in(followed.spells, watched.period)
        watched.tally.compare(before, after, watched.listed, coverage.agree)
    reconcile_spells(stored, followed.spells, homes, cause)
    _give_first_homes(begun, homes, cause)
    then = Then(cut, followed, homes_then, elsewhere, households)
    keep_progress(circle, begun, facts, then, grounds)


def _cut(lines: Sequence[Line], begun: Collection[int]) -> str:
    """Return the month up to which the outcome is kept: corrections of the newest two begin there.

    '' where nothing speaks of so early a month.
    """
    cut = max((line.period for line in lines), default="")
    for _ in range(MONTHS_KEPT_OPEN if cut else 0):
        cut = str(Period.parse(cut).previous())
    return cut if begun or any(line.period <= cut for line in lines) else ""


def _pending(acts: Iterable[FamilyAct], circle: Circle) -> list[FamilyAct]:
    """Return the acts that were not followed yet; those an act concerns were followed to one month."""
    found = []
    for act in acts:
        concerned = (*act.people, *([act.anchor] if act.anchor else []))
        kept = [circle.kept[person].period for person in concerned if person in circle.kept]
        if max(kept, default="") <= str(Period.of(act.happened_on)):
            found.append(act)
    return found


def stored_spells(
    people: Collection[int], facts: Facts, begun: Mapping[int, Progress] | None = None
) -> list[Enrolment]:
    """Return the stored spells of people on programmes of which a list ever spoke of them.

    What was set down otherwise than by lists is not for a replay to void; a record that is another one's
    person has no spells of its own. Spells that were over where a person is gone on from are left out.
    """
    known = begun or {}
    spoken_of = {(line.person, line.programme) for line in facts.lines}
    spoken_of |= {(person, programme) for person, each in known.items() for programme in each.programmes}
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
    return [row for row in found if not _was_over(row, known.get(row.person_id))]


def _was_over(row: Enrolment, begun: Progress | None) -> bool:
    """Say whether a spell had ended before the month from which its person is gone on from."""
    if begun is None or row.voided_at is not None:
        return False
    course = begun.courses.get(row.programme)
    if course is not None and course.current is not None:
        return row.valid_from < course.current.valid_from
    return row.valid_to is not None and row.valid_to <= begun.over_by(row.programme)


def _give_first_homes(
    begun: Mapping[int, Progress], homes: Mapping[int, Sequence[tuple[Stay, int]]], cause: Cause
) -> None:
    """Give spells that were over before anybody knew where a person lives the household they came to first.

    Replayed from nothing they would have it; the list that says so may come years later, and be taken back.
    """
    homeless = [person for person, each in begun.items() if each.stay is None]
    changed = []
    for part in chunks(homeless):
        for row in Enrolment.objects.filter(person__in=part, voided_at__isnull=True):
            known = begun[row.person_id]
            first = next((home for _, home in homes.get(row.person_id, ())), None)
            if row.programme in known.programmes and _was_over(row, known) and row.household_id != first:
                row.household_id = first
                changed.append(row)
    save_rows(changed, ["household"], recorded_as=cause.recorded_as)


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
