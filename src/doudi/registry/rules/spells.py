"""Works out spells on programmes from the lines of live lists, by replay in the order of months."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from doudi.registry.rules.lines import ONE_OFF, Coverage, Line, PublishedList, Values, first_day, following

Ending = tuple[int, str, str]
Held = tuple[Line, str | None, PublishedList | None]
"""A line, the month it no longer holds, and the list that says so."""


@dataclass(frozen=True, slots=True)
class Spell:
    """A stretch in which a person stands on a programme unchanged; `line` said so first, `last` last."""

    person: int
    programme: str
    values: Values
    valid_from: date
    valid_to: date | None
    line: Line
    last: Line
    closed_by: int | None


def spells_of(
    lines: Iterable[Line], coverage: Coverage, undone: Collection[Ending] = frozenset()
) -> list[Spell]:
    """Return the spells that follow from live lines; `undone` are endings an officer said were wrong."""
    ordered = sorted(lines, key=lambda line: (line.person, line.programme))
    found: list[Spell] = []
    for (_, programme), group in groupby(ordered, key=lambda line: (line.person, line.programme)):
        said = list(group)
        found += _grants(said) if programme in ONE_OFF else _stretches(said, coverage, undone)
    return found


def _grants(lines: Sequence[Line]) -> Iterator[Spell]:
    """Yield each grant once, however many lists of the month name it; two rows of one list are two grants."""
    most: dict[tuple[object, ...], list[Line]] = {}
    by_list: dict[tuple[object, ...], list[Line]] = {}
    for line in sorted(lines, key=_intrinsic):
        by_list.setdefault((line.said_by, *_grant(line)), []).append(line)
    for (_, *grant), same in by_list.items():
        key = tuple(grant)
        if len(same) > len(most.get(key, ())):
            most[key] = same
    for same in most.values():
        for line in same:
            begins, ends = first_day(line.period), first_day(following(line.period))
            yield Spell(line.person, line.programme, line.values, begins, ends, line, line, None)


def _grant(line: Line) -> tuple[object, ...]:
    return (line.period, line.started_on, line.values)


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


def _stretches(lines: Sequence[Line], coverage: Coverage, undone: Collection[Ending]) -> Iterator[Spell]:
    held = [_held(line, coverage, undone) for line in lines]
    edges = sorted({line.period for line in lines} | {end for _, end, _ in held if end})
    current: Spell | None = None
    last: Line | None = None
    for month in edges:
        standing = [each for each in held if each[0].period <= month and (each[1] is None or month < each[1])]
        if not standing:
            if current is not None:
                yield replace(current, valid_to=first_day(month), closed_by=_closing(held, month))
            current = None
            continue
        line = _speaker([each[0] for each in standing], last, coverage)
        if current is None:
            current = _begin(line, month, last, coverage)
        elif current.values == line.values:
            current = replace(current, last=line)
        else:
            yield replace(current, valid_to=first_day(month), closed_by=line.said_by.key)
            current = replace(_begin(line, month, last, coverage), valid_from=first_day(month))
        last = line
    if current is not None:
        yield current


def _held(line: Line, coverage: Coverage, undone: Collection[Ending]) -> Held:
    ends = coverage.next_list(line, line.period)
    while ends is not None and (line.person, line.programme, ends.period) in undone:
        ends = coverage.next_list(line, ends.period)
    return line, ends.period if ends else None, ends


def _speaker(lines: Sequence[Line], last: Line | None, coverage: Coverage) -> Line:
    """Return the line that says what holds: of the newest month, where the person was before."""
    newest = max(line.period for line in lines)
    candidates = [line for line in lines if line.period == newest]
    if last is not None:
        stayed = [
            line for line in candidates if coverage.same_place(line.values.division, last.values.division)
        ]
        candidates = stayed or candidates
    return min(candidates, key=_intrinsic) if len(candidates) > 1 else candidates[0]


def _begin(line: Line, month: str, last: Line | None, coverage: Coverage) -> Spell:
    """Begin a spell; the row's own start counts back to where a list last spoke of its place."""
    begins = first_day(month)
    if line.started_on is not None and line.started_on < begins:
        spoken = max(coverage.last_month(each, month) for each in (line, last) if each is not None)
        begins = max(line.started_on, first_day(following(spoken))) if spoken else line.started_on
    return Spell(line.person, line.programme, line.values, begins, None, line, line, None)


def _closing(held: Sequence[Held], month: str) -> int | None:
    lists = [ends for _, end, ends in held if ends is not None and end == month]
    return min(lists, key=lambda each: (each.region, each.key)).key if lists else None


def standing_in(spells: Iterable[Spell], period: str) -> dict[tuple[int, str], Counter[Values]]:
    """Return what each person stands on in a month, by person and programme."""
    begins, ends = first_day(period), first_day(following(period))
    found: dict[tuple[int, str], Counter[Values]] = {}
    for spell in spells:
        if spell.valid_from < ends and (spell.valid_to is None or spell.valid_to > begins):
            found.setdefault((spell.person, spell.programme), Counter())[spell.values] += 1
    return found
