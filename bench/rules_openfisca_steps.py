"""The dibao rule for OpenFisca-core as its packages are written: a variable for every step of the law.

The expressions come from our rule file, step by step (`steps.json`); what works them out is numpy, as in any
OpenFisca formula: np.where for a choice, & and | for conditions, household.sum for what members add up to.
Amounts are in yuan, parameters are read from the parameter tree at the period.
"""

from __future__ import annotations

import functools
import json
import operator
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

Rows = Any  # what OpenFisca hands to a formula, and what it gets
DAY = 20_260_701
HOUSEHOLD, PERSON = 1, 2
LEFT: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "*": operator.mul,
    "and": operator.and_,
    "or": operator.or_,
    "min": np.minimum,
    "max": np.maximum,
}
PAIRS: Mapping[str, Callable[[Any, Any], Any]] = {
    "-": operator.sub,
    "/": operator.truediv,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}


def read_steps(folder: Path) -> dict[str, Any]:
    """Return the steps and their parameters."""
    return dict(json.loads((folder / "steps.json").read_text(encoding="utf-8")))


def formula_of(level: int, node: list[Any], kinds: Mapping[str, int]) -> Callable[..., Any]:
    """Return an OpenFisca formula for a step."""

    def formula(entity: Rows, period: Rows, parameters: Rows) -> Rows:
        tree = parameters(period).dibao
        found = _Reading(entity, period, tree, level, kinds).value(node)
        return np.full(entity.count, found) if np.ndim(found) == 0 else found

    return formula


class _Reading:
    """Works one expression out for an entity."""

    def __init__(self, entity: Rows, period: Rows, tree: Rows, level: int, kinds: Mapping[str, int]) -> None:
        self.entity, self.period, self.tree, self.level, self.kinds = entity, period, tree, level, kinds

    def value(self, node: list[Any]) -> Rows:
        """Return an expression's value for all rows."""
        sign, parts = node[0], node[2:]
        if sign == "=":
            return parts[0]
        if sign == "@":
            return getattr(self.tree, parts[0].replace(".", "_"))
        if sign == "#":
            return self._named(parts[0])
        if sign.startswith("~"):
            return self._gathered(sign[1:], parts[1])
        if sign == "if":
            condition, first, second = map(self.value, parts)
            return np.where(condition, first, second)
        return self._operation(sign, parts)

    def _operation(self, sign: str, parts: list[Any]) -> Rows:
        if sign in ("in", "listed", "lookup"):
            return self._listed(sign, parts)
        values = [self.value(part) for part in parts]
        if sign in LEFT:
            return functools.reduce(LEFT[sign], values)
        if sign in PAIRS:
            return PAIRS[sign](*values)
        return _FUNCTIONS[sign](values)

    def _named(self, name: str) -> Rows:
        if name == "on":
            return DAY
        short = name.removesuffix("_fen")
        if self.level == PERSON and self.kinds[name] == HOUSEHOLD:
            return self.entity.household(short, self.period)
        return self.entity(short, self.period)

    def _gathered(self, how: str, body: list[Any]) -> Rows:
        members = _Reading(self.entity.members, self.period, self.tree, PERSON, self.kinds)
        values = members.value(body)
        if np.ndim(values) == 0:
            values = np.full(self.entity.members.count, values)
        return {"sum": self.entity.sum, "count": self.entity.sum, "any": self.entity.any}[how](values)

    def _listed(self, sign: str, parts: list[Any]) -> Rows:
        if sign == "in":
            within = parts[1][2] if parts[1][0] == "=" else self.value(parts[1])
            return np.isin(self.value(parts[0]), within)
        if sign == "listed":
            codes = [kind * 10 + level for kind, level in self.value(parts[0])]
            return np.isin(self.value(parts[1]) * 10 + self.value(parts[2]), codes)
        return self.value(parts[0])[self.value(parts[1])]


def _months(day: Rows) -> Rows:
    return day // 10_000 * 12 + day // 100 % 100 - 1


_FUNCTIONS: Mapping[str, Callable[[list[Any]], Any]] = {
    "not": lambda values: np.logical_not(values[0]),
    "known": lambda values: values[0] > 0,
    "age": lambda values: (values[1] - values[0]) // 10_000,
    "month_index": lambda values: _months(values[0]),
    "rounded": lambda values: np.ceil(values[0]),
}
