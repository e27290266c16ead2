"""Every way to change one thing in a formula of the rule language.

A change keeps the formula in the language as far as that shows from its text; what the reader refuses is no
mutant. Names of facts and parameters are not exchanged for others: the reader's types would refuse most.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeVar

OPERATORS: Mapping[type[ast.AST], tuple[Any, ...]] = {
    ast.Lt: (ast.LtE, ast.GtE),
    ast.LtE: (ast.Lt, ast.Gt),
    ast.Gt: (ast.GtE, ast.LtE),
    ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,),
    ast.NotEq: (ast.Eq,),
    ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
    ast.Add: (ast.Sub,),
    ast.Sub: (ast.Add,),
    ast.Mult: (ast.Div,),
    ast.Div: (ast.Mult,),
    ast.And: (ast.Or,),
    ast.Or: (ast.And,),
}
FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    "max": ("min",),
    "min": ("max",),
    "any": ("all",),
    "all": ("any",),
    "sum": ("highest",),
    "highest": ("lowest", "sum"),
    "lowest": ("highest", "sum"),
    "months_later": ("birthday",),
    "birthday": ("months_later",),
}
NUMBERS: Mapping[int, tuple[int, ...]] = {0: (1,), 1: (0,), 12: (1,)}
WORDS: Mapping[str, str] = {"yes": "no", "no": "yes"}


@dataclass(frozen=True, slots=True)
class Change:
    """One changed part of a formula: in words, the whole text it makes, and where the part stood."""

    said: str
    text: str
    offset: int = 0


Other = tuple[str, ast.expr]


def changes_of(formula: str, codes: Sequence[str] = ()) -> Iterator[Change]:
    """Yield every change of a formula; `codes` are those its answer may be, if it answers with a code."""
    tree = ast.parse(formula, mode="eval")
    for place, node in enumerate(ast.walk(tree)):
        for said, other in _others(node, codes):
            text = ast.unparse(_Replaced(tree, place, other).tree)
            yield Change(said, text, getattr(node, "col_offset", 0))


class _Replaced(ast.NodeTransformer):
    """A copy of a tree with the node of one place, counted as ast.walk does, exchanged."""

    def __init__(self, tree: ast.Expression, place: int, other: ast.expr) -> None:
        own = copy.deepcopy(tree)
        self.target = next(node for number, node in enumerate(ast.walk(own)) if number == place)
        self.other = other
        self.tree = ast.fix_missing_locations(self.visit(own))

    def visit(self, node: ast.AST) -> ast.AST:
        """Exchange the target and leave the rest."""
        return self.other if node is self.target else self.generic_visit(node)


def _others(node: ast.AST, codes: Sequence[str]) -> Iterator[Other]:
    reader = _READERS.get(type(node))
    if reader is not None:
        yield from reader(node)
    if isinstance(node, ast.IfExp):
        for said, other in _of_answer(node.body, codes):
            yield said, ast.IfExp(node.test, other, node.orelse)
        for said, other in _of_answer(node.orelse, codes):
            yield said, ast.IfExp(node.test, node.body, other)
    if isinstance(node, ast.Expression):
        yield from _of_answer(node.body, codes)


def _exchanged(node: ast.expr, other: ast.expr) -> Other:
    return f"{ast.unparse(node)} → {ast.unparse(other)}", other


def _of_compare(node: ast.Compare) -> Iterator[Other]:
    for place, operator in enumerate(node.ops):
        for other in OPERATORS[type(operator)]:
            ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            yield _exchanged(node, ast.Compare(node.left, ops, node.comparators))
    for place, listed in enumerate(node.comparators):
        if isinstance(listed, ast.Tuple) and len(listed.elts) > 1:
            for gone, fewer in _without_one(listed.elts):
                others = [*node.comparators[:place], ast.Tuple(fewer), *node.comparators[place + 1 :]]
                yield f"without {gone} in {ast.unparse(node)}", ast.Compare(node.left, node.ops, others)


def _of_bool(node: ast.BoolOp) -> Iterator[Other]:
    for op in OPERATORS[type(node.op)]:
        yield _exchanged(node, ast.BoolOp(op(), node.values))
    for gone, fewer in _without_one(node.values):
        yield f"without {gone}", fewer[0] if len(fewer) == 1 else ast.BoolOp(node.op, fewer)


def _of_binary(node: ast.BinOp) -> Iterator[Other]:
    for op in OPERATORS[type(node.op)]:
        yield _exchanged(node, ast.BinOp(node.left, op(), node.right))


def _of_unary(node: ast.UnaryOp) -> Iterator[Other]:
    yield _exchanged(node, node.operand)


def _of_choice(node: ast.IfExp) -> Iterator[Other]:
    """Yield the choice the other way round, never made, and made after the one that follows it."""
    test, after = ast.unparse(node.test), node.orelse
    yield f"other way round: if {test}", ast.IfExp(node.test, node.orelse, node.body)
    yield f"never: if {test}", node.orelse
    if isinstance(after, ast.IfExp) and not are_apart(test, ast.unparse(after.test)):
        later = ast.IfExp(node.test, node.body, after.orelse)
        yield f"one later: if {test}", ast.IfExp(after.test, after.body, later)


def are_apart(first: str, second: str) -> bool:
    """Tell whether two tests want different codes of one thing, so that their order cannot matter."""
    return any(one[0] == two[0] and not one[1] & two[1] for one in _wanted(first) for two in _wanted(second))


def _wanted(test: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield what a test asks of a code, and the codes that satisfy it."""
    tree = ast.parse(test, mode="eval").body
    parts = tree.values if isinstance(tree, ast.BoolOp) and isinstance(tree.op, ast.And) else [tree]
    yield from filter(None, map(_asked, parts))


