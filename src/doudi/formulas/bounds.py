"""Prove before the first row is run that no amount can leave 64 bits and no divisor can be zero.

Every fact has limits, so every expression has; with them the columns can calculate in machine integers and
still be exact. What cannot be proved is refused when the rule is loaded for a region, never found out later.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, cast

from doudi.formulas.nodes import (
    Aggregate,
    Level,
    Literal,
    Node,
    Operation,
    Reference,
    RuleBroken,
    walk,
)

LARGEST = 2**62
MOST_ROWS = 50  # members of one family, obligors of one person
ROUNDING_UNIT = 1000  # the coarsest rounding is to ten yuan
_MONTHS = 12 * 300


@dataclass(frozen=True, slots=True)
class Over:
    """A divisor that differs from row to row: at most how large, how often it divides, by whose rows."""

    most: int
    times: int
    level: Level


@dataclass(frozen=True, slots=True)
class Bound:
    """The limits of a value: it lies in low..high, over `den` and over divisors told by their expression."""

    low: Fraction
    high: Fraction
    den: int = 1
    over: Mapping[Node, Over] = field(default_factory=dict)

    @property
    def widest(self) -> int:
        """The largest absolute value, rounded up."""
        return math.ceil(max(abs(self.low), abs(self.high)))

    @property
    def whole_den(self) -> int:
        """The largest denominator."""
        return self.den * math.prod(int(one.most**one.times) for one in self.over.values())

    @property
    def varies(self) -> Level:
        """The entity by whose rows the denominator differs; CONTEXT: it does not."""
        return max((one.level for one in self.over.values()), default=Level.CONTEXT)


def whole(low: int, high: int) -> Bound:
    """Return the limits of a whole number."""
    return Bound(Fraction(low), Fraction(high))


YES_OR_NO = whole(0, 1)


def bound_of(node: Node, known: Mapping[str, Bound]) -> Bound:
    """Return an expression's limits; RuleBroken when it may overflow or divide by zero."""
    if isinstance(node, Reference):
        return known[node.name]
    if isinstance(node, Literal):
        return _of_literal(node)
    if isinstance(node, Aggregate):
        return _of_aggregate(node, bound_of(node.body, known))
    if isinstance(node, Operation):
        parts = [bound_of(part, known) for part in node.parts]
        return _checked(_OPERATIONS.get(node.op, _yes_no)(node, parts))
    raise RuleBroken(f"{node.key} has no value")


def _of_literal(node: Literal) -> Bound:
    if node.type.is_number:
        value = Fraction(node.value)
        return _checked(Bound(value, value, value.denominator))
    return YES_OR_NO


def _of_aggregate(node: Aggregate, body: Bound) -> Bound:
    if node.op in ("any", "all"):
        return YES_OR_NO
    if node.op == "count":
        return whole(0, MOST_ROWS)
    if body.varies >= node.level or (node.op != "sum" and body.over):
        raise RuleBroken(
            f"{node.op} gathers quotients whose divisor differs from row to row: round them first"
        )
    if node.op == "sum":
        low, high = min(body.low, Fraction(0)), max(body.high, Fraction(0))
        return _checked(Bound(low * MOST_ROWS, high * MOST_ROWS, body.den, body.over))
    return Bound(min(body.low, Fraction(0)), max(body.high, Fraction(0)), body.den)


def _checked(bound: Bound) -> Bound:
    _check_fits(bound, bound.whole_den)
    return bound


def _check_fits(bound: Bound, den: int) -> None:
    """Refuse a value whose numerator over this denominator could leave 64 bits."""
    if bound.widest * den >= LARGEST or den >= LARGEST:
        raise RuleBroken(f"the result may reach {bound.widest} with a denominator of {den}: too large")


def met(first: Bound, second: Bound) -> tuple[int, dict[Node, Over]]:
    """Return the denominator two values share, and refuse what would not fit over it."""
    over = dict(first.over)
    for key, one in second.over.items():
        over[key] = one if key not in over or over[key].times < one.times else over[key]
    den = math.lcm(first.den, second.den)
    both = Bound(Fraction(0), Fraction(0), den, over).whole_den
    _check_fits(first, both)
    _check_fits(second, both)
    return den, over


def _joined(first: Mapping[Node, Over], second: Mapping[Node, Over]) -> dict[Node, Over]:
    """Return the divisors of a product."""
    over = dict(first)
    for key, one in second.items():
        times = one.times + (over[key].times if key in over else 0)
        over[key] = Over(one.most, times, one.level)
    return over


def _added(node: Operation, parts: list[Bound]) -> Bound:
    first, second = parts
    den, over = met(first, second)
    if node.op == "-":
        return Bound(first.low - second.high, first.high - second.low, den, over)
    return Bound(first.low + second.low, first.high + second.high, den, over)


