"""Turn the parts of an expression into typed nodes: names, numbers, comparisons, choices."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol, cast

from doudi.formulas.nodes import (
    DAY,
    INT,
    ON,
    YES_NO,
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

_ARITHMETIC: Mapping[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
_COMPARISON: Mapping[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}

Function = Callable[["Reader", str, list[ast.expr], Type | None], Node]


class Scope(Protocol):
    """What names mean where the formula stands."""

    @property
    def level(self) -> Level:
        """The entity whose step it is."""

    def named(self, name: str) -> Reference | None:
        """Return the fact or step of this name."""

    def parameter(self, key: str) -> ParameterReference | None:
        """Return the parameter of this key."""

    def member(self, enum: str, name: str) -> int | None:
        """Return the place of a code in its enumeration."""


@dataclass(frozen=True, slots=True)
class Inside:
    """The scope inside an aggregate: one entity further down."""

    outer: Scope
    level: Level

    def named(self, name: str) -> Reference | None:
        """Return the fact or step of this name."""
        return self.outer.named(name)

    def parameter(self, key: str) -> ParameterReference | None:
        """Return the parameter of this key."""
        return self.outer.parameter(key)

    def member(self, enum: str, name: str) -> int | None:
        """Return the place of a code in its enumeration."""
        return self.outer.member(enum, name)


class Reader:
    """Reads Python's syntax tree into ours."""

    def __init__(self, scope: Scope, functions: Mapping[str, Function]) -> None:
        self.scope = scope
        self.functions = functions

    def inside(self, level: Level) -> Reader:
        """Return a reader of what stands inside an aggregate."""
        return Reader(Inside(self.scope, level), self.functions)

    def node(self, tree: ast.expr, wanted: Type | None = None) -> Node:
        """Return the nodes of one part."""
        if isinstance(tree, ast.Name):
            return _name(self, tree.id, wanted)
        reader = _READERS.get(type(tree))
        if reader is None:
            raise RuleBroken(f"the language has no {ast.unparse(tree)!r}")
        return reader(self, tree, wanted)

    def yes_no(self, tree: ast.expr) -> Node:
        """Return a part that must be a yes or no."""
        part = self.node(tree)
        if part.type.kind is not Kind.YES_NO:
            raise RuleBroken(f"{ast.unparse(tree)!r} is not a yes or no")
        return part

    def number(self, tree: ast.expr) -> Node:
        """Return a part that must be a number."""
        part = self.node(tree)
        if not part.type.is_number:
            raise RuleBroken(f"{ast.unparse(tree)!r} is not a number")
        return part

    def alike(self, trees: Sequence[ast.expr], wanted: Type | None) -> list[Node]:
        """Read parts that must be of one type; a bare code learns its enumeration from its neighbour."""
        bare = [isinstance(tree, ast.Name) and tree.id.isupper() for tree in trees]
        known = [self.node(tree, wanted) for tree, is_bare in zip(trees, bare, strict=True) if not is_bare]
        if len(known) < len(trees):
            wanted = known[0].type if known else wanted
        parts = [self.node(tree, wanted) for tree in trees]
        _check_alike(parts, trees)
        return parts


def _name(reader: Reader, name: str, wanted: Type | None) -> Node:
    if name in ("yes", "no"):
        return Literal(YES_NO, name == "yes")
    if name == ON:
        return Reference(DAY, ON, Level.CONTEXT)
    if name.isupper():
        return _code(reader, name, wanted)
    found = reader.scope.named(name)
    if found is None:
        raise RuleBroken(f"{name!r} is neither a fact nor a step")
    if found.level > reader.scope.level:
        raise RuleBroken(
            f"{name!r} belongs to a {found.level.name.lower()}: gather it with sum, count, any …"
        )
    return found


def _code(reader: Reader, name: str, wanted: Type | None) -> Node:
    if wanted is None or not wanted.enum:
        raise RuleBroken(f"{name!r}: it does not show of which enumeration this is a code")
    place = reader.scope.member(wanted.enum, name)
    if place is None:
        raise RuleBroken(f"{name!r} is not a code of {wanted.enum}")
    return Literal(Type(Kind.CODE, wanted.enum), place)


def _constant(reader: Reader, tree: ast.expr, wanted: Type | None) -> Node:
    tree = cast(ast.Constant, tree)
    if type(tree.value) is not int or tree.value not in LITERALS:
        raise RuleBroken(
            f"{tree.value!r} stands in the text: a number of the law is a parameter with its document"
        )
    return Literal(INT, tree.value)


def _dotted(reader: Reader, tree: ast.expr, wanted: Type | None) -> Node:
    key = ast.unparse(tree)
    found = reader.scope.parameter(key)
    if found is None:
        raise RuleBroken(f"{key!r} is not a parameter")
    return found


def _unary(reader: Reader, tree: ast.expr, wanted: Type | None) -> Node:
    tree = cast(ast.UnaryOp, tree)
    if isinstance(tree.op, ast.Not):
        return Operation(YES_NO, "not", (reader.yes_no(tree.operand),))
    if not isinstance(tree.op, ast.USub):
        raise RuleBroken(f"the language has no {ast.unparse(tree)!r}")
    part = reader.number(tree.operand)
    return Operation(part.type, "-", (_zero_like(part), part))


