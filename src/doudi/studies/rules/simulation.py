"""Compare the rules as they stand with changed ones over many families; nothing is written anywhere.

Families of several counties are run county by county, each under its own county's values.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

from doudi.formulas.nodes import Level, RuleBroken
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.policy.asking import unset_words
from doudi.policy.assessment import assess
from doudi.policy.batch import Results, run_pair
from doudi.policy.book import Book, Overlay
from doudi.policy.definitions import Definition
from doudi.policy.families import Families, FamiliesWrong, families_of
from doudi.policy.own_days import by_own_day, put_back
from doudi.policy.plan import Plan, plan_of
from doudi.policy.whatif import Comparison, Effect, compare

LOSSES = ("OUT", "DOWN")


@dataclass(frozen=True, slots=True)
class Told:
    """One family as told: its key, where it lives, what it states."""

    key: str
    division: str
    household: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """One entitlement the change touches; member 0 is the household itself, others count from 1."""

    family: Told
    programme: str
    member: int
    effect: str
    before_fen: int
    after_fen: int


@dataclass
class Tally:
    """How many entitlements there are before and after, what they cost, and what changes."""

    before: int = 0
    after: int = 0
    before_fen: int = 0
    after_fen: int = 0
    entering: int = 0
    leaving: int = 0
    raised: int = 0
    lowered: int = 0
    unchanged: int = 0
    waiting: int = 0
    """Those whose result before or after waits for a fact not known; they count nowhere else."""

    def add(self, other: Tally) -> None:
        """Add another's numbers to these."""
        for name, value in vars(other).items():
            setattr(self, name, getattr(self, name) + value)

    @property
    def losing(self) -> int:
        """Those who would leave or get less."""
        return self.leaving + self.lowered

    @property
    def more_fen(self) -> int:
        """What it costs more a month; less than nothing when it costs less."""
        return self.after_fen - self.before_fen


@dataclass
class Compared:
    """One programme before and after: totals by township, entitlements touched, what counties lack for it.

    `unset` are the keys of values somebody waits for, `given` how many have a result before and after.
    """

    programme: str
    by_person: bool
    towns: dict[str, Tally] = field(default_factory=dict)
    changed: list[Changed] = field(default_factory=list)
    unset: set[str] = field(default_factory=set)
    given: int = 0

    @property
    def is_left_out(self) -> bool:
        """Whether nobody has a result since the counties lack values: then there is nothing to compare."""
        return bool(self.unset) and not self.given

    def lacking(self, definitions: Mapping[str, Definition]) -> str:
        """Say which values the counties lack for this programme; empty where none."""
        return unset_words(definitions, sorted(self.unset)) if self.unset else ""

    @property
    def total(self) -> Tally:
        """All townships together."""
        whole = Tally()
        for tally in self.towns.values():
            whole.add(tally)
        return whole


@dataclass(frozen=True, slots=True)
class Scene:
    """What is compared: two books, the programmes, the region and the day."""

    base: Book
    changed: Book
    programmes: Sequence[str]
    region: str
    on: date
    context: Mapping[str, Any] = field(default_factory=dict)


def changed_book(base: Book, region: str, on: date, values: Sequence[Mapping[str, Any]]) -> Book:
    """Return a book in which these values hold in a region from a day on: {key, value, unit}."""
    overlays = [
        Overlay(
            region=region,
            key=each["key"],
            begins=on,
            ends=None,
            written={
                "value": each["value"],
                **({"unit": each["unit"]} if each.get("unit") else {}),
                "document": "",
                "verified": False,
                "note": "试算",
            },
        )
        for each in values
    ]
    return base.with_values(overlays)


def compared(
    scene: Scene, families: Sequence[Told], tell: Callable[[int], None] = lambda done: None
) -> list[Compared]:
    """Return each programme before and after; `tell` hears how many families are done.

    Whoever waits for a value their county lacks is counted as waiting. Raises FamiliesWrong with the
    families' places in the order given, counted from 1.
    """
    found = {
        code: Compared(code, scene.base.programmes[code].level is Level.PERSON) for code in scene.programmes
    }
    done = 0
    for county, places in _by_county(scene.region, families).items():
        own = [families[place] for place in places]
        columns = _columns(scene, facts_of_scene(scene, county), own, places)
        for one in found.values():
            _compare(scene, one, county, own, columns)
        done += len(own)
        tell(done)
    return list(found.values())


def facts_of_scene(scene: Scene, county: str) -> frozenset[str]:
    """Return the facts any of the programmes asks for in a county, before or after the change."""
    return frozenset(
        fact.name
        for book in (scene.base, scene.changed)
        for code in scene.programmes
        for fact in plan_of(book, code, county, scene.on).facts
    )