def _multiplied(node: Operation, parts: list[Bound]) -> Bound:
    first, second = parts
    corners = [a * b for a in (first.low, first.high) for b in (second.low, second.high)]
    return Bound(min(corners), max(corners), first.den * second.den, _joined(first.over, second.over))


def _divided(node: Operation, parts: list[Bound]) -> Bound:
    first, second = parts
    if second.low <= 0:
        raise RuleBroken("the divisor may be zero or less: write max(…, 1)")
    corners = [a / b for a in (first.low, first.high) for b in (second.low, second.high)]
    _check_fits(first, first.whole_den * second.whole_den)
    if isinstance(node.parts[1], Literal):
        return Bound(min(corners), max(corners), first.den * second.low.numerator, first.over)
    levels = [part.level for part in walk(node.parts[1]) if isinstance(part, Reference)]
    divisor = Over(second.widest * second.whole_den, 1, max(levels, default=Level.HOUSEHOLD))
    return Bound(min(corners), max(corners), first.den, _joined(first.over, {node.parts[1]: divisor}))


def _of_either(node: Operation, parts: list[Bound]) -> Bound:
    """Limits of a choice, a minimum or a maximum; their parts may have to be compared."""
    options = parts[1:] if node.op == "if" else parts
    first = options[0]
    for second in options[1:]:
        den, over = met(first, second)
        low, high = _limits_of_either(node.op, first, second)
        first = _checked(Bound(low, high, den, over))
    return first


def _limits_of_either(op: str, first: Bound, second: Bound) -> tuple[Fraction, Fraction]:
    if op == "min":
        return min(first.low, second.low), min(first.high, second.high)
    if op == "max":
        return max(first.low, second.low), max(first.high, second.high)
    return min(first.low, second.low), max(first.high, second.high)


def _compared(node: Operation, parts: list[Bound]) -> Bound:
    met(*parts)
    return YES_OR_NO


def _rounded(node: Operation, parts: list[Bound]) -> Bound:
    amount = parts[0]
    _check_fits(Bound(2 * amount.low, 2 * amount.high), amount.whole_den)
    _check_fits(YES_OR_NO, 4 * ROUNDING_UNIT * amount.whole_den)
    return whole(math.floor(amount.low) - ROUNDING_UNIT, math.ceil(amount.high) + ROUNDING_UNIT)


def _tier(node: Operation, parts: list[Bound]) -> Bound:
    table = cast(Literal, node.parts[0])
    value = parts[1]
    for line in table.value.lines:
        if line.up_to is not None:
            top = Fraction(line.up_to)
            met(value, Bound(top, top, top.denominator))
    return _of_values(node, [line.gives for line in table.value.lines])


def _looked_up(node: Operation, parts: list[Bound]) -> Bound:
    table = cast(Literal, node.parts[0])
    return _of_values(node, list(table.value.values()))


def _of_values(node: Operation, values: list[Any]) -> Bound:
    if not node.type.is_number:
        return YES_OR_NO
    exact = [Fraction(value) for value in values]
    return Bound(min(exact), max(exact), math.lcm(*(value.denominator for value in exact)))


def _banded(node: Operation, parts: list[Bound]) -> Bound:
    table = cast(Literal, node.parts[0])
    value = parts[1]
    den = math.lcm(*(Fraction(line.share).denominator for line in table.value.lines))
    _check_fits(value, value.whole_den * den * len(table.value.lines))
    high = max((Fraction(line.share) for line in table.value.lines), default=Fraction(0)) * max(
        value.high, Fraction(0)
    )
    return Bound(Fraction(0), high, value.den * den, value.over)


def _yes_no(node: Operation, parts: list[Bound]) -> Bound:
    return YES_OR_NO


def _age(node: Operation, parts: list[Bound]) -> Bound:
    return whole(-_MONTHS, _MONTHS)


def _days(node: Operation, parts: list[Bound]) -> Bound:
    return whole(-_MONTHS * 31, _MONTHS * 31)


def _month_index(node: Operation, parts: list[Bound]) -> Bound:
    return whole(-1, 12 * 10_000)


_OPERATIONS: Mapping[str, Callable[[Operation, list[Bound]], Bound]] = {
    "+": _added,
    "-": _added,
    "*": _multiplied,
    "/": _divided,
    "if": _of_either,
    "min": _of_either,
    "max": _of_either,
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), _compared),
    "rounded": _rounded,
    "tier": _tier,
    "lookup": _looked_up,
    "banded": _banded,
    "age": _age,
    "months_since": _age,
    "months_between": _age,
    "days_since": _days,
    "days_between": _days,
    "month_index": _month_index,
}
