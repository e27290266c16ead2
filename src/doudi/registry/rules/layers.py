"""Which one layer a person or household belongs to, of all that would apply (分层)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from doudi.kernel.words import Layer

ORDER = tuple(Layer)


@dataclass(frozen=True, slots=True)
class Ground:
    """A reason to belong to a layer from a day until another, the end exclusive and None while it lasts."""

    layer: str
    valid_from: date
    valid_to: date | None

    def holds(self, on: date) -> bool:
        """Say whether the ground stands on a day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


def highest(layers: Iterable[str]) -> str:
    """Return the one layer of several, the highest; '' of none."""
    return min(layers, key=ORDER.index, default="")


def layer_on(grounds: Iterable[Ground], on: date) -> str:
    """Return the one layer on a day."""
    return highest(ground.layer for ground in grounds if ground.holds(on))


def history(grounds: Sequence[Ground]) -> list[tuple[date, str]]:
    """Return each day on which the layer changed, with the layer from then on ('' when none)."""
    days = sorted({day for ground in grounds for day in (ground.valid_from, ground.valid_to) if day})
    changes: list[tuple[date, str]] = []
    for day in days:
        layer = layer_on(grounds, day)
        if not changes or changes[-1][1] != layer:
            changes.append((day, layer))
    return changes


@dataclass(frozen=True, slots=True)
class Statement:
    """What somebody says a person is on the poverty side, from a day until another."""

    poverty_class: str
    risks: tuple[str, ...]
    recognised_by: str
    valid_from: date
    valid_to: date | None


def exclusive(statements: Iterable[Statement]) -> list[Statement]:
    """Return statements in order, each ending where the next begins, so that one at most holds on any day.

    Of two that begin on one day the later in the given order holds.
    """
    ordered: list[Statement] = []
    for said in sorted(statements, key=lambda one: one.valid_from):
        if ordered and ordered[-1].valid_from == said.valid_from:
            ordered.pop()
        ordered.append(said)
    if not ordered:
        return []
    following = [*(one.valid_from for one in ordered[1:]), None]
    return [
        Statement(
            one.poverty_class, one.risks, one.recognised_by, one.valid_from, _earlier(one.valid_to, cut)
        )
        for one, cut in zip(ordered, following, strict=True)
    ]


def statement_on(statements: Iterable[Statement], on: date) -> Statement | None:
    """Return what a person was on a day; None when nobody said anything."""
    held = [
        said
        for said in exclusive(statements)
        if said.valid_from <= on and (said.valid_to is None or on < said.valid_to)
    ]
    return held[0] if held else None


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day is not None), default=None)