def _by_county(region: str, families: Sequence[Told]) -> Mapping[str, list[int]]:
    """Return the places of each county's families."""
    counties: dict[str, list[int]] = {}
    for place, family in enumerate(families):
        county = family.division[:COUNTY_DIGITS] if family.division.startswith(region) else region
        counties.setdefault(county, []).append(place)
    return counties


def _columns(scene: Scene, wanted: frozenset[str], own: Sequence[Told], places: Sequence[int]) -> Families:
    try:
        return families_of(
            scene.base.facts, wanted, scene.on, [each.household for each in own], scene.context
        )
    except FamiliesWrong as error:
        wrongs = {places[number - 1] + 1: found for number, found in error.wrongs.items()}
        raise FamiliesWrong(wrongs) from None


def _compare(scene: Scene, one: Compared, county: str, own: Sequence[Told], columns: Families) -> None:
    before, after = _run(scene, one.programme, county, own, columns)
    one.unset |= {key for run in (before, after) for key, column in run.unset.items() if column.any()}
    owners = _owners(columns, by_person=one.by_person)
    comparison = compare(before, after, [own[place].division[:TOWNSHIP_DIGITS] for place in owners])
    _count(one, comparison)
    one.given += comparison.whole.subjects - comparison.whole.waiting
    one.changed.extend(_touched(one, own, comparison, owners))


def _run(
    scene: Scene, code: str, county: str, own: Sequence[Told], columns: Families
) -> tuple[Results, Results]:
    """Return a programme's results before and after, families of one day of their own at a time."""
    parts = list(by_own_day(scene.base.programmes[code], columns, scene.on))
    if len(parts) == 1:
        return _run_day(scene, code, county, own, columns, parts[0][0])
    found = []
    for day, places in parts:
        some = [own[place] for place in places]
        chosen = columns.chosen(scene.base.facts, places)
        found.append((places, _run_day(scene, code, county, some, chosen, day)))
    before, after = ([(places, pair[turn]) for places, pair in found] for turn in (0, 1))
    return put_back(columns, before), put_back(columns, after)


def _run_day(
    scene: Scene, code: str, county: str, own: Sequence[Told], columns: Families, day: date | None
) -> tuple[Results, Results]:
    """Return the results of families of one own day; a rule too large for 64 bits goes one by one."""
    base = plan_of(scene.base, code, county, scene.on, day)
    changed = plan_of(scene.changed, code, county, scene.on, day)
    try:
        return run_pair(scene.base, base, changed, columns)
    except RuleBroken:
        return (
            _one_by_one(scene, scene.base, base, county, own),
            _one_by_one(scene, scene.changed, changed, county, own),
        )


def _one_by_one(scene: Scene, book: Book, plan: Plan, county: str, own: Sequence[Told]) -> Results:
    code = plan.programme.code
    verdicts = [
        verdict
        for each in own
        for verdict in assess(book, code, county, scene.on, each.household, scene.context).verdicts
    ]
    waits = np.array([bool(each.waits) for each in verdicts], dtype=bool)
    eligible = np.array([bool(each.eligible) for each in verdicts], dtype=bool)
    amount = np.array([each.amount or 0 for each in verdicts], dtype=np.int64)
    return Results(plan, eligible, amount, {}, waits=waits)


def _owners(columns: Families, *, by_person: bool) -> np.ndarray[Any, Any]:
    """Return the family of each result."""
    if not by_person:
        return np.arange(columns.size)
    return np.repeat(np.arange(columns.size), np.diff(columns.members))


def _count(one: Compared, comparison: Comparison) -> None:
    for group in comparison.groups:
        stay = group.same + group.up + group.down
        tally = Tally(
            before=group.aided_before,
            after=stay + group.entering,
            before_fen=group.before,
            after_fen=group.after,
            entering=group.entering,
            leaving=group.leaving,
            raised=group.up,
            lowered=group.down,
            unchanged=group.same,
            waiting=group.waiting,
        )
        one.towns.setdefault(group.group, Tally()).add(tally)


def _touched(
    one: Compared, own: Sequence[Told], comparison: Comparison, owners: np.ndarray[Any, Any]
) -> Iterator[Changed]:
    """Yield every entitlement that is not what it was."""
    first = np.searchsorted(owners, np.arange(len(own)))
    for row in np.flatnonzero((comparison.effects >= Effect.UP) & (comparison.effects <= Effect.OUT)):
        family = int(owners[row])
        yield Changed(
            family=own[family],
            programme=one.programme,
            member=int(row - first[family]) + 1 if one.by_person else 0,
            effect=Effect(comparison.effects[row]).name,
            before_fen=int(comparison.before[row]),
            after_fen=int(comparison.after[row]),
        )
