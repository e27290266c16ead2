"""What stands where a fact is not known: everything it may be, and which facts would settle it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from doudi.formulas.nodes import Kind, ParameterReference, Type, Value

FIRST_DAY = 19_000_101
LAST_DAY = 99_991_231
"""An unknown day lies between these, or there is none at all (0)."""


@dataclass(frozen=True, slots=True, order=True)
class Ask:
    """One fact nobody has stated: whose it is (`members[2]`, `household` …) and its name."""

    place: str
    name: str


Asks = frozenset[Ask]
NOBODY: Asks = frozenset()


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that rests on facts not known; by itself it may be anything of its kind."""

    asks: Asks


@dataclass(frozen=True, slots=True)
class Between(Unknown):
    """A number or a day that lies somewhere in low..high, both possible ends; a day may also be none, 0."""

    low: Any
    high: Any


@dataclass(frozen=True, slots=True)
class Among(Unknown):
    """A code or an answer that is one of two or more."""

    options: frozenset[Any]


@dataclass(frozen=True, slots=True)
class Unset(Unknown):
    """A table, scale or bands nobody has set; `gives` is all that one of its places may hold."""

    gives: Any


YES_OR_NO = frozenset({False, True})
MOST = 10**12
"""No value of law and no amount worked out is further from nothing than this."""


def undecided(asks: Asks) -> Among:
    """Return an answer that may be yes or no."""
    return Among(asks, YES_OR_NO)


def between(low: Value, high: Value, asks: Asks) -> Value:
    """Return the value where only one is possible, else the range."""
    return low if low == high else Between(asks, low, high)


def among(options: frozenset[Any], asks: Asks) -> Value:
    """Return the value where only one is possible, else the choice."""
    return next(iter(options)) if len(options) == 1 else Among(asks, options)


def asks_of(values: Iterable[Value]) -> Asks:
    """Return which facts the values wait for."""
    return NOBODY.union(*(value.asks for value in values if isinstance(value, Unknown)))


def ends_of(value: Value) -> tuple[Value, Value]:
    """Return the lowest and the highest a number or a day may be."""
    return (value.low, value.high) if isinstance(value, Between) else (value, value)


def options_of(value: Value) -> frozenset[Any]:
    """Return what a code or an answer may be."""
    return value.options if isinstance(value, Among) else frozenset({value})


def is_open(value: Value) -> bool:
    """Tell whether a value is not known for certain."""
    return isinstance(value, Unknown)


def either(kind: Type, first: Value, second: Value, asks: Asks) -> Value:
    """Return what is one of two values, which of them resting on `asks`; known where both say the same."""
    if not is_open(first) and not is_open(second) and first == second:
        return first
    asked = asks | asks_of((first, second))
    if kind.kind in (Kind.CODE, Kind.YES_NO):
        return among(options_of(first) | options_of(second), asked)
    (low, high), (lower, higher) = ends_of(first), ends_of(second)
    return between(min(low, lower), max(high, higher), asked)


PARAMETERS = "parameters"


def unset_value(node: ParameterReference) -> Value:
    """Return what a parameter nobody has set may be, with its key as what is to be asked."""
    return _any_of(node.type, node, frozenset((Ask(PARAMETERS, node.key),)))


def _any_of(kind: Type, node: ParameterReference, asks: Asks) -> Value:
    if kind.is_number:
        return Between(asks, node.least, MOST)
    if kind.kind is Kind.YES_NO:
        return undecided(asks)
    if kind.kind is Kind.DAY:
        return Between(asks, FIRST_DAY, LAST_DAY)
    if kind.kind is Kind.CODE:
        return among(frozenset(range(node.codes)), asks)
    if kind.kind is Kind.BANDS:
        return Unset(asks, Between(asks, 0, MOST))
    return Unknown(asks) if kind.gives is None else Unset(asks, _any_of(kind.gives, node, asks))
