"""Find the values of a region that cross a line a higher level has drawn."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from doudi.policy.definitions import Definition, Limit
from doudi.policy.saying import show_value
from doudi.policy.values import Pairs, Value


class Set(Protocol):
    """A value with the region that set it."""

    @property
    def region(self) -> str:
        """The region that set it."""

    @property
    def value(self) -> Value:
        """The value."""


@dataclass(frozen=True, slots=True)
class LimitBroken:
    """A value that crosses a limit; effect refuse stops its approval, warn asks for an explanation."""

    key: str
    region: str
    effect: str
    limit: Limit
    text: str


def broken_limits(
    definitions: Mapping[str, Definition], own: Mapping[str, Set], above: Mapping[str, Set]
) -> tuple[LimitBroken, ...]:
    """Return the crossed limits of what holds for a region, given what its parent region has."""
    found = []
    for key, chosen in own.items():
        definition = definitions[key]
        for limit in definition.limits:
            text = _crossed(definition, chosen.value, limit, definitions, own, above)
            if text:
                found.append(LimitBroken(key, chosen.region, limit.effect, limit, text))
    return tuple(found)


def _crossed(
    definition: Definition,
    value: Value,
    limit: Limit,
    definitions: Mapping[str, Definition],
    own: Mapping[str, Set],
    above: Mapping[str, Set],
) -> str:
    """Return the Chinese sentence of a crossed limit, or nothing."""
    source = f"（{limit.document}{limit.article}）"
    if limit.relation == "not_narrower":
        inherited = above.get(definition.key)
        if inherited is None or not narrower(value, inherited.value):
            return ""
        wider = show_value(definition, inherited.value)
        return f"{definition.label}“{show_value(definition, value)}”窄于上级的“{wider}”{source}"
    line = _line(limit, own)
    if line is None or not isinstance(value, (int, Fraction)) or not _beyond(limit.relation, value, line):
        return ""
    word = "低于" if limit.relation == "at_least" else "高于"
    other = definitions[limit.other]
    shown = show_value(other, own[limit.other].value)
    times = f"的{show_value(definitions[limit.times], own[limit.times].value)}" if limit.times else ""
    return f"{definition.label}{show_value(definition, value)}，{word}{other.label}{shown}{times}{source}"


def _line(limit: Limit, own: Mapping[str, Set]) -> Fraction | None:
    """Return what the value is compared with; nothing if it is not set."""
    if limit.other not in own or (limit.times and limit.times not in own):
        return None
    factors = [own[key].value for key in (limit.other, limit.times) if key]
    return math.prod(
        (Fraction(one) for one in factors if isinstance(one, (int, Fraction))), start=Fraction(1)
    )


def _beyond(relation: str, value: int | Fraction, line: Fraction) -> bool:
    return value < line if relation == "at_least" else value > line


def narrower(value: Value, inherited: Value) -> bool:
    """Tell whether a scope lacks something the inherited one has."""
    if isinstance(value, Pairs) and isinstance(inherited, Pairs):
        return not set(inherited.pairs) <= set(value.pairs)
    if isinstance(value, tuple) and isinstance(inherited, tuple):
        return not set(inherited) <= set(value)
    return bool(inherited) and not value
