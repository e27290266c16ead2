"""Read one formula into typed nodes; what it may not say is refused with the words it used."""

from __future__ import annotations

import ast

from doudi.formulas.functions import FUNCTIONS
from doudi.formulas.nodes import Node, RuleBroken, Type
from doudi.formulas.reader import Reader, Scope


def read(formula: str, scope: Scope, wanted: Type | None = None) -> Node:
    """Return the formula's nodes; `wanted` tells which enumeration a bare code belongs to."""
    try:
        tree = ast.parse(" ".join(formula.split()), mode="eval")
    except SyntaxError as error:
        raise RuleBroken(f"{formula!r} is not an expression: {error.msg}") from error
    return Reader(scope, FUNCTIONS).node(tree.body, wanted)


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
