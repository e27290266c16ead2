"""Give facts and parameters their types in the rule language, and turn their values into the engine's.

The engine counts codes by their place in the enumeration and writes days YYYYMMDD in one integer; tables
become plain tuples and mappings of such values.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, cast

from doudi.formulas.nodes import DAY, INT, YES_NO, Kind, Level, RuleBroken, Type, Value
from doudi.policy.definitions import Definition, Enumeration
from doudi.policy.facts import Fact
from doudi.policy.values import Bands, Pairs, Table, Tiers

MONEY = Type(Kind.INT, money=True)
DIVIDED_MONEY = Type(Kind.RATIO, money=True)
LEVELS: Mapping[str, Level] = {level.name.lower(): level for level in Level}


@dataclass(frozen=True, slots=True)
class TierLine:
    """One line of a scale as the engine reads it."""

    up_to: int | Fraction | None
    including: bool
    gives: Any


@dataclass(frozen=True, slots=True)
class TierLines:
    """A scale, its lowest line first."""

    lines: tuple[TierLine, ...]


@dataclass(frozen=True, slots=True)
class BandLine:
    """One band as the engine reads it."""

    up_to: int | None
    share: Fraction


@dataclass(frozen=True, slots=True)
class BandLines:
    """Marginal shares, the lowest band first."""

    lines: tuple[BandLine, ...]


def place_of(enumeration: Enumeration, code: str) -> int | None:
    """Return the place of a code in its enumeration, or nothing."""
    places = _PLACES.get(id(enumeration))
    if places is None or places[0] is not enumeration:
        places = (enumeration, {member: place for place, member in enumerate(enumeration.members)})
        _PLACES[id(enumeration)] = places
    return places[1].get(code)


_PLACES: dict[int, tuple[Enumeration, dict[str, int]]] = {}


def type_of_fact(fact: Fact) -> Type:
    """Return the type of a fact."""
    if fact.kind == "code":
        return _code(fact.enumeration)
    if fact.by_period:
        return DIVIDED_MONEY
    return {"money": MONEY, "number": INT, "yes_no": YES_NO, "day": DAY}[fact.kind]


def type_of_parameter(definition: Definition) -> Type:
    """Return the type of a parameter."""
    kind = definition.kind
    if kind == "tiers":
        return Type(Kind.TIERS, gives=_gives(definition), rows=(_number(definition.by),))
    if kind == "table":
        rows = tuple(_code(part) for part in (definition.rows, definition.columns) if part is not None)
        return Type(Kind.TABLE, gives=_gives(definition), rows=rows)
    if kind == "code":
        return _code(definition.enumeration)
    if kind in ("codes", "pairs"):
        code = _code(definition.enumeration)
        return Type(Kind(kind), code.enum, rows=(code,))
    money = DIVIDED_MONEY if definition.by_year else MONEY
    simple = {"money": money, "number": INT, "ratio": Type(Kind.RATIO), "yes_no": YES_NO, "day": DAY}
    return simple.get(kind) or Type(Kind(kind))


def _gives(definition: Definition) -> Type:
    return _code(definition.enumeration) if definition.gives == "code" else _number(definition.gives)


def _number(kind: str) -> Type:
    return {"money": MONEY, "number": INT, "ratio": Type(Kind.RATIO)}[kind]


def _code(enumeration: Enumeration | None) -> Type:
    return Type(Kind.CODE, cast(Enumeration, enumeration).name)


def day_number(day: date | None) -> int:
    """Return a day as the engine counts it: YYYYMMDD, 0 for unknown."""
    return 0 if day is None else day.year * 10_000 + day.month * 100 + day.day


def day_of_number(number: int) -> date | None:
    """Return the day the engine's number stands for."""
    return date(number // 10_000, number // 100 % 100, number % 100) if number else None


def engine_value(definition: Definition, value: Value) -> Value:
    """Return a parameter's value as the engine reads it."""
    convert = _CONVERTERS.get(definition.kind)
    return value if convert is None else convert(definition, value)


def _codes(definition: Definition, value: Iterable[str]) -> frozenset[int]:
    return frozenset(_place(definition.enumeration, code) for code in value)


def _pairs(definition: Definition, value: Pairs) -> frozenset[tuple[int, int]]:
    return frozenset((_place(definition.enumeration, code), number) for code, number in value.pairs)


def _tiers(definition: Definition, value: Tiers) -> TierLines:
    lines = (TierLine(one.up_to, one.including, one.gives) for one in value.steps)
    return TierLines(tuple(lines))


def _bands(definition: Definition, value: Bands) -> BandLines:
    return BandLines(tuple(BandLine(one.up_to, one.share) for one in value.bands))


def _table(definition: Definition, value: Table) -> dict[tuple[int, ...], Any]:
    sides = [side for side in (definition.rows, definition.columns) if side is not None]
    for cell in itertools.product(*(side.members for side in sides)):
        if cell not in value.cells:
            raise RuleBroken(f"{definition.key} says nothing of {' × '.join(cell)}")
    return {
        tuple(_place(side, code) for side, code in zip(sides, cell, strict=True)): _given(definition, given)
        for cell, given in value.cells.items()
    }


def _given(definition: Definition, given: Value) -> Value:
    return _place(definition.enumeration, given) if definition.gives == "code" else given


def _place(enumeration: Enumeration | None, code: str) -> int:
    # a value is checked against its enumeration when it is read
    return cast(int, place_of(cast(Enumeration, enumeration), code))


_CONVERTERS: Mapping[str, Callable[[Definition, Any], Any]] = {
    "code": lambda definition, value: _place(definition.enumeration, value),
    "day": lambda definition, value: day_number(value),
    "codes": _codes,
    "pairs": _pairs,
    "tiers": _tiers,
    "bands": _bands,
    "table": _table,
}
