"""Works out spells on programmes from the lines of live lists, by replay in the order of months.

What a list does not say is unknown, and unknown takes the place of nothing: while a spell goes on, the last
known value stands. A value ends when a list says another one, and when the spell ends; the place outlives it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import NamedTuple

from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.registry.rules.lines import (
    ONE_OFF,
    Coverage,
    Line,
    PublishedList,
    Values,
    first_day,
    following,
)

Ending = tuple[int, str, str]
Held = tuple[Line, str | None, PublishedList | None]
"""A line, the month it no longer holds, and the list that says so."""
Elsewhere = Collection[tuple[int, int, int]]
"""Lines, as person, list and row, that name somebody in a household which is not theirs."""
Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch in which a person stands on a programme unchanged.

    `opened_by` is the list that began it, `last` the month a list last said so, `placed` the month in which
    one last said where, and '' if none did.
    """

    person: int
    programme: str
    values: Values
    valid_from: date
    valid_to: date | None
    opened_by: int
    last: str
    placed: str
    closed_by: int | None = None


class Course(NamedTuple):
    """How far a person on a programme was followed: lines that stand, who spoke last, where, the spell."""

    standing: tuple[Line, ...] = ()
    last: Line | None = None
    place: str = ""
    current: Spell | None = None


NOTHING_YET = Course()


class Followed(NamedTuple):
    """The spells that follow from some lines, and how far everyone had come when month `cut` was over."""

    spells: list[Spell]
    courses: dict[Key, Course]


@dataclass(frozen=True, slots=True)
class Ground:
    """What lines are read against: which list speaks for whom, what officers undid, who lives elsewhere."""

    coverage: Coverage
    undone: Collection[Ending] = frozenset()
    elsewhere: Elsewhere = frozenset()

    def is_elsewhere(self, line: Line) -> bool:
        """Say whether a line names somebody in a household in which they do not live."""
        return (line.person, line.said_by.key, line.row) in self.elsewhere


class Decided(NamedTuple):
    """The one line of a month that decides, and why: HOME, PLACE, MOST or FILE."""

    line: Line
    why: str


def decide(lines: Sequence[Line], place: str, ground: Ground) -> Decided:
    """Return which of a month's lines decides where home, account and amount are concerned.

    It is one that names the person in the household they live in (HOME), then one at the place they were
    before (PLACE), then the one that says most (MOST); of those alike what the files say (FILE).
    """
    if len(lines) == 1:
        return Decided(lines[0], "")
    may_be, wanted, why = ground.coverage.may_be_one_place, list(lines), ""
    at_home = [line for line in wanted if not ground.is_elsewhere(line)]
    if 0 < len(at_home) < len(wanted):
        wanted, why = at_home, "HOME"
    stayed = [line for line in wanted if place and may_be(line.values.division, place)]
    if 0 < len(stayed) < len(wanted):
        wanted, why = stayed, "PLACE"
    wanted.sort(key=_most_said_first)
    if len(wanted) > 1:
        first, second = (_most_said_first(line)[0] for line in wanted[:2])
        why = "MOST" if first != second else "FILE"
    return Decided(wanted[0], why)


def spells_of(
    lines: Iterable[Line],
    ground: Ground,
    *,
    begun: Mapping[Key, Course] | None = None,
    cut: str = "",
) -> Followed:
    """Return the spells that follow from live lines.

    `begun` is how far people were followed before, `lines` then are those of later months only; of spells
    that ended before nothing is said again.
    """
    said: dict[Key, list[Line]] = {key: [] for key in begun or ()}
    ordered = sorted(lines, key=lambda line: (line.person, line.programme))
    for key, group in groupby(ordered, key=lambda line: (line.person, line.programme)):
        said[key] = list(group)
    found = Followed([], {})
    for key, some in said.items():
        if key[1] in ONE_OFF:
            found.spells.extend(_grants(some, ground.coverage))
        else:
            course = _Following((begun or {}).get(key, NOTHING_YET), ground, cut)
            found.spells.extend(course.through(some))
            found.courses[key] = course.at_cut
    return found


@dataclass(slots=True)
class _Grant:
    """A grant that one or several lists of a month name."""

    line: Line
    values: Values
    started_on: date | None
    lists: set[PublishedList]


def _grants(lines: Sequence[Line], coverage: Coverage) -> Iterator[Spell]:
    """Yield each grant once, however many lists of the month name it; two rows of one list are two grants."""
    found: list[_Grant] = []
    for line in sorted(lines, key=_most_said_first):
        same = next((grant for grant in found if _is_named_again(grant, line, coverage)), None)
        if same is None:
            found.append(_Grant(line, line.values, line.started_on, {line.said_by}))
            continue
        same.values = coverage.completed(line.values, same.values, line.period)
        same.started_on = same.started_on or line.started_on
        same.lists.add(line.said_by)
    for grant in found:
        month, by = grant.line.period, grant.line.said_by.key
        begins, ends = first_day(month), first_day(following(month))
        placed = _placed(grant.values, month)
        yield Spell(
            grant.line.person, grant.line.programme, grant.values, begins, ends, by, month, placed
        )  # fmt: skip


