"""Keeps how far people were followed, so that the next month's list need not begin from nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from doudi.common.inserting import insert_rows
from doudi.registry.models import Checkpoint
from doudi.registry.rules.homes import Families
from doudi.registry.rules.lines import Line
from doudi.registry.rules.progress import Home, Progress, ended_by, homes_at, names_needed, written
from doudi.registry.rules.spells import Followed, Spell
from doudi.registry.selectors.checkpoints import Circle, Grounds
from doudi.registry.selectors.facts import Facts, chunks


@dataclass(frozen=True, slots=True)
class Then:
    """How things stood when the month `cut` was over, and the stored household of each made-up one."""

    cut: str
    followed: Followed
    families: Families
    elsewhere: Collection[tuple[int, int, int]]
    households: Mapping[int, int]


def keep_progress(
    circle: Circle, begun: Mapping[int, Progress], facts: Facts, then: Then, grounds: Grounds
) -> None:
    """Keep how far each of a circle was followed by the cut, in place of what was kept before.

    What was kept up to the cut or later stays; what may no more be gone on from is thrown away.
    """
    wanted = {
        person
        for person in circle.people
        if person not in circle.kept or circle.kept[person].period < then.cut
    }
    for part in chunks(wanted):
        Checkpoint.objects.filter(person__in=part).delete()
    if not then.cut:
        return
    progress = _progress_of(wanted, begun, facts, then)
    counties = _counties_of(circle, facts.lines, then.cut, grounds)
    insert_rows(
        Checkpoint(
            person_id=person,
            period=then.cut,
            counties=",".join(counties.get(person, ())),
            ground=grounds.digest(counties.get(person, ()), then.cut),
            state=written(each),
        )
        for person, each in progress.items()
    )


def _progress_of(
    people: Collection[int], begun: Mapping[int, Progress], facts: Facts, then: Then
) -> dict[int, Progress]:
    state = then.families
    stays = {person: state.live.get(person) for person in people}
    # a household that stood only at the cut, and never since, is stored nowhere: begin from nothing again
    found = {
        person: Progress(token=state.tokens.get(person), period=then.cut)
        for person in people
        if (stay := stays[person]) is None or stay.household in then.households
    }
    homes = homes_at(state)
    for person, progress in found.items():
        stay = stays[person]
        if stay is not None:
            progress.home = _told_by(person, stay.household, state, homes)
            stay.household = then.households[stay.household]
            progress.stay = stay
        before = begun[person].names if person in begun else ()
        progress.names = names_needed(facts.names.get(person, before), then.cut)
    _add_spells(found, begun, then)
    return found


def _told_by(person: int, home: int, state: Families, homes: Mapping[int, Home]) -> Home | None:
    return homes[home] if person == min(state.people[home]) else None


def _add_spells(found: Mapping[int, Progress], begun: Mapping[int, Progress], then: Then) -> None:
    ended: dict[int, list[Spell]] = {person: list(each.ended) for person, each in begun.items()}
    for spell in then.followed.spells:
        ended.setdefault(spell.person, []).append(spell)
    for (person, programme), course in then.followed.courses.items():
        if person in found and course != ((), None, "", None):
            found[person].courses[programme] = course
    for line in (line for each in found.values() for course in each.courses.values() for line in course[0]):
        key = (line.person, line.said_by.key, line.row)
        if key in then.elsewhere:
            found[line.person].elsewhere.add(key)
    for person, progress in found.items():
        progress.ended = ended_by(ended.get(person, ()), then.cut)


def _counties_of(
    circle: Circle, lines: Iterable[Line], cut: str, grounds: Grounds
) -> dict[int, tuple[str, ...]]:
    """Return the counties whose lists may speak for each person, in order."""
    found: dict[int, set[str]] = {person: set(kept.counties) for person, kept in circle.kept.items()}
    for line in lines:
        if line.period <= cut:
            mine = found.setdefault(line.person, set())
            for place in (line.values.division, line.said_by.region):
                mine.update(grounds.counties_of(place))
    return {person: tuple(sorted(some - {""})) for person, some in found.items()}
