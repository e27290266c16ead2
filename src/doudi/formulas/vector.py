"""Run expressions for many families at once: the same exact answers, in 64-bit integers.

A ratio is a pair of whole numbers; it is compared by multiplying across and rounded once, by integer
division. That nothing overflows and no divisor is zero was proved beforehand (`bounds`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Any, Protocol

import numpy as np

from doudi.formulas.arithmetic import LENGTHS, ROUNDINGS, day_ordinal
from doudi.formulas.binding import COMPARISONS
from doudi.formulas.gathering import GATHER
from doudi.formulas.nodes import (
    Aggregate,
    Kind,
    Level,
    Literal,
    Node,
    Operation,
    Reference,
    RuleBroken,
)
from doudi.formulas.ratios import Array, Column, Ratio, as_ratio, joined_over, meeting, over_all, times


class Table(Protocol):
    """The rows an expression is worked out for: columns by name, and which row belongs to which."""

    def column(self, name: str, level: Level) -> Column:
        """Return a fact's or step's values for the rows of its own entity."""

    def lifted(self, name: str, home: Level, level: Level) -> Column:
        """Return an upper entity's values, one for each row of a lower one."""

    def starts(self, level: Level) -> Array:
        """Return where each upper row's rows of an entity begin, and the end behind the last."""


def column_of(node: Node, table: Table, level: Level) -> Column:
    """Return an expression's values for every row of an entity; one value when all rows share it."""
    if isinstance(node, Literal):
        return _literal(node)
    if isinstance(node, Reference):
        if node.level is level:
            return table.column(node.name, level)
        return table.lifted(node.name, node.level, level)
    if isinstance(node, Aggregate):
        body = column_of(node.body, table, node.level)
        return GATHER[node.op](body, table.starts(node.level))
    if isinstance(node, Operation):
        return OPERATIONS[node.op](node, [column_of(part, table, level) for part in node.parts])
    raise RuleBroken(f"{node.key} has no value")


def _literal(node: Literal) -> Column:
    if isinstance(node.value, Fraction) or (node.type.kind is Kind.RATIO and not node.type.money):
        exact = Fraction(node.value)
        return Ratio(exact.numerator, exact.denominator)
    return node.value


def _added(node: Operation, parts: list[Column]) -> Column:
    first, second = parts
    if isinstance(first, Ratio) or isinstance(second, Ratio):
        left, right, shape = meeting(as_ratio(first), as_ratio(second))
        return Ratio(left - right if node.op == "-" else left + right, shape.den, shape.over)
    return first - second if node.op == "-" else first + second


def _multiplied(node: Operation, parts: list[Column]) -> Column:
    first, second = parts
    if isinstance(first, Ratio) or isinstance(second, Ratio):
        left, right = as_ratio(first), as_ratio(second)
        return Ratio(left.num * right.num, left.den * right.den, joined_over(left.over, right.over))
    return first * second


def _divided(node: Operation, parts: list[Column]) -> Ratio:
    first, second = as_ratio(parts[0]), as_ratio(parts[1])
    num = over_all(times(first.num, second.den), second.over)
    if isinstance(node.parts[1], Literal):
        return Ratio(num, first.den * int(second.num), first.over)
    return Ratio(num, first.den, joined_over(first.over, {node.parts[1]: (second.num, 1)}))


def _compared(node: Operation, parts: list[Column]) -> Column:
    compare, (first, second) = COMPARISONS[node.op], parts
    if isinstance(first, Ratio) or isinstance(second, Ratio):
        first, second, _ = meeting(as_ratio(first), as_ratio(second))
    return compare(first, second)


def _chosen(condition: Column, first: Column, second: Column) -> Column:
    if isinstance(condition, bool | np.bool_):
        return first if condition else second
    if isinstance(first, Ratio) or isinstance(second, Ratio):
        return _chosen_ratio(condition, as_ratio(first), as_ratio(second))
    if _is_whole(first) and _is_whole(second):
        return _either(condition, first, second)
    return np.where(condition, first, second)


