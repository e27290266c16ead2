"""Finds from where a replay of people may go on, and who has to be replayed with them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.rules.history import DivisionHistory
from doudi.registry.models import Checkpoint
from doudi.registry.rules.lines import Coverage, PublishedList
from doudi.registry.rules.progress import Progress, read
from doudi.registry.selectors.facts import acted_with, chunks, grouped_with, living_with

Counties = tuple[str, ...]


@dataclass(slots=True)
class Grounds:
    """What replays rest on: the live lists, and what has become of divisions."""

    lists: dict[int, PublishedList]
    history: DivisionHistory
    coverage: Coverage = field(init=False)
    _known: dict[tuple[Counties, str], str] = field(default_factory=dict)
    _counties: dict[str, Counties] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Make ready what says which list speaks for whom."""
        self.coverage = Coverage(self.lists.values(), history=self.history)

    def digest(self, counties: Counties, period: str) -> str:
        """Return a digest of the lists up to a month that may speak for people of some counties.

        Another digest means that a list has come or gone, or that divisions have changed.
        """
        found = self._known.get((counties, period))
        if found is None:
            keys = [
                key
                for key, each in sorted(self.lists.items())
                if each.period <= period and any(_overlap(each.region, county) for county in counties)
            ]
            told = repr((keys, self.history.told))
            found = self._known[(counties, period)] = sha256(told.encode()).hexdigest()
        return found

    def counties_of(self, place: str) -> Counties:
        """Return the counties in which a place lies or has lain."""
        found = self._counties.get(place)
        if found is None:
            codes = {place, self.coverage.successor(place)}
            found = self._counties[place] = tuple(sorted({code[:COUNTY_DIGITS] for code in codes}))
        return found


def _overlap(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


@dataclass(slots=True)
class Kept:
    """A checkpoint that may be gone on from."""

    period: str
    counties: Counties
    state: str


@dataclass(slots=True)
class Circle:
    """People with everyone who ever shared a household with them, and from where each may go on.

    Whoever is not in `kept` is replayed from nothing.
    """

    people: set[int] = field(default_factory=set)
    kept: dict[int, Kept] = field(default_factory=dict)

    def by_month(self) -> Mapping[str, set[int]]:
        """Return people by the month from which they go on; '' for those who begin from nothing."""
        found: dict[str, set[int]] = {}
        for person in self.people:
            kept = self.kept.get(person)
            found.setdefault(kept.period if kept else "", set()).add(person)
        return found

    def progress(self, lists: Mapping[int, PublishedList]) -> dict[int, Progress]:
        """Return how far people were followed, in the order of their keys."""
        return {
            person: read(kept.state, person, kept.period, lists) for person, kept in sorted(self.kept.items())
        }


def circle_of(people: Collection[int], grounds: Grounds, *, since: str) -> Circle:
    """Return people with everyone a live list or an act ever put into one household with them.

    Facts about `people` have changed from the month `since` on, '' when perhaps from the first. Whoever is
    bound to somebody who begins from nothing begins from nothing too: both are in the same old groups.
    """
    circle, anew = Circle(), set[int]()
    edge, concerned = set(people), set(people)
    while edge:
        found = _kept(edge - anew, grounds, concerned, since)
        circle.kept |= found
        circle.people |= edge
        beginning = edge - found.keys()
        bound = _bound(beginning, after="")
        again = bound & circle.kept.keys()
        for person in again:
            del circle.kept[person]
        anew |= beginning | bound
        months: dict[str, set[int]] = {}
        for person, kept in found.items():
            months.setdefault(kept.period, set()).add(person)
        near = bound.union(*(_bound(some, after=month) for month, some in months.items()))
        edge = (near - circle.people) | again
    return circle


def _bound(people: Collection[int], *, after: str) -> set[int]:
    if not people:
        return set()
    return grouped_with(people, after=after) | acted_with(people) | living_with(people)


def _kept(
    people: Collection[int], grounds: Grounds, concerned: Collection[int], since: str
) -> dict[int, Kept]:
    """Return the checkpoints that still rest on what they were made on, and lie before what has changed."""
    found: dict[int, Kept] = {}
    for part in chunks(people):
        rows = Checkpoint.objects.filter(person__in=part)
        for person, period, written, ground, state in rows.values_list(
            "person_id", "period", "counties", "ground", "state"
        ):
            counties = tuple(filter(None, written.split(",")))
            is_before = person not in concerned or period < since
            if is_before and ground == grounds.digest(counties, period):
                found[person] = Kept(period, counties, state)
    return found
