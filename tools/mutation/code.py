"""Every way to change one thing in a module of Python, by its syntax tree.

Annotations, docstrings, decorators and what only words an error are left alone: no answer depends on them.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tools.mutation.formulas import FUNCTIONS, OPERATORS

MORE_OPERATORS: Mapping[type[ast.AST], tuple[Any, ...]] = {
    **OPERATORS,
    ast.FloorDiv: (ast.Mult,),
    ast.Mod: (ast.Mult,),
    ast.Is: (ast.IsNot,),
    ast.IsNot: (ast.Is,),
}
MORE_FUNCTIONS: Mapping[str, tuple[str, ...]] = {
    name: tuple(one for one in others if one in {"max", "min", "any", "all"})
    for name, others in FUNCTIONS.items()
}


@dataclass(frozen=True, slots=True)
class CodeMutant:
    """One change of a module: its file, line, function, in words, and the module's changed text."""

    file: str
    line: int
    function: str
    said: str
    text: str

    @property
    def name(self) -> str:
        """What it is named by: file, function and change, for a line moves."""
        return f"{self.file} {self.function}: {self.said}"


def code_mutants(file: str, text: str) -> Iterator[CodeMutant]:
    """Yield every mutant of a module's text; what a function allows twice is numbered."""
    tree = ast.parse(text)
    seen: dict[tuple[str, str], int] = {}
    for place, (node, function) in enumerate(_nodes(tree)):
        for said, other in _others(node):
            times = seen[function, said] = seen.get((function, said), 0) + 1
            yield CodeMutant(
                file=file,
                line=getattr(node, "lineno", 0),
                function=function,
                said=said if times == 1 else f"{said} ({times})",
                text=_text_with(tree, place, other),
            )


def _nodes(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Yield each expression that may be changed with the function it stands in, always in one order."""
    waiting: list[tuple[ast.AST, str]] = [(tree, "")]
    while waiting:
        node, function = waiting.pop()
        if isinstance(node, ast.expr):
            yield node, function or "module"
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            function = f"{function}.{node.name}".lstrip(".")
        waiting.extend((part, function) for part in reversed(list(_parts(node))))


def _parts(node: ast.AST) -> Iterator[ast.AST]:
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_params", "bases") or isinstance(
            node, ast.Raise
        ):
            continue
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST) and not _is_words(part):
                yield part


def _is_words(part: ast.AST) -> bool:
    return isinstance(part, ast.JoinedStr) or (
        isinstance(part, ast.Expr) and isinstance(part.value, ast.Constant)
    )


def _text_with(tree: ast.Module, place: int, other: ast.expr) -> str:
    own = copy.deepcopy(tree)
    target = next(node for number, (node, _) in enumerate(_nodes(own)) if number == place)
    for node in ast.walk(own):
        for name, value in ast.iter_fields(node):
            if value is target:
                setattr(node, name, other)
            elif isinstance(value, list) and any(part is target for part in value):
                setattr(node, name, [other if part is target else part for part in value])
    return ast.unparse(ast.fix_missing_locations(own))


Other = tuple[str, ast.expr]


def _others(node: ast.expr) -> Iterator[Other]:
    reader = _READERS.get(type(node))
    if reader is not None:
        yield from reader(node)


def _exchanged(node: ast.expr, other: ast.expr) -> Other:
    return f"{ast.unparse(node)} → {ast.unparse(other)}", other


def _of_compare(node: ast.Compare) -> Iterator[Other]:
    for place, operator in enumerate(node.ops):
        for other in MORE_OPERATORS[type(operator)]:
            ops = [*node.ops[:place], other(), *node.ops[place + 1 :]]
            yield _exchanged(node, ast.Compare(node.left, ops, node.comparators))


def _of_bool(node: ast.BoolOp) -> Iterator[Other]:
    for op in MORE_OPERATORS[type(node.op)]:
        yield _exchanged(node, ast.BoolOp(op(), node.values))
    for place, part in enumerate(node.values):
        fewer = [*node.values[:place], *node.values[place + 1 :]]
        yield f"without {ast.unparse(part)}", fewer[0] if len(fewer) == 1 else ast.BoolOp(node.op, fewer)


def _of_binary(node: ast.BinOp) -> Iterator[Other]:
    for op in MORE_OPERATORS.get(type(node.op), ()):
        yield _exchanged(node, ast.BinOp(node.left, op(), node.right))


def _of_unary(node: ast.UnaryOp) -> Iterator[Other]:
    if isinstance(node.op, ast.Not | ast.USub | ast.Invert):
        yield _exchanged(node, node.operand)


def _of_choice(node: ast.IfExp) -> Iterator[Other]:
    test = ast.unparse(node.test)
    yield f"always: if {test}", node.body
    yield f"never: if {test}", node.orelse


def _of_call(node: ast.Call) -> Iterator[Other]:
    for other in MORE_FUNCTIONS.get(ast.unparse(node.func), ()):
        yield f"{other} for {ast.unparse(node)}", ast.Call(ast.Name(other), node.args, node.keywords)


def _of_constant(node: ast.Constant) -> Iterator[Other]:
    if isinstance(node.value, bool):
        yield _exchanged(node, ast.Constant(not node.value))
    elif isinstance(node.value, int):
        yield _exchanged(node, ast.Constant(node.value + 1))


_READERS: Mapping[type[ast.AST], Callable[[Any], Iterator[Other]]] = {
    ast.Compare: _of_compare,
    ast.BoolOp: _of_bool,
    ast.BinOp: _of_binary,
    ast.UnaryOp: _of_unary,
    ast.IfExp: _of_choice,
    ast.Call: _of_call,
    ast.Constant: _of_constant,
}
