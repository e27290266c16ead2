"""Holds who lives with whom while households are worked out: stays, heads, numbers, by made-up keys."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from doudi.registry.rules.lines import PublishedList


@dataclass(frozen=True, slots=True)
class GroupMember:
    """A person of a group; `token` orders people alike in every installation."""

    person: int
    token: int
    row: int
    relation: str
    division: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The people one list puts under one household number."""

    said_by: PublishedList
    number: str
    members: list[GroupMember]


@dataclass(frozen=True, slots=True)
class FamilyAct:
    """What an officer said of a household from a day on; `order` is the order in which acts were done."""

    key: int
    kind: str
    people: tuple[int, ...]
    anchor: int | None
    happened_on: date
    order: int
    division: str = ""


@dataclass(slots=True)
class Stay:
    """A person's time in a household; the end is exclusive and None while it lasts."""

    person: int
    household: int
    relation: str
    valid_from: date
    said_by: int | None
    act: int | None
    weight: int
    valid_to: date | None = None


@dataclass(slots=True)
class Families:
    """Households by made-up keys: the stays of their people, their heads, and the numbers they last had.

    `tokens` order people and households alike in every installation. `elsewhere` are the rows, as person,
    list and row, that name somebody in a household in which they do not live.
    """

    stays: list[Stay] = field(default_factory=list)
    heads: dict[int, int] = field(default_factory=dict)
    numbers: dict[tuple[int, str, str], str] = field(default_factory=dict)
    live: dict[int, Stay] = field(default_factory=dict)
    people: dict[int, set[int]] = field(default_factory=dict)
    said_heads: dict[int, int] = field(default_factory=dict)
    made: int = 0
    tokens: dict[int, int] = field(default_factory=dict)
    elsewhere: set[tuple[int, int, int]] = field(default_factory=set)

    def home(self, person: int) -> int | None:
        """Return the household in which somebody lives now."""
        stay = self.live.get(person)
        return stay.household if stay else None

    def found(self) -> int:
        """Return a new household's key."""
        self.made += 1
        self.people[self.made] = set()
        return self.made

    def settle(self, stay: Stay) -> None:
        """Let somebody live somewhere from a day on; what was before ends there, or never was."""
        before = self.live.get(stay.person)
        if before is not None:
            self.people[before.household].discard(stay.person)
            for heads in (self.heads, self.said_heads):
                if heads.get(before.household) == stay.person:
                    del heads[before.household]
            if before.valid_from >= stay.valid_from:
                self.stays.remove(before)
            else:
                before.valid_to = stay.valid_from
        self.live[stay.person] = stay
        self.people[stay.household].add(stay.person)
        self.stays.append(stay)

    def order_of(self, home: int) -> tuple[date, int]:
        """Return what orders households alike in every installation: the oldest first, then by tokens."""
        people = self.people[home]
        since = min((self.live[person].valid_from for person in people), default=date.max)
        return since, min((self.tokens.get(person, 0) for person in people), default=0)

    def as_it_stands(self) -> Families:
        """Return who lives where now, to go on from later; who lived where before is not in it."""
        live = {person: replace(stay) for person, stay in self.live.items()}
        return Families(
            stays=list(live.values()),
            heads=dict(self.heads),
            numbers=dict(self.numbers),
            live=live,
            people={home: set(people) for home, people in self.people.items() if people},
            said_heads=dict(self.said_heads),
            made=self.made,
            tokens=dict(self.tokens),
        )
