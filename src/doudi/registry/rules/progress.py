"""Says how far the facts of a person were followed by a month, in a form that is kept and gone on from.

Going on from it with the facts of later months gives what following all facts from the first gives.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, NamedTuple

from doudi.registry.rules.homes import Families, Stay
from doudi.registry.rules.lines import ONE_OFF, Line, PublishedList, Values, first_day, following
from doudi.registry.rules.persons import SaidName, known_name, order_of_names
from doudi.registry.rules.spells import Course, Spell

Lists = Mapping[int, PublishedList]
LONG_AGO = date.min


class Home(NamedTuple):
    """What is known of a household besides its people; told by the first of them alone."""

    head: int | None
    said_head: int | None
    numbers: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class Progress:
    """How far a person's facts were followed; a stay's household is the stored one.

    `ended` stand for spells that ended: of each programme and place the newest, for the place only.
    """

    courses: dict[str, Course] = field(default_factory=dict)
    elsewhere: set[tuple[int, int, int]] = field(default_factory=set)
    ended: list[Spell] = field(default_factory=list)
    names: list[SaidName] = field(default_factory=list)
    stay: Stay | None = None
    home: Home | None = None
    token: int | None = None
    period: str = ""

    @property
    def programmes(self) -> set[str]:
        """Return the programmes of which a list spoke."""
        return {*self.courses, *(spell.programme for spell in self.ended)}

    def over_by(self, programme: str) -> date:
        """Return the day by which a spell that does not go on had ended."""
        return first_day(following(self.period) if programme in ONE_OFF else self.period)


def written(progress: Progress) -> str:
    """Return progress as text."""
    stay, home = progress.stay, progress.home
    told: list[Any] = [
        [_course(programme, course, progress.elsewhere) for programme, course in progress.courses.items()],
        [[each.programme, each.values.division, each.last, each.placed] for each in progress.ended],
        [[*said[:5], said.name.written] for said in progress.names],
        stay and [stay.household, _day(stay.valid_from), stay.relation, stay.said_by, stay.act, stay.weight],
        home,
        progress.token,
    ]
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _course(programme: str, course: Course, elsewhere: Collection[tuple[int, int, int]]) -> list[object]:
    spell = course.current
    current = spell and [
        _day(spell.valid_from), spell.opened_by, spell.last, spell.placed, *spell.values
    ]  # fmt: skip
    lines = [*course.standing]
    if course.last is not None and course.last not in lines:
        lines.append(course.last)
    last = lines.index(course.last) if course.last is not None else None
    told = [_line(line, (line.person, line.said_by.key, line.row) in elsewhere) for line in lines]
    return [programme, course.place, current, len(course.standing), last, told]


def _line(line: Line, elsewhere: bool) -> list[object]:
    return [line.said_by.key, line.row, _day(line.started_on), int(elsewhere), *line.values]


def read(text: str, person: int, period: str, lists: Lists) -> Progress:
    """Return progress from its text."""
    courses, ended, names, stay, home, token = json.loads(text)
    progress = Progress(token=token, period=period)
    for programme, place, current, standing, last, lines in courses:
        some = []
        for key, row, started, elsewhere, *values in lines:
            day = date.fromisoformat(started) if started else None
            some.append(Line(person, programme, lists[key], row, Values._make(values), day))
            if elsewhere:
                progress.elsewhere.add((person, key, row))
        spell = current and _spell(person, programme, *current)
        spoke = None if last is None else some[last]
        progress.courses[programme] = Course(tuple(some[:standing]), spoke, place, spell)
    progress.ended = [_ended(person, *each) for each in ended]
    progress.names = [
        SaidName(month, region, source, row, identity, known_name(name))
        for month, region, source, row, identity, name in names
    ]
    if stay:
        household, begins, relation, said_by, act, weight = stay
        day = date.fromisoformat(begins)
        progress.stay = Stay(person, household, relation, day, said_by, act, weight)
    if home:
        head, said_head, numbers = home
        progress.home = Home(head, said_head, tuple(tuple(each) for each in numbers))
    return progress


def _spell(
    person: int, programme: str, begins: str, opened_by: int, last: str, placed: str, *values: Any
) -> Spell:
    day = date.fromisoformat(begins)
    return Spell(person, programme, Values._make(values), day, None, opened_by, last, placed)


def _ended(person: int, programme: str, division: str, last: str, placed: str) -> Spell:
    nothing = Values(division, "", None, None, None, "", "", "", None)
    return Spell(person, programme, nothing, LONG_AGO, LONG_AGO, 0, last, placed)


def ended_by(spells: Iterable[Spell], cut: str) -> list[Spell]:
    """Return what ended spells leave for the place: of each programme and place the newest."""
    newest: dict[tuple[str, str], Spell] = {}
    for spell in spells:
        is_over = spell.last <= cut if spell.programme in ONE_OFF else _is_over(spell, cut)
        if is_over:
            key = (spell.programme, spell.values.division)
            known = newest.get(key, spell)
            last, placed = max(spell.last, known.last), max(spell.placed, known.placed)
            newest[key] = _ended(spell.person, *key, last, placed)
    return list(newest.values())


def _is_over(spell: Spell, cut: str) -> bool:
    return spell.valid_to is not None and spell.valid_to <= first_day(cut)


def names_needed(said: Iterable[SaidName], cut: str) -> list[SaidName]:
    """Return the names given by a month from which all later ones follow: the first, and each one's last."""
    given = sorted((one for one in said if one.period <= cut and one.name.key), key=order_of_names)
    last = {(one.identity, one.name.key): one for one in given}
    return list(dict.fromkeys([*given[:1], *last.values()]))


def families_begun(progress: Mapping[int, Progress]) -> tuple[Families, dict[int, int]]:
    """Return where households stood, and the stored household of each made-up key."""
    state = Families()
    made: dict[int, int] = {}
    for person, each in progress.items():
        if each.token is not None:
            state.tokens[person] = each.token
        if each.stay is None:
            continue
        stored = each.stay.household
        if stored not in made:
            made[stored] = state.found()
        stay = replace(each.stay, household=made[stored])
        state.live[person] = stay
        state.stays.append(stay)
        state.people[made[stored]].add(person)
        if each.home is not None:
            _tell(state, made[stored], each.home)
    return state, {key: stored for stored, key in made.items()}


def _tell(state: Families, made: int, home: Home) -> None:
    if home.head is not None:
        state.heads[made] = home.head
    if home.said_head is not None:
        state.said_heads[made] = home.said_head
    for source, region, number in home.numbers:
        state.numbers[(made, source, region)] = number


def homes_at(state: Families) -> dict[int, Home]:
    """Return what is known of each household, by its made-up key."""
    numbers: dict[int, list[tuple[str, str, str]]] = {}
    for (made, source, region), number in state.numbers.items():
        numbers.setdefault(made, []).append((source, region, number))
    return {
        made: Home(state.heads.get(made), state.said_heads.get(made), tuple(numbers.get(made, ())))
        for made in state.people
    }
