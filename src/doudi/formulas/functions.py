"""The functions of the rule language: what each takes and what comes out of it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from typing import cast

from doudi.formulas.nodes import (
    DAY,
    INT,
    ON,
    YES_NO,
    Aggregate,
    Kind,
    Level,
    Node,
    Operation,
    ParameterReference,
    Reference,
    RuleBroken,
    Type,
)
from doudi.formulas.reader import Function, Reader, common, is_zero


def _count(name: str, trees: list[ast.expr], *counts: int) -> None:
    if len(trees) not in counts:
        raise RuleBroken(
            f"{name} takes {' or '.join(str(count) for count in counts)} parts, not {len(trees)}"
        )


def _least_or_most(reader: Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    parts = reader.alike(trees, wanted)
    if len(parts) < 2 or not (parts[0].type.is_number or parts[0].type.kind is Kind.DAY):
        raise RuleBroken(f"{name} takes two numbers or more")
    kind = parts[0].type
    for part in parts[1:]:
        kind = common(kind, part.type)
    return Operation(kind, name, tuple(parts))


def _aggregate(reader: Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 1)
    level = Level(reader.scope.level + 1) if reader.scope.level < Level.OBLIGOR else None
    if level is None or level is Level.HOUSEHOLD:
        raise RuleBroken(f"{name} has nobody to gather from here")
    inner = reader.inside(level)
    if name in ("count", "any", "all"):
        body = inner.yes_no(trees[0])
        return Aggregate(INT if name == "count" else YES_NO, name, body, level)
    body = inner.number(trees[0])
    return Aggregate(body.type, name, body, level)


def _age(reader: Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 1)
    return Operation(INT, name, (_day(reader, trees[0]), Reference(DAY, ON, Level.CONTEXT)))


def _months_between(reader: Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 2)
    return Operation(INT, name, (_day(reader, trees[0]), _day(reader, trees[1])))


def _of_day(reader: Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 1)
    return Operation(YES_NO if name == "known" else INT, name, (_day(reader, trees[0]),))


def _later_day(reader: Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 2)
    count = reader.number(trees[1])
    if count.type.kind is not Kind.INT or count.type.money:
        raise RuleBroken(f"{ast.unparse(trees[1])!r} is not a number of years or months")
    return Operation(DAY, name, (_day(reader, trees[0]), count))


def _day(reader: Reader, tree: ast.expr) -> Node:
    part = reader.node(tree)
    if part.type.kind is not Kind.DAY:
        raise RuleBroken(f"{ast.unparse(tree)!r} is not a day")
    return part


def _parameter(reader: Reader, tree: ast.expr, *kinds: Kind) -> ParameterReference:
    part = reader.node(tree)
    if not isinstance(part, ParameterReference) or (kinds and part.type.kind not in kinds):
        raise RuleBroken(f"{ast.unparse(tree)!r} is not a parameter of kind {' or '.join(kinds) or 'any'}")
    return part


def _rounded(reader: Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 2)
    amount = reader.number(trees[0])
    if not amount.type.money:
        raise RuleBroken(f"{ast.unparse(trees[0])!r} is not money: only money is rounded")
    return Operation(Type(Kind.INT, money=True), name, (amount, _parameter(reader, trees[1], Kind.ROUNDING)))


def _by_number(reader: Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 2)
    table = _parameter(reader, trees[0], Kind.TIERS if name == "tier" else Kind.BANDS)
    value = reader.number(trees[1])
    if table.type.rows and table.type.rows[0].money != value.type.money and not is_zero(value):
        raise RuleBroken(f"{ast.unparse(trees[1])!r} is not what {table.key} is entered by")
    if name == "banded":
        return Operation(Type(Kind.RATIO, money=value.type.money), name, (table, value))
    return Operation(cast(Type, table.type.gives), name, (table, value))


def _lookup(reader: Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    table = _parameter(reader, trees[0], Kind.TABLE)
    _count(name, trees, 1 + len(table.type.rows))
    entries = [reader.node(tree, row) for tree, row in zip(trees[1:], table.type.rows, strict=True)]
    for entry, row, tree in zip(entries, table.type.rows, trees[1:], strict=True):
        if (entry.type.kind, entry.type.enum) != (row.kind, row.enum):
            raise RuleBroken(f"{ast.unparse(tree)!r} is not a {row.enum}, by which {table.key} is entered")
    return Operation(cast(Type, table.type.gives), name, (table, *entries))


def _listed(reader: Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 3)
    pairs = _parameter(reader, trees[0], Kind.PAIRS)
    code, number = (
        reader.node(trees[1], pairs.type.rows[0] if pairs.type.rows else None),
        reader.number(trees[2]),
    )
    if code.type.enum != pairs.type.enum or number.type.kind is not Kind.INT:
        raise RuleBroken(f"{pairs.key} lists a {pairs.type.enum} with a whole number")
    return Operation(YES_NO, name, (pairs, code, number))


def _is_set(reader: Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 1)
    return Operation(YES_NO, name, (_parameter(reader, trees[0]),))


FUNCTIONS: Mapping[str, Function] = {
    "min": _least_or_most,
    "max": _least_or_most,
    **dict.fromkeys(("sum", "count", "any", "all", "highest", "lowest"), _aggregate),
    "age": _age,
    "months_since": _age,
    "days_since": _age,
    "months_between": _months_between,
    "days_between": _months_between,
    "month_index": _of_day,
    "known": _of_day,
    "birthday": _later_day,
    "months_later": _later_day,
    "rounded": _rounded,
    "tier": _by_number,
    "banded": _by_number,
    "lookup": _lookup,
    "listed": _listed,
    "is_set": _is_set,
}
