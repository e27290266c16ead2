"""Read one formula into typed nodes; what it may not say is refused with the words it used."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast

from doudi.policy.language.nodes import (
    DAY,
    INT,
    YES_NO,
    Aggregate,
    Kind,
    Level,
    Literal,
    Node,
    Operation,
    ParameterReference,
    Reference,
    RuleBroken,
    Type,
)

# every other number is a parameter with its document; 12 months are a year everywhere
LITERALS = frozenset({0, 1, 12})
ON = "on"

_ARITHMETIC: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISON: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}
_ZERO = Literal(INT, 0)


class Scope(Protocol):
    """What names mean where the formula stands."""

    @property
    def level(self) -> Level:
        """The entity whose step it is."""

    def named(self, name: str) -> Reference | None:
        """Return the fact or step of this name."""

    def parameter(self, key: str) -> Type | None:
        """Return the type of a parameter."""

    def member(self, enum: str, name: str) -> int | None:
        """Return the place of a code in its enumeration."""


@dataclass(frozen=True, slots=True)
class _Inside:
    """The scope inside an aggregate: one entity further down."""

    outer: Scope
    level: Level

    def named(self, name: str) -> Reference | None:
        return self.outer.named(name)

    def parameter(self, key: str) -> Type | None:
        return self.outer.parameter(key)

    def member(self, enum: str, name: str) -> int | None:
        return self.outer.member(enum, name)


def read(formula: str, scope: Scope, wanted: Type | None = None) -> Node:
    """Return the formula's nodes; `wanted` tells which enumeration a bare code belongs to."""
    try:
        tree = ast.parse(" ".join(formula.split()), mode="eval")
    except SyntaxError as error:
        raise RuleBroken(f"{formula!r} is not an expression: {error.msg}") from error
    return _Reader(scope).node(tree.body, wanted)


def names_in(formula: str) -> frozenset[str]:
    """Return the bare names a formula uses, for putting steps in order before they have types."""
    try:
        tree = ast.parse(" ".join(formula.split()), mode="eval")
    except SyntaxError as error:
        raise RuleBroken(f"{formula!r} is not an expression: {error.msg}") from error
    topics = {id(part.value) for part in ast.walk(tree) if isinstance(part, ast.Attribute)}
    return frozenset(
        part.id for part in ast.walk(tree) if isinstance(part, ast.Name) and id(part) not in topics
    )


