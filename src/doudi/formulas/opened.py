"""Run expressions for one family where facts or values of law are not known: what holds anyway, what waits.

Where all that an expression needs is known it gives what `scalar` gives. Else it gives everything the value
may be, never less, and the facts that would settle it: numbers by their limits, codes and answers by their
options.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import Any

from doudi.formulas.arithmetic import ROUNDINGS, rounded
from doudi.formulas.nodes import (
    Aggregate,
    Literal,
    Node,
    Operation,
    ParameterReference,
    Reference,
    Type,
    Value,
)
from doudi.formulas.scalar import GATHER, SIMPLE, Row, Steps, Work, worker
from doudi.formulas.unknown import (
    FIRST_DAY,
    MOST,
    Asks,
    Between,
    Unset,
    among,
    asks_of,
    between,
    either,
    ends_of,
    is_open,
    options_of,
    undecided,
    unset_value,
)


def open_worker(node: Node, steps: Steps) -> Work:
    """Return a function that works an expression out for a row; `steps` may grow afterwards."""
    if isinstance(node, ParameterReference):
        value = unset_value(node)
        return lambda row: value
    if isinstance(node, Literal | Reference):
        return worker(node, steps)
    if isinstance(node, Aggregate):
        return _aggregate(node, steps)
    return _MAKERS.get(node.op, _simple)(node, steps)


def _parts(node: Operation, steps: Steps) -> list[Work]:
    return [open_worker(part, steps) for part in node.parts]


def _choice(node: Operation, steps: Steps) -> Work:
    condition, first, second = _parts(node, steps)

    def work(row: Row) -> Value:
        decided = condition(row)
        if not is_open(decided):
            return first(row) if decided else second(row)
        return either(node.type, first(row), second(row), decided.asks)

    return work


def _junction(decisive: bool) -> Callable[[Operation, Steps], Work]:
    """Make a maker of “and” (ended by a no) or “or” (ended by a yes), whatever stands open before."""

    def make(node: Operation, steps: Steps) -> Work:
        parts = _parts(node, steps)
        return lambda row: _ended_by(decisive, ((part, row) for part in parts))

    return make


def _ended_by(decisive: bool, parts: Iterable[tuple[Work, Row]]) -> Value:
    found: list[Value] = []
    for part, row in parts:
        answer = part(row)
        if is_open(answer):
            found.append(answer)
        elif bool(answer) is decisive:
            return decisive
    return undecided(asks_of(found)) if found else not decisive


def _aggregate(node: Aggregate, steps: Steps) -> Work:
    body, gather = open_worker(node.body, steps), GATHER[node.op]
    if node.op in ("any", "all"):
        return lambda row: _ended_by(node.op == "any", ((body, part) for part in row.below))
    gather_open = _GATHER_OPEN[node.op]

    def work(row: Row) -> Value:
        values = [body(part) for part in row.below]
        return gather_open(values) if any(map(is_open, values)) else gather(values)

    return work


def _sum(values: Sequence[Value]) -> Value:
    ends = [ends_of(value) for value in values]
    return between(sum(low for low, _ in ends), sum(high for _, high in ends), asks_of(values))


def _count(values: Sequence[Value]) -> Value:
    certain = sum(1 for value in values if not is_open(value) and value)
    return between(certain, certain + sum(map(is_open, values)), asks_of(values))


def _highest(values: Sequence[Value]) -> Value:
    return _most(max, values)


def _lowest(values: Sequence[Value]) -> Value:
    return _most(min, values)


_GATHER_OPEN: Mapping[str, Callable[[Sequence[Value]], Value]] = {
    "sum": _sum,
    "count": _count,
    "highest": _highest,
    "lowest": _lowest,
}


def _most(function: Callable[..., Any], values: Sequence[Value]) -> Value:
    """Return the greatest or least; what can never be it is not asked for."""
    ends = [ends_of(value) for value in values]
    low, high = (function(column) for column in zip(*ends, strict=True))
    if function is max:
        matter = [value for value, (_, top) in zip(values, ends, strict=True) if top > low]
    else:
        matter = [value for value, (bottom, _) in zip(values, ends, strict=True) if bottom < high]
    return between(low, high, asks_of(matter))


def _simple(node: Operation, steps: Steps) -> Work:
    """Return a worker for an operation over its parts' values."""
    parts, plain = _parts(node, steps), SIMPLE[node.op]
    spread = _SPREAD.get(node.op, _at_the_ends)

    def work(row: Row) -> Value:
        values = [part(row) for part in parts]
        if not any(map(is_open, values)):
            return plain(*values)
        return spread(node.type, node.op, values)

    return work


def _at_the_ends(kind: Type, op: str, values: Sequence[Value]) -> Value:
    """Return the limits of what rises or falls evenly with each of its parts."""
    asked, plain = asks_of(values), SIMPLE[op]
    corners = [plain(*corner) for corner in product(*(_corners(op, value) for value in values))]
    return between(min(corners), max(corners), asked)


