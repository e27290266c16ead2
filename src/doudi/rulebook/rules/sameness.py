"""Tells whether two values of a parameter say the same, however their lists are ordered."""

from __future__ import annotations

from doudi.policy.values import Pairs, Table, Value


def is_same_value(one: Value | None, other: Value | None) -> bool:
    """Say whether two values mean the same: a list of codes or pairs has no order, yes is not 1."""
    return type(one) is type(other) and _unordered(one) == _unordered(other)


def _unordered(value: Value | None) -> object:
    if isinstance(value, Pairs):
        return frozenset(value.pairs)
    if isinstance(value, Table):
        return dict(value.cells)
    return frozenset(value) if isinstance(value, tuple) else value