def _binary(reader: Reader, tree: ast.expr, wanted: Type | None) -> Node:
    tree = cast(ast.BinOp, tree)
    op = _ARITHMETIC.get(type(tree.op))
    if op is None:
        raise RuleBroken(f"the language has no {ast.unparse(tree)!r}")
    left, right = reader.number(tree.left), reader.number(tree.right)
    return Operation(_arithmetic_type(op, left, right, ast.unparse(tree)), op, (left, right))


def _boolean(reader: Reader, tree: ast.expr, wanted: Type | None) -> Node:
    tree = cast(ast.BoolOp, tree)
    op = "and" if isinstance(tree.op, ast.And) else "or"
    return Operation(YES_NO, op, tuple(reader.yes_no(value) for value in tree.values))


def _choice(reader: Reader, tree: ast.expr, wanted: Type | None) -> Node:
    tree = cast(ast.IfExp, tree)
    condition = reader.yes_no(tree.test)
    first, second = reader.alike([tree.body, tree.orelse], wanted)
    return Operation(common(first.type, second.type), "if", (condition, first, second))


def _comparison(reader: Reader, tree: ast.expr, wanted: Type | None) -> Node:
    tree = cast(ast.Compare, tree)
    operands = [tree.left, *tree.comparators]
    links = [
        _link(reader, operator, operands[place], operands[place + 1])
        for place, operator in enumerate(tree.ops)
    ]
    return links[0] if len(links) == 1 else Operation(YES_NO, "and", tuple(links))


def _link(reader: Reader, operator: ast.cmpop, left: ast.expr, right: ast.expr) -> Node:
    if isinstance(operator, ast.In | ast.NotIn):
        found = _membership(reader, left, right)
        return found if isinstance(operator, ast.In) else Operation(YES_NO, "not", (found,))
    op = _COMPARISON.get(type(operator))
    if op is None:
        raise RuleBroken("compare with < <= > >= == != in, not in")
    first, second = reader.alike([left, right], None)
    if first.type.kind in (Kind.CODE, Kind.YES_NO) and op not in ("==", "!="):
        raise RuleBroken(f"{ast.unparse(left)!r} has no order")
    return Operation(YES_NO, op, (first, second))


def _membership(reader: Reader, left: ast.expr, right: ast.expr) -> Node:
    known = None if isinstance(right, ast.Tuple) else reader.node(right).type
    item = reader.node(left, known)
    if item.type.kind is not Kind.CODE:
        raise RuleBroken(f"{ast.unparse(left)!r} is not a code: only codes are in a list")
    if isinstance(right, ast.Tuple):
        options = [reader.node(option, item.type) for option in right.elts]
        values = frozenset(option.value for option in options if isinstance(option, Literal))
        if len(values) != len(right.elts):
            raise RuleBroken(f"{ast.unparse(right)!r} is not a list of different codes")
        return Operation(YES_NO, "in", (item, Literal(Type(Kind.CODES, item.type.enum), values)))
    listed = reader.node(right)
    if listed.type.kind is not Kind.CODES or listed.type.enum != item.type.enum:
        raise RuleBroken(f"{ast.unparse(right)!r} is not a list of {item.type.enum}")
    return Operation(YES_NO, "in", (item, listed))


def _call(reader: Reader, tree: ast.expr, wanted: Type | None) -> Node:
    tree = cast(ast.Call, tree)
    name = tree.func.id if isinstance(tree.func, ast.Name) else ast.unparse(tree.func)
    function = None if tree.keywords else reader.functions.get(name)
    if function is None:
        raise RuleBroken(f"the language has no function {name!r}")
    return function(reader, name, tree.args, wanted)


_READERS: Mapping[type[ast.expr], Callable[[Reader, ast.expr, Type | None], Node]] = {
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


def is_zero(node: Node) -> bool:
    """Tell whether a part is a bare 0, which is money and number alike."""
    return isinstance(node, Literal) and node.type.kind is Kind.INT and node.value == 0


def _arithmetic_type(op: str, left: Node, right: Node, text: str) -> Type:
    """Return what comes out: yuan may be added to yuan, and multiplied by numbers only."""
    first, second = left.type.money, right.type.money
    if op in "+-":
        if first != second and not (is_zero(left) or is_zero(right)):
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


def common(first: Type, second: Type) -> Type:
    """Return the type two alike parts have together."""
    if first.is_number:
        ratio = Kind.RATIO in (first.kind, second.kind)
        return Type(Kind.RATIO if ratio else Kind.INT, money=first.money or second.money)
    return first


def _check_alike(parts: Sequence[Node], trees: Sequence[ast.expr]) -> None:
    for part in parts[1:]:
        first = parts[0]
        numbers = first.type.is_number and part.type.is_number
        same = (first.type.kind, first.type.enum) == (part.type.kind, part.type.enum)
        money = first.type.money == part.type.money or is_zero(first) or is_zero(part)
        if not ((numbers or same) and money):
            said = " and ".join(repr(ast.unparse(tree)) for tree in trees)
            raise RuleBroken(f"{said} are not of one kind")
