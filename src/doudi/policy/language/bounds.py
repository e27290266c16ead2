"""Prove before the first row is run that no amount can leave 64 bits and no divisor can be zero.

Every fact has limits, so every expression has; with them the columns can calculate in machine integers and
still be exact. What cannot be proved is refused when the rule is loaded for a region, never found out later.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

from doudi.policy.language.nodes import (
    Aggregate,
    Literal,
    Node,
    Operation,
    Reference,
    RuleBroken,
)

LARGEST = 2**62
MOST_ROWS = 50  # members of one family, obligors of one person
ROUNDING_UNIT = 1000  # the coarsest rounding is to ten yuan
_MONTHS = 12 * 300


@dataclass(frozen=True, slots=True)
class Bound:
    """The limits of a value: it lies in low..high and its denominator is at most `den`.

    `fixed` tells that the denominator is exactly `den` in every row.
    """

    low: Fraction
    high: Fraction
    den: int = 1
    fixed: bool = True

    @property
    def widest(self) -> int:
        """The largest absolute value, rounded up."""
        return math.ceil(max(abs(self.low), abs(self.high)))


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
    if not body.fixed:
        raise RuleBroken(
            f"{node.op} gathers quotients whose divisor differs from row to row: round them first"
        )
    if node.op == "sum":
        low, high = min(body.low, Fraction(0)), max(body.high, Fraction(0))
        return _checked(Bound(low * MOST_ROWS, high * MOST_ROWS, body.den))
    return Bound(min(body.low, Fraction(0)), max(body.high, Fraction(0)), body.den)


def _checked(bound: Bound) -> Bound:
    if bound.widest * bound.den >= LARGEST or bound.den >= LARGEST:
        raise RuleBroken(f"the result may reach {bound.widest} with a denominator of {bound.den}: too large")
    return bound


def _added(node: Operation, parts: list[Bound]) -> Bound:
    first, second = parts
    den, fixed = _meeting(first, second)
    if node.op == "-":
        return Bound(first.low - second.high, first.high - second.low, den, fixed)
    return Bound(first.low + second.low, first.high + second.high, den, fixed)


def _meeting(first: Bound, second: Bound) -> tuple[int, bool]:
    """Return the common denominator of two values as the columns will form it."""
    if first.fixed and second.fixed:
        return math.lcm(first.den, second.den), True
    return first.den * second.den, False


def _multiplied(node: Operation, parts: list[Bound]) -> Bound:
    first, second = parts
    corners = [a * b for a in (first.low, first.high) for b in (second.low, second.high)]
    return Bound(min(corners), max(corners), first.den * second.den, first.fixed and second.fixed)


def _divided(node: Operation, parts: list[Bound]) -> Bound:
    first, second = parts
    if second.low <= 0:
        raise RuleBroken("the divisor may be zero or less: write max(…, 1)")
    constant = second.low == second.high and second.fixed
    corners = [a / b for a in (first.low, first.high) for b in (second.low, second.high)]
    _checked(Bound(first.low, first.high, first.den * second.den))
    if constant and first.fixed:
        return Bound(min(corners), max(corners), first.den * second.low.numerator)
    return Bound(min(corners), max(corners), first.den * second.widest * second.den, False)


def _of_either(node: Operation, parts: list[Bound]) -> Bound:
    """Limits of a choice, a minimum or a maximum; their parts may have to be compared."""
    options = parts[1:] if node.op == "if" else parts
    first = options[0]
    for second in options[1:]:
        den, fixed = _meeting(first, second)
        if node.op != "if":
            _checked(Bound(first.low, first.high, first.den * second.den))
            _checked(Bound(second.low, second.high, first.den * second.den))
        low, high = _limits_of_either(node.op, first, second)
        first = _checked(Bound(low, high, den, fixed))
    return first


def _limits_of_either(op: str, first: Bound, second: Bound) -> tuple[Fraction, Fraction]:
    if op == "min":
        return min(first.low, second.low), min(first.high, second.high)
    if op == "max":
        return max(first.low, second.low), max(first.high, second.high)
    return min(first.low, second.low), max(first.high, second.high)


def _compared(node: Operation, parts: list[Bound]) -> Bound:
    first, second = parts
    _checked(Bound(first.low, first.high, first.den * second.den))
    _checked(Bound(second.low, second.high, first.den * second.den))
    return YES_OR_NO


def _rounded(node: Operation, parts: list[Bound]) -> Bound:
    amount = parts[0]
    _checked(Bound(amount.low * 2, amount.high * 2, 2 * ROUNDING_UNIT * amount.den))
    return whole(math.floor(amount.low) - ROUNDING_UNIT, math.ceil(amount.high) + ROUNDING_UNIT)


def _tier(node: Operation, parts: list[Bound]) -> Bound:
    table = cast(Literal, node.parts[0])
    value = parts[1]
    for line in table.value.lines:
        if line.up_to is not None:
            top = Fraction(line.up_to)
            _checked(Bound(value.low, value.high, value.den * top.denominator))
            _checked(Bound(top, top, value.den * top.denominator))
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
    _checked(Bound(value.low, value.high, value.den * den * len(table.value.lines)))
    high = max((Fraction(line.share) for line in table.value.lines), default=Fraction(0)) * max(
        value.high, Fraction(0)
    )
    return Bound(Fraction(0), high, value.den * den, value.fixed)


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