_OF_DAYS = frozenset(
    (
        *("age", "months_since", "months_between", "days_since", "days_between", "month_index"),
        *("birthday", "months_later"),
    )
)


def _corners(op: str, value: Value) -> tuple[Value, ...]:
    low, high = ends_of(value)
    if not is_open(value):
        return (low,)
    return (low, FIRST_DAY, high) if op in _OF_DAYS and low == 0 else (low, high)


def _compared(kind: Type, op: str, values: Sequence[Value]) -> Value:
    """Return an answer where every possible pair gives the same."""
    asked = asks_of(values)
    if any(hasattr(value, "options") for value in values):
        answers = {SIMPLE[op](*pair) for pair in product(*(options_of(value) for value in values))}
        return among(frozenset(answers), asked)
    (low, high), (lower, higher) = (ends_of(value) for value in values)
    if op in ("==", "!="):
        apart = high < lower or higher < low
        return (op == "!=") if apart else undecided(asked)
    first, last = SIMPLE[op](low, higher), SIMPLE[op](high, lower)
    return first if first == last else undecided(asked)


def _negated(kind: Type, op: str, values: Sequence[Value]) -> Value:
    return undecided(asks_of(values))


def _in(kind: Type, op: str, values: Sequence[Value]) -> Value:
    item, listed = values
    if is_open(listed):
        return undecided(asks_of(values))
    return among(frozenset(code in listed for code in options_of(item)), asks_of(values))


def _known(kind: Type, op: str, values: Sequence[Value]) -> Value:
    lowest, _ = ends_of(values[0])
    return True if lowest else undecided(asks_of(values))


def _least_or_most(kind: Type, op: str, values: Sequence[Value]) -> Value:
    return _most(max if op == "max" else min, values)


def _joined(kind: Type, options: Iterable[Value], asked: Asks) -> Value:
    first, *others = options
    for other in others:
        first = either(kind, first, other, asked)
    return first


def _tier(kind: Type, op: str, values: Sequence[Value]) -> Value:
    tiers, value = values
    asked = asks_of(values)
    if isinstance(tiers, Unset):
        return either(kind, tiers.gives, tiers.gives, asked)
    low, high = (_line_of(tiers, end) for end in ends_of(value))
    return _joined(kind, [line.gives for line in tiers.lines[low : high + 1]], asked)


def _line_of(tiers: Value, value: Value) -> int:
    return next(
        place
        for place, line in enumerate(tiers.lines)
        if line.up_to is None or value < line.up_to or (line.including and value == line.up_to)
    )


def _lookup(kind: Type, op: str, values: Sequence[Value]) -> Value:
    table, *entries = values
    asked = asks_of(values)
    if isinstance(table, Unset):
        return either(kind, table.gives, table.gives, asked)
    cells = product(*(sorted(options_of(entry)) for entry in entries))
    return _joined(kind, [table[cell] for cell in cells], asked)


def _listed(kind: Type, op: str, values: Sequence[Value]) -> Value:
    pairs, code, number = values
    asked = asks_of(values)
    if is_open(pairs):
        return undecided(asked)
    low, high = ends_of(number)
    codes, possible = options_of(code), [pair for pair in pairs if low <= pair[1] <= high]
    met = {pair for pair in possible if pair[0] in codes}
    if not met:
        return False
    return True if len(met) == len(codes) * (high - low + 1) else undecided(asked)


def _divided(kind: Type, op: str, values: Sequence[Value]) -> Value:
    """Return a quotient; by a divisor that may be nothing it may be anything."""
    low, _ = ends_of(values[1])
    return _at_the_ends(kind, op, values) if low > 0 else Between(asks_of(values), -MOST, MOST)


def _rounded(kind: Type, op: str, values: Sequence[Value]) -> Value:
    """Return a rounded amount; by a rule nobody has set it may be what any rule makes of it."""
    amount, rule = values
    rules = ROUNDINGS if is_open(rule) else (rule,)
    corners = [rounded(end, one) for end in ends_of(amount) for one in rules]
    return between(min(corners), max(corners), asks_of(values))


def _banded(kind: Type, op: str, values: Sequence[Value]) -> Value:
    bands = values[0]
    if isinstance(bands, Unset):
        return either(kind, bands.gives, bands.gives, asks_of(values))
    return _at_the_ends(kind, op, values)


_SPREAD: Mapping[str, Callable[[Type, str, Sequence[Value]], Value]] = {
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), _compared),
    "not": _negated,
    "in": _in,
    "known": _known,
    "min": _least_or_most,
    "max": _least_or_most,
    "/": _divided,
    "rounded": _rounded,
    "banded": _banded,
    "tier": _tier,
    "lookup": _lookup,
    "listed": _listed,
}

_MAKERS: Mapping[str, Callable[[Operation, Steps], Work]] = {
    "if": _choice,
    "and": _junction(decisive=False),
    "or": _junction(decisive=True),
}