def _is_whole(value: Column) -> bool:
    """Tell whether a column is of whole numbers one calculates with, not of codes, days or answers."""
    return type(value) is int or (isinstance(value, np.ndarray) and value.dtype == np.int64)


def _either(condition: Column, first: Column, second: Column) -> Column:
    """Choose between whole numbers without a branch a processor could guess wrongly.

    Both stay below half of 64 bits, so that their difference fits.
    """
    if type(second) is int and second == 0:
        return condition * first
    if type(first) is int and first == 0:
        return ~condition * second
    return second + condition * (first - second)


def _chosen_ratio(condition: Column, first: Ratio, second: Ratio) -> Ratio:
    """Choose over one denominator, so that it differs no further down than theirs did."""
    left, right, shape = meeting(first, second)
    return Ratio(_either(condition, left, right), shape.den, shape.over)


def _choice(node: Operation, parts: list[Column]) -> Column:
    return _chosen(*parts)


def _least_or_most(node: Operation, parts: list[Column]) -> Column:
    found = parts[0]
    for part in parts[1:]:
        if isinstance(found, Ratio) or isinstance(part, Ratio):
            left, right, _ = meeting(as_ratio(found), as_ratio(part))
            found = _chosen(left <= right if node.op == "min" else left >= right, found, part)
        else:
            found = (np.minimum if node.op == "min" else np.maximum)(found, part)
    return found


def _and(node: Operation, parts: list[Column]) -> Column:
    found = parts[0]
    for part in parts[1:]:
        found = found & part
    return found


def _or(node: Operation, parts: list[Column]) -> Column:
    found = parts[0]
    for part in parts[1:]:
        found = found | part
    return found


def _not(node: Operation, parts: list[Column]) -> Column:
    return not parts[0] if isinstance(parts[0], bool) else ~parts[0]


_FEW = 3


def _in(node: Operation, parts: list[Column]) -> Column:
    codes, listed = parts
    if isinstance(codes, int):
        return codes in listed
    if not listed:
        return np.zeros(len(codes), dtype=bool)
    if len(listed) <= _FEW:
        return _or(node, [codes == place for place in listed])
    table = np.zeros(128, dtype=bool)
    table[list(listed)] = True
    return table[codes]


