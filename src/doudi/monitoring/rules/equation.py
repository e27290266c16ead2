"""The month equation: 监测名单 = 在享 + 办理中 + 备案监测 + 有理由排除 + 未落实.

Overlap is resolved in that order, so that everyone on the monitored list is counted exactly once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from doudi.kernel.words import Standing

ORDER = tuple(Standing)


@dataclass(frozen=True, slots=True)
class Claim:
    """One ground on which a person is on the month's list: where it puts them, in which division, and why."""

    person: int
    division: str
    standing: str
    because: str
    is_waiting: bool = False
    """Whether it was handed to somebody who has not looked at it yet; only of UNDERWAY."""


@dataclass(frozen=True, slots=True)
class Place:
    """The one place of a person in the month."""

    person: int
    division: str
    standing: str
    because: str
    is_waiting: bool = False

    @property
    def is_settled(self) -> bool:
        """Say whether the person is accounted for and somebody has looked."""
        return self.standing != Standing.UNACCOUNTED and not self.is_waiting


@dataclass(frozen=True, slots=True)
class Balance:
    """The equation of one division: how many are monitored and how they divide."""

    monitored: int
    aided: int
    underway: int
    watched: int
    excluded: int
    unaccounted: int
    waiting: int = 0
    """How many of `underway` were handed to somebody who has not looked at them yet."""

    @property
    def at_work(self) -> int:
        """Return how many of `underway` somebody has looked at and set something going for."""
        return self.underway - self.waiting

    @property
    def is_settled(self) -> bool:
        """Say whether everyone is accounted for and has been looked at."""
        return self.holds and self.waiting == 0

    @property
    def holds(self) -> bool:
        """Say whether everyone is accounted for."""
        accounted = self.aided + self.underway + self.watched + self.excluded
        return self.unaccounted == 0 and accounted == self.monitored


def places(claims: Iterable[Claim]) -> dict[int, Place]:
    """Give each person the first place in ORDER that any claim gives them.

    The division is the deepest one named by a claim of that standing, the first in code order among equals,
    so that the order of the claims is irrelevant.
    """
    best: dict[int, Claim] = {}
    for claim in claims:
        held = best.get(claim.person)
        if held is None or _rank(claim) < _rank(held):
            best[claim.person] = claim
    return {
        person: Place(person, c.division, c.standing, c.because, c.is_waiting) for person, c in best.items()
    }


def _rank(claim: Claim) -> tuple[int, bool, int, str, str]:
    """Put first what comes first in ORDER, among those what somebody has looked at."""
    return (
        ORDER.index(claim.standing),
        claim.is_waiting,
        -len(claim.division),
        claim.division,
        claim.because,
    )


def balance(people: Iterable[Place]) -> Balance:
    """Count the people of one division."""
    everyone = list(people)
    counts = Counter(place.standing for place in everyone)
    return Balance(
        monitored=counts.total(),
        aided=counts[Standing.AIDED],
        underway=counts[Standing.UNDERWAY],
        watched=counts[Standing.WATCHED],
        excluded=counts[Standing.EXCLUDED],
        unaccounted=counts[Standing.UNACCOUNTED],
        waiting=sum(place.is_waiting for place in everyone),
    )


def balances(people: Iterable[Place], *, digits: int) -> Mapping[str, Balance]:
    """Return the equation of each division whose code has at most this many digits.

    Someone known only to a higher level is counted under the higher code, so that the sum stays whole.
    """
    groups: dict[str, list[Place]] = {}
    for place in people:
        groups.setdefault(place.division[:digits], []).append(place)
    return {code: balance(group) for code, group in sorted(groups.items())}


@dataclass(frozen=True, slots=True)
class Changes:
    """Who came, went or moved between two months, each in order of division and person."""

    came: tuple[Place, ...]
    went: tuple[Place, ...]
    moved: tuple[tuple[Place, Place], ...]

    @property
    def count(self) -> int:
        """Return how many people changed."""
        return len(self.came) + len(self.went) + len(self.moved)


def changes(before: Mapping[int, Place], after: Mapping[int, Place]) -> Changes:
    """Compare where everyone stood in two months; another ground for the same place is a move too."""
    return Changes(
        came=_in_order(place for person, place in after.items() if person not in before),
        went=_in_order(place for person, place in before.items() if person not in after),
        moved=tuple(
            (before[place.person], place)
            for place in _in_order(after[person] for person in after.keys() & before.keys())
            if (before[place.person].standing, before[place.person].because)
            != (place.standing, place.because)
        ),
    )


def _in_order(people: Iterable[Place]) -> tuple[Place, ...]:
    return tuple(sorted(people, key=lambda place: (place.division, place.person)))
