"""Put a region's and day's values into an expression and cut the branches they decide.

What depends on parameters alone is settled here, so that a conflict between regions is data: the branch a
region does not use is gone before the first family is looked at, and its unset values do not matter.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from doudi.formulas.nodes import (
    YES_NO,
    Kind,
    Literal,
    Node,
    Operation,
    ParameterReference,
    children,
    rebuilt,
    walk,
)

COMPARISONS: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def bound_to(node: Node, values: Mapping[str, Any]) -> Node:
    """Return the expression with parameters replaced by their values and decided branches cut.

    A parameter without a value stays where it is; `unset_in` names those left.
    """
    if isinstance(node, ParameterReference):
        return Literal(node.type, values[node.key], node.key) if node.key in values else node
    if isinstance(node, Operation) and node.op == "is_set":
        return Literal(YES_NO, cast(ParameterReference, node.parts[0]).key in values)
    if isinstance(node, Operation) and node.op in _DECIDERS:
        return _DECIDERS[node.op](node, values)
    return rebuilt(node, lambda part: bound_to(part, values))


def unset_in(node: Node) -> frozenset[str]:
    """Return the parameters an expression still waits for."""
    return frozenset(part.key for part in walk(node) if isinstance(part, ParameterReference))


def deciding(node: Node, values: Mapping[str, Any]) -> Iterator[str]:
    """Yield the parameters that settled a condition of an expression, on the way that was left open.

    They are on no line of their own any more, yet the result rests on them.
    """
    if isinstance(node, Operation) and node.op in _DECIDERS:
        settled = node.parts[0] if node.op == "if" else node
        found = bound_to(settled, values)
        if isinstance(found, Literal):
            yield from _keys_in(settled, values)
            taken = node.parts[1 if found.value else 2 :][:1] if node.op == "if" else ()
            for part in taken:
                yield from deciding(part, values)
            return
    for part in children(node):
        yield from deciding(part, values)


def _keys_in(node: Node, values: Mapping[str, Any]) -> Iterator[str]:
    for part in walk(node):
        if isinstance(part, ParameterReference) and part.key in values:
            yield part.key


def _choice(node: Operation, values: Mapping[str, Any]) -> Node:
    condition = bound_to(node.parts[0], values)
    if isinstance(condition, Literal):
        return bound_to(node.parts[1 if condition.value else 2], values)
    return Operation(node.type, "if", (condition, *(bound_to(part, values) for part in node.parts[1:])))


def _junction(node: Operation, values: Mapping[str, Any]) -> Node:
    """Cut an and/or: a part that decides it ends it, a part that cannot is dropped."""
    decisive = node.op == "or"
    left: list[Node] = []
    for part in node.parts:
        found = bound_to(part, values)
        if isinstance(found, Literal):
            if found.value is decisive:
                # a decisive parameter only ends what follows: what stands before it is asked first
                return found if not left else Operation(YES_NO, node.op, (*left, found))
            continue
        left.append(found)
    if not left:
        return Literal(YES_NO, not decisive)
    return left[0] if len(left) == 1 else Operation(YES_NO, node.op, tuple(left))


def _negation(node: Operation, values: Mapping[str, Any]) -> Node:
    part = bound_to(node.parts[0], values)
    return Literal(YES_NO, not part.value) if isinstance(part, Literal) else Operation(YES_NO, "not", (part,))


def _comparison(node: Operation, values: Mapping[str, Any]) -> Node:
    first, second = (bound_to(part, values) for part in node.parts)
    if isinstance(first, Literal) and isinstance(second, Literal):
        return Literal(YES_NO, COMPARISONS[node.op](first.value, second.value))
    return Operation(YES_NO, node.op, (first, second))


def _membership(node: Operation, values: Mapping[str, Any]) -> Node:
    item, listed = (bound_to(part, values) for part in node.parts)
    if isinstance(item, Literal) and isinstance(listed, Literal):
        return Literal(YES_NO, item.value in listed.value)
    if isinstance(listed, Literal) and not listed.value and listed.type.kind is Kind.CODES:
        return Literal(YES_NO, False)
    return Operation(YES_NO, "in", (item, listed))


def _division(node: Operation, values: Mapping[str, Any]) -> Node:
    """Leave a divisor that is not more than nothing unset: nobody can divide by it, it is to be set anew."""
    first, second = (bound_to(part, values) for part in node.parts)
    if isinstance(second, Literal) and second.key and second.value <= 0:
        second = node.parts[1]
    return Operation(node.type, "/", (first, second))


_DECIDERS: Mapping[str, Callable[[Operation, Mapping[str, Any]], Node]] = {
    "if": _choice,
    "and": _junction,
    "or": _junction,
    "not": _negation,
    "in": _membership,
    "/": _division,
    **dict.fromkeys(COMPARISONS, _comparison),
}