def _asked(test: ast.expr) -> tuple[str, frozenset[str]] | None:
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.Eq | ast.In):
        return None
    listed = test.comparators[0]
    codes = listed.elts if isinstance(listed, ast.Tuple) else [listed]
    if not all(isinstance(code, ast.Name) and code.id.isupper() for code in codes):
        return None
    return ast.unparse(test.left), frozenset(map(ast.unparse, codes))


def _of_answer(answer: ast.expr, codes: Sequence[str]) -> Iterator[Other]:
    """Yield the code that stands beside a bare code in its enumeration."""
    if isinstance(answer, ast.Name) and answer.id in codes:
        yield _exchanged(answer, ast.Name(codes[codes.index(answer.id) - 1]))


def _of_call(node: ast.Call) -> Iterator[Other]:
    name = ast.unparse(node.func)
    for other in FUNCTIONS.get(name, ()):
        yield f"{other} for {ast.unparse(node)}", ast.Call(ast.Name(other), node.args, [])
    if name in ("max", "min"):
        for gone, fewer in _without_one(node.args):
            left = fewer[0] if len(fewer) == 1 else ast.Call(node.func, fewer, [])
            yield f"without {gone} in {ast.unparse(node)}", left


def _of_constant(node: ast.Constant) -> Iterator[Other]:
    for number in NUMBERS.get(node.value, ()) if type(node.value) is int else ():
        yield _exchanged(node, ast.Constant(number))


def _of_name(node: ast.Name) -> Iterator[Other]:
    if node.id in WORDS:
        yield _exchanged(node, ast.Name(WORDS[node.id]))


_READERS: Mapping[type[ast.AST], Callable[[Any], Iterator[Other]]] = {
    ast.Compare: _of_compare,
    ast.BoolOp: _of_bool,
    ast.BinOp: _of_binary,
    ast.UnaryOp: _of_unary,
    ast.IfExp: _of_choice,
    ast.Call: _of_call,
    ast.Constant: _of_constant,
    ast.Name: _of_name,
}


def _without_one(parts: list[ast.expr]) -> Iterator[tuple[str, list[ast.expr]]]:
    for place, part in enumerate(parts):
        yield ast.unparse(part), [*parts[:place], *parts[place + 1 :]]


Part = TypeVar("Part")


def swapped(parts: Sequence[Part]) -> Iterator[tuple[int, list[Part]]]:
    """Yield a list with two neighbours exchanged, by the place of the first."""
    for place, (first, second) in enumerate(pairwise(parts)):
        yield place, [*parts[:place], second, first, *parts[place + 2 :]]
