"""Assess many families where facts or values of law are not known, in columns (有未知情况的批量核算)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

import numpy as np

from doudi.formulas.nodes import ON, Kind, Level
from doudi.formulas.opened_columns import wide_of
from doudi.formulas.ratios import Array
from doudi.formulas.unknown import FIRST_DAY, LAST_DAY, is_open
from doudi.formulas.wide import Answers, Codes, Exact, Numbers, Wide, kept, whole
from doudi.policy.facts import Fact, Facts
from doudi.policy.families import Families, constant
from doudi.policy.plan import Plan
from doudi.policy.types import LEVELS, day_number, type_of_fact

WORD = 64


@dataclass(frozen=True)
class OpenColumn:
    """What one step may be for each row, and what it waits for; `names` says which fact or value a bit is."""

    values: Wide
    names: tuple[str, ...]

    @property
    def asked(self) -> list[frozenset[str]]:
        """Return the names of the facts and the keys of the values each row waits for."""
        return [frozenset(self._names(words)) for words in self.values.asks.tolist()]

    def _names(self, words: Iterable[int]) -> Iterable[str]:
        bits = sum(word << (WORD * place) for place, word in enumerate(words))
        return (name for place, name in enumerate(self.names) if bits >> place & 1)


class OpenPiece:
    """The rows of some families, and what was worked out for them so far."""

    def __init__(self, plan: Plan, families: Families, facts: Facts) -> None:
        self.plan, self.families, self.facts = plan, families, facts
        self.names = (*(fact.name for fact in plan.facts), *sorted(plan.unset))
        self.words = max(1, -(-len(self.names) // WORD))
        self._worked: dict[str, Wide] = {}
        self._owners: dict[tuple[Level, Level], Array] = {}

    def wide(self, name: str, level: Level) -> Wide:
        """Return a fact's or step's values for its own entity."""
        if name not in self._worked:
            node = self.plan.nodes.get(name)
            found = self._fact(name, level) if node is None else wide_of(node, self, level)
            self._worked[name] = cast("Wide", found)
        return self._worked[name]

    def column(self, name: str) -> OpenColumn:
        """Return a step's values with the facts they wait for."""
        return OpenColumn(self.wide(name, self.plan.step(name).level), self.names)

    def owners(self, home: Level, level: Level) -> Array:
        """Return for each row of a lower entity the place of the row above."""
        if (home, level) not in self._owners:
            found = np.zeros(self.rows(max(home, Level.HOUSEHOLD)), dtype=np.int64)
            if home is not Level.CONTEXT:
                found = np.arange(self.rows(home))
            for step in range(max(home, Level.HOUSEHOLD) + 1, level + 1):
                found = np.repeat(found, np.diff(self.families.starts(Level(step))))
            self._owners[home, level] = found
        return self._owners[home, level]

    def rows(self, level: Level) -> int:
        """Return how many rows an entity has."""
        if level is Level.OBLIGOR:
            return int(self.families.obligors[-1])
        sizes = {Level.CONTEXT: 1, Level.HOUSEHOLD: self.families.size, Level.PERSON: self.families.people}
        return sizes[level]

    def starts(self, level: Level) -> Array:
        """Return where each upper row's rows begin."""
        return self.families.starts(level)

    def nothing(self, rows: int) -> Array:
        """Return that so many rows wait for nothing."""
        return np.zeros((rows, self.words), dtype=np.uint64)

    def _fact(self, name: str, level: Level) -> Wide:
        rows = self.rows(level)
        if name == ON:
            on = whole(np.full(rows, day_number(self.plan.on)))
            return Numbers(on, on, self.nothing(rows))
        values, unknown = self._stated(self.facts[name], rows)
        return self._widened(self.facts[name], values, unknown)

    def _stated(self, fact: Fact, rows: int) -> tuple[Array, Array]:
        """Return a fact's values and in which rows it is not known."""
        if LEVELS[fact.entity] is Level.CONTEXT:
            said = self.families.context.get(fact.name, constant(fact))
            return np.array([0 if is_open(said) else said]), np.array([is_open(said)])
        values = self.families.columns.get(fact.name)
        unknown = self.families.unknown.get(fact.name)
        return (
            np.full(rows, constant(fact)) if values is None else values,
            np.zeros(rows, dtype=bool) if unknown is None else unknown,
        )

    def _widened(self, fact: Fact, values: Array, unknown: Array) -> Wide:
        """Return what each row's fact may be: anything of its kind where it is not known."""
        asks = kept(self.asked(fact.name, len(values)), unknown)
        kind = type_of_fact(fact)
        if kind.kind is Kind.YES_NO:
            said = values.astype(bool)
            return Answers(said | unknown, ~said | unknown, asks)
        if fact.enumeration is not None:
            every = np.uint64((1 << len(fact.enumeration.members)) - 1)
            return Codes(np.where(unknown, every, np.uint64(1) << values.astype(np.uint64)), asks)
        first, last = (fact.unknown_from, fact.most) if kind.kind is not Kind.DAY else (0, LAST_DAY)
        if kind.kind is Kind.DAY and fact.required:
            first = FIRST_DAY
        said, divisor = self._over_months(fact, values.astype(np.int64))
        low, high = (np.where(unknown, end * divisor, said) for end in (first, last))
        dens = np.full(len(said), divisor)
        return Numbers(Exact(low, dens), Exact(high, dens), asks)

    def _over_months(self, fact: Fact, values: Array) -> tuple[Array, int]:
        """Return amounts over the number of months all amounts of these families can be written over."""
        if fact.name not in self.families.months:
            return values, 1
        divisor = self.families.divisor
        return self.families.quotient(fact.name, divisor), divisor

    def waiting_for(self, name: str, asks: Array) -> Array:
        """Return which rows wait for a fact or a value nobody has set."""
        word, bit = divmod(self.names.index(name), WORD)
        found: Array = asks[:, word] >> np.uint64(bit) & np.uint64(1) == 1
        return found

    def asked(self, name: str, rows: int) -> Array:
        """Return that so many rows wait for a fact or a value nobody has set."""
        place = self.names.index(name)
        asks = self.nothing(rows)
        asks[:, place // WORD] = np.uint64(1) << np.uint64(place % WORD)
        return asks


def open_steps(plan: Plan, families: Families, facts: Facts) -> dict[str, OpenColumn]:
    """Return every step's values for its own entity."""
    piece = OpenPiece(plan, families, facts)
    return {name: piece.column(name) for name in plan.nodes}


def open_results(plan: Plan, families: Families, facts: Facts) -> dict[str, Any]:
    """Return the columns of a result – eligible, amount, part:…, failed – and whose result `waits`.

    What is not given counts as no and as nothing; `waits` tells those rows, and unset:… for which value of
    law nobody has set they wait.
    """
    piece, outcome = OpenPiece(plan, families, facts), plan.programme.outcome
    level = plan.programme.level
    eligible = cast("Answers", piece.wide(outcome.eligible, level))
    waits, asks = eligible.yes & eligible.no, eligible.asks
    columns: dict[str, Any] = {"eligible": eligible.yes & ~eligible.no}
    for key, name in {"amount": outcome.amount, **{f"part:{part}": part for part in outcome.parts}}.items():
        amount = cast("Numbers", piece.wide(name, level))
        given, asks = ~amount.asks.any(axis=1), asks | amount.asks
        waits = waits | ~given
        columns[key] = np.where(given, amount.low.num // amount.low.den, 0).astype(np.int64)
    failed = np.zeros(len(waits), dtype=np.uint32)
    for place, name in enumerate(outcome.checks):
        check = cast("Answers", piece.wide(name, level))
        failed |= (~check.yes).astype(np.uint32) << np.uint32(place)
    unset = {f"unset:{key}": piece.waiting_for(key, asks) for key in plan.unset}
    return {**columns, "failed": failed, "waits": waits, **unset}