def _is_named_again(grant: _Grant, line: Line, coverage: Coverage) -> bool:
    return (
        grant.line.period == line.period
        and line.said_by not in grant.lists
        and (grant.started_on == line.started_on or None in (grant.started_on, line.started_on))
        and coverage.agree(grant.values, line.values)
    )


def _placed(values: Values, month: str) -> str:
    return month if len(values.division) >= TOWNSHIP_DIGITS else ""


def _most_said_first(line: Line) -> tuple[object, ...]:
    return (-line.values.said - (line.started_on is not None), *_intrinsic(line))


def _intrinsic(line: Line) -> tuple[str, ...]:
    """Return an order of lines that hangs on what the files say alone."""
    values = tuple("" if value is None else f"{value:>20}" for value in line.values)
    return (
        line.period,
        *values,
        str(line.started_on),
        line.said_by.region,
        line.said_by.source,
        f"{line.row:9}",
    )


class _Following:
    """Follows one person on one programme from month to month."""

    def __init__(self, begun: Course, ground: Ground, cut: str) -> None:
        self._ground = ground
        self._cut = cut
        self._standing, self._last, self._place, self._current = begun
        self.at_cut = begun

    def through(self, lines: Sequence[Line]) -> Iterator[Spell]:
        """Yield the spells that end, month after month, and at last the one that goes on."""
        held = [self._held(line) for line in (*self._standing, *lines)]
        edges = sorted({line.period for line in lines} | {end for _, end, _ in held if end})
        is_cut = False
        for month in edges:
            if month > self._cut and not is_cut:
                self._keep(held)
                is_cut = True
            yield from self._step(held, month)
        if not is_cut:
            self._keep(held)
        if self._current is not None:
            yield self._current

    def _keep(self, held: Sequence[Held]) -> None:
        """Keep how far it has come when the month of the cut is over."""
        standing = tuple(each[0] for each in _standing(held, self._cut))
        self.at_cut = Course(standing, self._last, self._place, self._current)

    def _step(self, held: Sequence[Held], month: str) -> Iterator[Spell]:
        standing = [line for line, _, _ in _standing(held, month)]
        current = self._current
        if not standing:
            if current is not None:
                yield replace(current, valid_to=first_day(month), closed_by=_closing(held, month))
            self._current = None
            return
        newest = max(line.period for line in standing)
        candidates = [line for line in standing if line.period == newest]
        line = decide(candidates, self._place, self._ground).line
        values = self._values(line, candidates)
        placed = max(_placed(line.values, line.period), current.placed if current else "")
        if current is None:
            self._current = self._begin(line, values, month, placed)
        elif current.values == values:
            self._current = replace(current, last=line.period, placed=placed)
        else:
            yield replace(current, valid_to=first_day(month), closed_by=line.said_by.key)
            self._current = replace(
                self._begin(line, values, month, placed), valid_from=first_day(month)
            )  # fmt: skip
        self._last, self._place = line, values.division

    def _held(self, line: Line) -> Held:
        coverage = self._ground.coverage
        ends = coverage.next_list(line, line.period)
        while ends is not None and (line.person, line.programme, ends.period) in self._ground.undone:
            ends = coverage.next_list(line, ends.period)
        return line, ends.period if ends else None, ends

    def _values(self, line: Line, candidates: Sequence[Line]) -> Values:
        """Return what holds: what the line says, completed by those it agrees with and by what was known.

        A row that contradicts it or names another household completes nothing.
        """
        coverage = self._ground.coverage
        values = line.values
        for other in sorted(candidates, key=_most_said_first) if len(candidates) > 1 else ():
            if not self._ground.is_elsewhere(other) and coverage.agree(values, other.values):
                values = coverage.completed(values, other.values, line.period)
        if self._current is not None:
            return coverage.completed(values, self._current.values, line.period)
        if coverage.still_says(self._place, values.division, line.period):
            return values._replace(division=self._place)
        return values

    def _begin(self, line: Line, values: Values, month: str, placed: str) -> Spell:
        """Begin a spell; the row's own start counts back to where a list last spoke of its place."""
        begins = first_day(month)
        if line.started_on is not None and line.started_on < begins:
            lines = [each for each in (line, self._last) if each is not None]
            spoken = max(self._ground.coverage.last_month(each, month) for each in lines)
            begins = max(line.started_on, first_day(following(spoken))) if spoken else line.started_on
        by = line.said_by.key
        return Spell(line.person, line.programme, values, begins, None, by, line.period, placed)


def _standing(held: Sequence[Held], month: str) -> list[Held]:
    return [each for each in held if each[0].period <= month and (each[1] is None or month < each[1])]


def _closing(held: Sequence[Held], month: str) -> int | None:
    lists = [ends for _, end, ends in held if ends is not None and end == month]
    return min(lists, key=lambda each: (each.region, each.key)).key if lists else None


def standing_in(spells: Iterable[Spell], period: str) -> dict[Key, Counter[Values]]:
    """Return what each person stands on in a month, by person and programme."""
    begins, ends = first_day(period), first_day(following(period))
    found: dict[Key, Counter[Values]] = {}
    for spell in spells:
        if spell.valid_from < ends and (spell.valid_to is None or spell.valid_to > begins):
            found.setdefault((spell.person, spell.programme), Counter())[spell.values] += 1
    return found
