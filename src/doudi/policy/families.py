"""Many families as columns: one array a fact, and where each family's members begin."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doudi.formulas.nodes import Level, Value
from doudi.formulas.scalar import Row
from doudi.formulas.unknown import is_open
from doudi.policy.facts import Fact, Facts
from doudi.policy.stating import FactsWrong, Wrong, default_of, family_rows
from doudi.policy.types import LEVELS

Array = NDArray[Any]
# how a fact's engine value is kept; only numbers are calculated with
DTYPES: Mapping[str, type[np.generic]] = {
    "money": np.int64,
    "number": np.int64,
    "yes_no": np.bool_,
    "code": np.int8,
    "day": np.int32,
}


@dataclass(frozen=True)
class Families:
    """Columns of facts by entity, in the engine's terms; a fact without a column has its default.

    `members` and `obligors` say where each family's people and each person's obligors begin; they have one
    more entry than there are families or people, the last being the end. `unknown` tells by fact in which
    rows it is not known; its column says nothing there. `months` tells by fact over how many months each
    row's amount came together: the amount a month is their exact quotient.
    """

    members: Array
    obligors: Array
    columns: Mapping[str, Array]
    context: Mapping[str, Any] = field(default_factory=dict)
    unknown: Mapping[str, Array] = field(default_factory=dict)
    months: Mapping[str, Array] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """The number of families."""
        return len(self.members) - 1

    @property
    def people(self) -> int:
        """The number of their members."""
        return int(self.members[-1] - self.members[0])

    def starts(self, level: Level) -> Array:
        """Return where the rows of an entity begin, by the rows above."""
        return self.members if level is Level.PERSON else self.obligors

    def pieces(self, facts: Facts, most: int) -> Iterator[Families]:
        """Yield the families in pieces of at most `most`, small enough for the processor's cache."""
        for first in range(0, self.size, most):
            yield self.piece(facts, first, min(first + most, self.size))

    def piece(self, facts: Facts, first: int, last: int) -> Families:
        """Return the families from one place to another."""
        people = slice(int(self.members[first]), int(self.members[last]))
        duty = slice(int(self.obligors[people.start]), int(self.obligors[people.stop]))
        cuts = {Level.HOUSEHOLD: slice(first, last), Level.PERSON: people, Level.OBLIGOR: duty}
        return self._cut(
            facts,
            self.members[first : last + 1] - people.start,
            self.obligors[people.start : people.stop + 1] - duty.start,
            cuts,
        )

    def _cut(self, facts: Facts, members: Array, obligors: Array, cuts: Mapping[Level, Any]) -> Families:
        """Return the rows chosen of each entity, with where they now begin."""
        columns, unknown, months = (
            {name: column[cuts[LEVELS[facts[name].entity]]] for name, column in each.items()}
            for each in (self.columns, self.unknown, self.months)
        )
        months = {name: each for name, each in months.items() if (each != 1).any()}
        return Families(members, obligors, columns, self.context, unknown, months)

    def open_places(self, facts: Facts) -> Array:
        """Return the places of the families some fact of whom is not known."""
        if self.has_open_context:
            return np.arange(self.size)
        return self._places(facts, self.unknown)

    def divided_places(self, facts: Facts) -> Array:
        """Return the places of the families who state an amount over several months."""
        return self._places(facts, {name: each != 1 for name, each in self.months.items()})

    def _places(self, facts: Facts, rows: Mapping[str, Array]) -> Array:
        """Return the places of the families one of whose rows is marked, by fact."""
        found = np.zeros(self.size, dtype=bool)
        for name, marked in rows.items():
            found[self._families_of(np.flatnonzero(marked), LEVELS[facts[name].entity])] = True
        return np.flatnonzero(found)

    @cached_property
    def divisor(self) -> int:
        """The smallest number of months over which all amounts can be written."""
        return math.lcm(
            *(int(one) for each in self.months.values() for one in np.flatnonzero(np.bincount(each)))
        )

    def quotient(self, name: str, divisor: int) -> Array:
        """Return a fact's amounts over one number of months, the `divisor`."""
        return np.asarray(self.columns[name] * (divisor // self.months[name]), dtype=np.int64)

    def _families_of(self, rows: Array, level: Level) -> Array:
        """Return the families rows of an entity belong to."""
        if level is Level.OBLIGOR:
            rows = np.searchsorted(self.obligors, rows, side="right") - 1
        return rows if level is Level.HOUSEHOLD else np.searchsorted(self.members, rows, side="right") - 1

    def people_of(self, families: Array) -> Array:
        """Return the places of the members of families."""
        return _within(self.members, families)

    def chosen(self, facts: Facts, families: Array) -> Families:
        """Return some of the families, by place."""
        people = _within(self.members, families)
        duty = _within(self.obligors, people)
        cuts = {Level.HOUSEHOLD: families, Level.PERSON: people, Level.OBLIGOR: duty}
        return self._cut(facts, _lengths(self.members, families), _lengths(self.obligors, people), cuts)

    @property
    def has_open_context(self) -> bool:
        """Tell whether something is not known that all families have in common: a month's prices."""
        return any(map(is_open, self.context.values()))

    @property
    def has_unknown(self) -> bool:
        """Tell whether some fact of some family is not known."""
        return self.has_open_context or any(one.any() for one in self.unknown.values())


class FamiliesWrong(Exception):
    """Some families' facts cannot be taken; each reason with the family's place, counted from 1."""

    def __init__(self, wrongs: Mapping[int, Sequence[Wrong]]) -> None:
        first = next(iter(wrongs))
        super().__init__(f"第{first}户：{wrongs[first][0].place}：{wrongs[first][0].reason}")
        self.wrongs = wrongs


def families_of(
    facts: Facts,
    wanted: frozenset[str],
    on: date,
    households: Sequence[Mapping[str, Any]],
    context: Mapping[str, Any] | None = None,
) -> Families:
    """Return families stated one by one as columns, or raise FamiliesWrong for all that cannot be taken."""
    rows, wrongs = [], {}
    for number, household in enumerate(households, start=1):
        try:
            rows.append(family_rows(facts, wanted, on, household, context).below[0])
        except FactsWrong as error:
            wrongs[number] = error.wrongs
    if wrongs:
        raise FamiliesWrong(wrongs)
    return _gathered(facts, wanted, rows, dict(rows[0].above.values) if rows and rows[0].above else {})


def _gathered(facts: Facts, wanted: frozenset[str], rows: Sequence[Row], context: dict[str, Any]) -> Families:
    people = [person for row in rows for person in row.below]
    duty = [one for person in people for one in person.below]
    by_entity: Mapping[str, Sequence[Row]] = {"household": rows, "person": people, "obligor": duty}
    columns, unknown, months = {}, {}, {}
    for name in wanted:
        fact = facts[name]
        if fact.entity in by_entity:
            usual = default_of(fact)
            said = [row.values.get(name, usual) for row in by_entity[fact.entity]]
            opened = np.array([is_open(value) for value in said], dtype=bool)
            known: list[Any] = [usual if is_open(value) else value for value in said]
            if any(type(value) is Fraction for value in known):
                months[name] = np.array([value.denominator for value in known], dtype=np.int64)
                known = [value.numerator for value in known]
            columns[name] = np.array(known, dtype=DTYPES[fact.kind])
            if opened.any():
                unknown[name] = opened
    return Families(_ends(rows), _ends(people), columns, context, unknown, months)


def _within(starts: Array, chosen: Array) -> Array:
    """Return the places of the rows that belong to the chosen upper rows, in order."""
    counts = starts[chosen + 1] - starts[chosen]
    first = np.repeat(starts[chosen] - np.concatenate(([0], np.cumsum(counts)[:-1])), counts)
    return np.asarray(first + np.arange(int(counts.sum())), dtype=np.int64)


def _lengths(starts: Array, chosen: Array) -> Array:
    """Return where the rows of the chosen upper rows begin once they stand alone."""
    return np.concatenate(([0], np.cumsum(starts[chosen + 1] - starts[chosen]))).astype(np.int64)


def _ends(rows: Sequence[Row]) -> Array:
    return np.concatenate(([0], np.cumsum([len(row.below) for row in rows], dtype=np.int64))).astype(np.int64)


def constant(fact: Fact) -> Value:
    """Return what stands for a fact nobody has a column of."""
    return default_of(fact)