def _rounded(node: Operation, parts: list[Column]) -> Column:
    amount = as_ratio(parts[0])
    unit, how = ROUNDINGS[parts[1]]
    den = amount.whole_den
    if unit == 1 and isinstance(den, int) and den == 1:
        return amount.num
    if how == "up":
        return -(-amount.num // (den * unit)) * unit
    if how == "down":
        return amount.num // (den * unit) * unit
    return (2 * amount.num + den * unit) // (2 * den * unit) * unit


def _tier(node: Operation, parts: list[Column]) -> Column:
    lines, value = parts[0].lines, as_ratio(parts[1])
    found = _constant(lines[-1].gives)
    for line in reversed(lines[:-1]):
        left, right, _ = meeting(value, as_ratio(_constant(line.up_to)))
        found = _chosen(left <= right if line.including else left < right, _constant(line.gives), found)
    return found


def _constant(value: Column) -> Column:
    return Ratio(value.numerator, value.denominator) if isinstance(value, Fraction) else value


def _banded(node: Operation, parts: list[Column]) -> Ratio:
    lines, value = parts[0].lines, as_ratio(parts[1])
    den = math.lcm(*(Fraction(line.share).denominator for line in lines))
    whole, total, floor = value.whole_den, 0, 0
    for line in lines:
        within = value.num - floor * whole
        if line.up_to is not None:
            within = np.minimum(within, (line.up_to - floor) * whole)
            floor = line.up_to
        total = total + np.maximum(within, 0) * int(Fraction(line.share) * den)
    return Ratio(total, value.den * den, value.over)


def _lookup(node: Operation, parts: list[Column]) -> Column:
    cells, entries = parts[0], parts[1:]
    if all(isinstance(entry, int) for entry in entries):
        return _constant(cells[tuple(entries)])
    width = 1 + max(cell[-1] for cell in cells)
    places = entries[0] if len(entries) == 1 else np.asarray(entries[0], dtype=np.int64) * width + entries[1]
    den = math.lcm(*(Fraction(cell).denominator for cell in cells.values()))
    flat = np.zeros(128 * width if len(entries) > 1 else 128, dtype=np.int64)
    for cell, given in cells.items():
        flat[cell[0] if len(cell) == 1 else cell[0] * width + cell[1]] = int(given * den)
    found = flat[places]
    if node.type.kind is Kind.CODE:
        return found.astype(np.int8)
    return Ratio(found, den) if node.type.kind is Kind.RATIO else found


def _listed(node: Operation, parts: list[Column]) -> Column:
    pairs, codes, numbers = parts
    if isinstance(codes, int) and isinstance(numbers, int):
        return (codes, numbers) in pairs
    found: Any = False
    for number in sorted({pair[1] for pair in pairs}):
        kinds = frozenset(pair[0] for pair in pairs if pair[1] == number)
        found = found | (_in(node, [codes, kinds]) & (numbers == number))
    return found


def _age(node: Operation, parts: list[Column]) -> Column:
    born, on = parts
    return _where_known((born, on), lambda: (on - born) // 10_000)


def _months(node: Operation, parts: list[Column]) -> Column:
    first, second = parts

    def months() -> Column:
        forward = _index(second) - _index(first)
        later = forward - (second < _months_on(first, forward))
        earlier = forward + (first < _months_on(second, -forward))
        return np.where(np.asarray(second < first), earlier, later)

    return _where_known((first, second), months)


def _index(days: Column) -> Column:
    return days // 10_000 * 12 + days // 100 % 100 - 1


def _days(node: Operation, parts: list[Column]) -> Column:
    first, second = parts
    return _where_known((first, second), lambda: day_ordinal(second) - day_ordinal(first))


def _month_index(node: Operation, parts: list[Column]) -> Column:
    return _where_known((parts[0],), lambda: _index(parts[0]))


def _where_known(days: Sequence[Any], work: Callable[[], Column]) -> Column:
    """Return whole numbers, -1 where a day is unknown."""
    known = days[0] != 0
    for day in days[1:]:
        known = known & (day != 0)
    return np.where(known, np.asarray(work(), dtype=np.int64), -1)


def _birthday(node: Operation, parts: list[Column]) -> Column:
    born, years = parts
    day = np.asarray(born + years * 10_000)
    year = day // 10_000
    leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    return np.where(born != 0, day + np.where((day % 10_000 == 229) & ~leap, 72, 0), 0)


def _months_later(node: Operation, parts: list[Column]) -> Column:
    day, months = parts
    return np.where(np.asarray(day) != 0, _months_on(day, months), 0)


def _months_on(day: Column, months: Column) -> Column:
    """Return the day so many months on, the month's last where it has no such day."""
    index = np.asarray(_index(day) + months)
    year, month = index // 12, index % 12
    leap = (month == 1) & (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    last = np.asarray(LENGTHS)[month] + leap
    return year * 10_000 + (month + 1) * 100 + np.minimum(np.asarray(day) % 100, last)


def _known(node: Operation, parts: list[Column]) -> Column:
    return parts[0] != 0


OPERATIONS: Mapping[str, Callable[[Operation, list[Column]], Any]] = {
    "+": _added,
    "-": _added,
    "*": _multiplied,
    "/": _divided,
    "if": _choice,
    "and": _and,
    "or": _or,
    "not": _not,
    "in": _in,
    "min": _least_or_most,
    "max": _least_or_most,
    "rounded": _rounded,
    "tier": _tier,
    "banded": _banded,
    "lookup": _lookup,
    "listed": _listed,
    "age": _age,
    "months_since": _months,
    "months_between": _months,
    "days_since": _days,
    "days_between": _days,
    "month_index": _month_index,
    "known": _known,
    "birthday": _birthday,
    "months_later": _months_later,
    **dict.fromkeys(COMPARISONS, _compared),
}