class _Reader:
    """Reads Python's syntax tree into ours."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def node(self, tree: ast.expr, wanted: Type | None = None) -> Node:
        """Return the nodes of one part."""
        if isinstance(tree, ast.Name):
            return self._name(tree.id, wanted)
        reader = self._READERS.get(type(tree))
        if reader is None:
            raise RuleBroken(f"the language has no {ast.unparse(tree)!r}")
        return reader(self, tree, wanted)

    def _name(self, name: str, wanted: Type | None) -> Node:
        if name in ("yes", "no"):
            return Literal(YES_NO, name == "yes")
        if name == ON:
            return Reference(DAY, ON, Level.CONTEXT)
        if name.isupper():
            return self._code(name, wanted)
        found = self.scope.named(name)
        if found is None:
            raise RuleBroken(f"{name!r} is neither a fact nor a step")
        if found.level > self.scope.level:
            raise RuleBroken(
                f"{name!r} belongs to a {found.level.name.lower()}: gather it with sum, count, any …"
            )
        return found

    def _code(self, name: str, wanted: Type | None) -> Node:
        if wanted is None or not wanted.enum:
            raise RuleBroken(f"{name!r}: it does not show of which enumeration this is a code")
        place = self.scope.member(wanted.enum, name)
        if place is None:
            raise RuleBroken(f"{name!r} is not a code of {wanted.enum}")
        return Literal(Type(Kind.CODE, wanted.enum), place)

    def _constant(self, tree: ast.expr, wanted: Type | None) -> Node:
        tree = cast(ast.Constant, tree)
        if type(tree.value) is not int or tree.value not in LITERALS:
            raise RuleBroken(
                f"{tree.value!r} stands in the text: a number of the law is a parameter with its document"
            )
        return Literal(INT, tree.value)

    def _dotted(self, tree: ast.expr, wanted: Type | None) -> Node:
        key = ast.unparse(tree)
        found = self.scope.parameter(key)
        if found is None:
            raise RuleBroken(f"{key!r} is not a parameter")
        return ParameterReference(found, key)

    def _unary(self, tree: ast.expr, wanted: Type | None) -> Node:
        tree = cast(ast.UnaryOp, tree)
        if isinstance(tree.op, ast.Not):
            return Operation(YES_NO, "not", (self._yes_no(tree.operand),))
        if not isinstance(tree.op, ast.USub):
            raise RuleBroken(f"the language has no {ast.unparse(tree)!r}")
        part = self._number(tree.operand)
        return Operation(part.type, "-", (_zero_like(part), part))

    def _binary(self, tree: ast.expr, wanted: Type | None) -> Node:
        tree = cast(ast.BinOp, tree)
        op = _ARITHMETIC.get(type(tree.op))
        if op is None:
            raise RuleBroken(f"the language has no {ast.unparse(tree)!r}")
        left, right = self._number(tree.left), self._number(tree.right)
        return Operation(_arithmetic_type(op, left, right, ast.unparse(tree)), op, (left, right))

    def _boolean(self, tree: ast.expr, wanted: Type | None) -> Node:
        tree = cast(ast.BoolOp, tree)
        op = "and" if isinstance(tree.op, ast.And) else "or"
        return Operation(YES_NO, op, tuple(self._yes_no(value) for value in tree.values))

    def _choice(self, tree: ast.expr, wanted: Type | None) -> Node:
        tree = cast(ast.IfExp, tree)
        condition = self._yes_no(tree.test)
        first, second = self._alike([tree.body, tree.orelse], wanted)
        return Operation(_common(first.type, second.type), "if", (condition, first, second))

    def _comparison(self, tree: ast.expr, wanted: Type | None) -> Node:
        tree = cast(ast.Compare, tree)
        operands = [tree.left, *tree.comparators]
        links = [
            self._link(operator, operands[place], operands[place + 1])
            for place, operator in enumerate(tree.ops)
        ]
        return links[0] if len(links) == 1 else Operation(YES_NO, "and", tuple(links))

    def _link(self, operator: ast.cmpop, left: ast.expr, right: ast.expr) -> Node:
        if isinstance(operator, ast.In | ast.NotIn):
            found = self._membership(left, right)
            return found if isinstance(operator, ast.In) else Operation(YES_NO, "not", (found,))
        op = _COMPARISON.get(type(operator))
        if op is None:
            raise RuleBroken("compare with < <= > >= == != in, not in")
        first, second = self._alike([left, right], None)
        if first.type.kind in (Kind.CODE, Kind.YES_NO) and op not in ("==", "!="):
            raise RuleBroken(f"{ast.unparse(left)!r} has no order")
        return Operation(YES_NO, op, (first, second))

    def _membership(self, left: ast.expr, right: ast.expr) -> Node:
        known = None if isinstance(right, ast.Tuple) else self.node(right).type
        item = self.node(left, known)
        if item.type.kind is not Kind.CODE:
            raise RuleBroken(f"{ast.unparse(left)!r} is not a code: only codes are in a list")
        if isinstance(right, ast.Tuple):
            options = [self.node(option, item.type) for option in right.elts]
            values = frozenset(option.value for option in options if isinstance(option, Literal))
            if len(values) != len(right.elts):
                raise RuleBroken(f"{ast.unparse(right)!r} is not a list of different codes")
            return Operation(YES_NO, "in", (item, Literal(Type(Kind.CODES, item.type.enum), values)))
        listed = self.node(right)
        if listed.type.kind is not Kind.CODES or listed.type.enum != item.type.enum:
            raise RuleBroken(f"{ast.unparse(right)!r} is not a list of {item.type.enum}")
        return Operation(YES_NO, "in", (item, listed))

    def _call(self, tree: ast.expr, wanted: Type | None) -> Node:
        tree = cast(ast.Call, tree)
        name = tree.func.id if isinstance(tree.func, ast.Name) else ast.unparse(tree.func)
        if tree.keywords or name not in FUNCTIONS:
            raise RuleBroken(f"the language has no function {name!r}")
        return FUNCTIONS[name](self, name, tree.args, wanted)

    def _yes_no(self, tree: ast.expr) -> Node:
        part = self.node(tree)
        if part.type.kind is not Kind.YES_NO:
            raise RuleBroken(f"{ast.unparse(tree)!r} is not a yes or no")
        return part

    def _number(self, tree: ast.expr) -> Node:
        part = self.node(tree)
        if not part.type.is_number:
            raise RuleBroken(f"{ast.unparse(tree)!r} is not a number")
        return part

    def _alike(self, trees: Sequence[ast.expr], wanted: Type | None) -> list[Node]:
        """Read parts that must be of one type; a bare code learns its enumeration from its neighbour."""
        bare = [isinstance(tree, ast.Name) and tree.id.isupper() for tree in trees]
        known = [self.node(tree, wanted) for tree, is_bare in zip(trees, bare, strict=True) if not is_bare]
        if len(known) < len(trees):
            wanted = known[0].type if known else wanted
        parts = [self.node(tree, wanted) for tree in trees]
        _check_alike(parts, trees)
        return parts

    _READERS: Mapping[type[ast.expr], Callable[[_Reader, ast.expr, Type | None], Node]] = {
        ast.Constant: _constant,
        ast.Attribute: _dotted,
        ast.UnaryOp: _unary,
        ast.BinOp: _binary,
        ast.BoolOp: _boolean,
        ast.IfExp: _choice,
        ast.Compare: _comparison,
        ast.Call: _call,
    }


def _zero_like(part: Node) -> Literal:
    return Literal(replace(INT, money=part.type.money), 0)


def _is_zero(node: Node) -> bool:
    return isinstance(node, Literal) and node.type.kind is Kind.INT and node.value == 0


def _arithmetic_type(op: str, left: Node, right: Node, text: str) -> Type:
    """Return what comes out: yuan may be added to yuan, and multiplied by numbers only."""
    first, second = left.type.money, right.type.money
    if op in "+-":
        if first != second and not (_is_zero(left) or _is_zero(right)):
            raise RuleBroken(f"{text!r} adds money to a plain number")
        money = first or second
    elif op == "*":
        if first and second:
            raise RuleBroken(f"{text!r} multiplies money by money")
        money = first or second
    else:
        if second and not first:
            raise RuleBroken(f"{text!r} divides a number by money")
        money = first and not second
    ratio = op == "/" or Kind.RATIO in (left.type.kind, right.type.kind)
    return Type(Kind.RATIO if ratio else Kind.INT, money=money)


def _common(first: Type, second: Type) -> Type:
    if first.is_number:
        ratio = Kind.RATIO in (first.kind, second.kind)
        return Type(Kind.RATIO if ratio else Kind.INT, money=first.money or second.money)
    return first


def _check_alike(parts: Sequence[Node], trees: Sequence[ast.expr]) -> None:
    for part in parts[1:]:
        first = parts[0]
        numbers = first.type.is_number and part.type.is_number
        same = (first.type.kind, first.type.enum) == (part.type.kind, part.type.enum)
        money = first.type.money == part.type.money or _is_zero(first) or _is_zero(part)
        if not ((numbers or same) and money):
            said = " and ".join(repr(ast.unparse(tree)) for tree in trees)
            raise RuleBroken(f"{said} are not of one kind")


Function = Callable[[_Reader, str, list[ast.expr], Type | None], Node]


def _count(name: str, trees: list[ast.expr], *counts: int) -> None:
    if len(trees) not in counts:
        raise RuleBroken(
            f"{name} takes {' or '.join(str(count) for count in counts)} parts, not {len(trees)}"
        )


def _least_or_most(reader: _Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    parts = reader._alike(trees, wanted)
    if len(parts) < 2 or not (parts[0].type.is_number or parts[0].type.kind is Kind.DAY):
        raise RuleBroken(f"{name} takes two numbers or more")
    kind = parts[0].type
    for part in parts[1:]:
        kind = _common(kind, part.type)
    return Operation(kind, name, tuple(parts))


def _aggregate(reader: _Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 1)
    level = Level(reader.scope.level + 1) if reader.scope.level < Level.OBLIGOR else None
    if level is None or level is Level.HOUSEHOLD:
        raise RuleBroken(f"{name} has nobody to gather from here")
    inner = _Reader(_Inside(reader.scope, level))
    if name in ("count", "any", "all"):
        body = inner._yes_no(trees[0])
        return Aggregate(INT if name == "count" else YES_NO, name, body, level)
    body = inner._number(trees[0])
    return Aggregate(body.type, name, body, level)


def _age(reader: _Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 1)
    return Operation(INT, name, (_day(reader, trees[0]), Reference(DAY, ON, Level.CONTEXT)))


def _months_between(reader: _Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 2)
    return Operation(INT, name, (_day(reader, trees[0]), _day(reader, trees[1])))


def _of_day(reader: _Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 1)
    return Operation(YES_NO if name == "known" else INT, name, (_day(reader, trees[0]),))


def _birthday(reader: _Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 2)
    years = reader._number(trees[1])
    if years.type.kind is not Kind.INT or years.type.money:
        raise RuleBroken(f"{ast.unparse(trees[1])!r} is not a number of years")
    return Operation(DAY, name, (_day(reader, trees[0]), years))


def _day(reader: _Reader, tree: ast.expr) -> Node:
    part = reader.node(tree)
    if part.type.kind is not Kind.DAY:
        raise RuleBroken(f"{ast.unparse(tree)!r} is not a day")
    return part


def _parameter(reader: _Reader, tree: ast.expr, *kinds: Kind) -> ParameterReference:
    part = reader.node(tree)
    if not isinstance(part, ParameterReference) or (kinds and part.type.kind not in kinds):
        raise RuleBroken(f"{ast.unparse(tree)!r} is not a parameter of kind {' or '.join(kinds) or 'any'}")
    return part


def _rounded(reader: _Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 2)
    amount = reader._number(trees[0])
    if not amount.type.money:
        raise RuleBroken(f"{ast.unparse(trees[0])!r} is not money: only money is rounded")
    return Operation(Type(Kind.INT, money=True), name, (amount, _parameter(reader, trees[1], Kind.ROUNDING)))


def _by_number(reader: _Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 2)
    table = _parameter(reader, trees[0], Kind.TIERS if name == "tier" else Kind.BANDS)
    value = reader._number(trees[1])
    if table.type.rows and table.type.rows[0].money != value.type.money and not _is_zero(value):
        raise RuleBroken(f"{ast.unparse(trees[1])!r} is not what {table.key} is entered by")
    if name == "banded":
        return Operation(Type(Kind.RATIO, money=value.type.money), name, (table, value))
    return Operation(cast(Type, table.type.gives), name, (table, value))


def _lookup(reader: _Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    table = _parameter(reader, trees[0], Kind.TABLE)
    _count(name, trees, 1 + len(table.type.rows))
    entries = [reader.node(tree, row) for tree, row in zip(trees[1:], table.type.rows, strict=True)]
    for entry, row, tree in zip(entries, table.type.rows, trees[1:], strict=True):
        if (entry.type.kind, entry.type.enum) != (row.kind, row.enum):
            raise RuleBroken(f"{ast.unparse(tree)!r} is not a {row.enum}, by which {table.key} is entered")
    return Operation(cast(Type, table.type.gives), name, (table, *entries))


def _listed(reader: _Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
    _count(name, trees, 3)
    pairs = _parameter(reader, trees[0], Kind.PAIRS)
    code, number = (
        reader.node(trees[1], pairs.type.rows[0] if pairs.type.rows else None),
        reader._number(trees[2]),
    )
    if code.type.enum != pairs.type.enum or number.type.kind is not Kind.INT:
        raise RuleBroken(f"{pairs.key} lists a {pairs.type.enum} with a whole number")
    return Operation(YES_NO, name, (pairs, code, number))


def _is_set(reader: _Reader, name: str, trees: list[ast.expr], wanted: Type | None) -> Node:
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
    "birthday": _birthday,
    "rounded": _rounded,
    "tier": _by_number,
    "banded": _by_number,
    "lookup": _lookup,
    "listed": _listed,
    "is_set": _is_set,
}
