"""Compare two assessments of the same families, before and after a change of rules (政策影响试算)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doudi.policy.batch import Results

Array = NDArray[Any]


class Effect(IntEnum):
    """What a change does to one subject."""

    NONE = 0  # entitled neither before nor after
    SAME = 1
    UP = 2
    DOWN = 3
    IN = 4
    OUT = 5
    WAITS = 6  # the result before or after waits for a fact not known


@dataclass(frozen=True, slots=True)
class Tally:
    """The effects on one group and its cost in fen before and after; who waits costs nothing yet."""

    group: str
    subjects: int
    same: int
    up: int
    down: int
    entering: int
    leaving: int
    before: int
    after: int
    waiting: int = 0

    @property
    def aided_before(self) -> int:
        """How many are entitled before the change."""
        return self.same + self.up + self.down + self.leaving

    @property
    def losers(self) -> int:
        """How many would lose all or part."""
        return self.down + self.leaving


@dataclass(frozen=True)
class Comparison:
    """The effect on every subject and the tally of each group, the whole first."""

    effects: Array
    before: Array
    after: Array
    whole: Tally
    groups: tuple[Tally, ...]

    def losers(self) -> Array:
        """Return the places of those who would lose, the largest loss first."""
        places = np.flatnonzero((self.effects == Effect.DOWN) | (self.effects == Effect.OUT))
        loss = self.before[places] - self.after[places]
        return places[np.argsort(-loss, kind="stable")]


def compare(before: Results, after: Results, groups: Sequence[str] | None = None) -> Comparison:
    """Compare two results of the same subjects in the same order; `groups` names each subject's group."""
    if len(before.amount) != len(after.amount):
        raise ValueError("two results of different subjects cannot be compared")
    effects = effects_of(before, after)
    tallies: tuple[Tally, ...] = ()
    if groups is not None:
        names, places = np.unique(np.asarray(groups, dtype=object).astype(str), return_inverse=True)
        tallies = _tallies(names, places, effects, before.amount, after.amount)
    whole = _tallies(
        np.array([""]), np.zeros(len(effects), dtype=np.int64), effects, before.amount, after.amount
    )
    return Comparison(effects, before.amount, after.amount, whole[0], tallies)


def effects_of(before: Results, after: Results) -> Array:
    """Return each subject's effect; being let in or left out counts before any amount does."""
    was, now = before.eligible, after.eligible
    stayed = np.where(
        after.amount > before.amount,
        Effect.UP,
        np.where(after.amount < before.amount, Effect.DOWN, Effect.SAME),
    )
    found = np.where(was & now, stayed, np.where(now, Effect.IN, np.where(was, Effect.OUT, Effect.NONE)))
    for one in (before, after):
        if one.waits is not None:
            found = np.where(one.waits, Effect.WAITS, found)
    return found.astype(np.int8)


def _tallies(names: Array, places: Array, effects: Array, before: Array, after: Array) -> tuple[Tally, ...]:
    counts = np.bincount(places * len(Effect) + effects, minlength=len(names) * len(Effect))
    by_group = counts.reshape(len(names), len(Effect))
    given = effects != Effect.WAITS
    spent_before, spent_after = (_sums(each * given, places, len(names)) for each in (before, after))
    return tuple(
        Tally(
            group=str(name),
            subjects=int(by_group[place].sum()),
            same=int(by_group[place][Effect.SAME]),
            up=int(by_group[place][Effect.UP]),
            down=int(by_group[place][Effect.DOWN]),
            entering=int(by_group[place][Effect.IN]),
            leaving=int(by_group[place][Effect.OUT]),
            before=int(spent_before[place]),
            after=int(spent_after[place]),
            waiting=int(by_group[place][Effect.WAITS]),
        )
        for place, name in enumerate(names)
    )


def _sums(amounts: Array, places: Array, groups: int) -> Array:
    """Return exact sums by group; numpy's weighted count would go through floats."""
    sums = np.zeros(groups, dtype=np.int64)
    np.add.at(sums, places, amounts)
    return sums
