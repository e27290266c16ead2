"""Say an expression with its names and with a family's numbers, from what a sheet knows of each name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from doudi.formulas.nodes import (
    Aggregate,
    Literal,
    Node,
    Operation,
    ParameterReference,
    Reference,
    Type,
    Value,
    rebuilt,
)
from doudi.formulas.opened import open_worker
from doudi.formulas.scalar import Row, Steps
from doudi.formulas.unknown import is_open
from doudi.formulas.wording import GATHERED, Speaker
from doudi.policy.definitions import Definition, Enumeration
from doudi.policy.saying import show_value
from doudi.policy.showing import bare, plainly, shown

READABLE = 20


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a fact or a step is called and counted in."""

    label: str
    unit: str
    type: Type


@dataclass(frozen=True)
class Figures:
    """The names of one computation, what they stand for, and how its steps are worked out."""

    quantities: Mapping[str, Quantity]
    enumerations: Mapping[str, Enumeration]
    definitions: Mapping[str, Definition]
    values: Mapping[str, Value]
    work: Steps

    def symbols(self, node: Node) -> str:
        """Return an expression in words."""
        return Speaker(self._label).say(node)

    def numbers(self, node: Node, row: Row) -> str:
        """Return an expression with a row's values."""
        return Speaker(lambda part: self._number(part, row), lambda part: self._gathered(part, row)).say(node)

    def shown(self, name: str, value: Value) -> str:
        """Return a fact's or step's value with its unit."""
        quantity = self.quantities[name]
        return shown(quantity.type, quantity.unit, value, self.enumerations)

    def plainly(self, name: str, value: Value) -> str:
        """Return a fact's or step's value as one says it."""
        quantity = self.quantities[name]
        return plainly(quantity.type, quantity.unit, value, self.enumerations)

    def parameter(self, key: str) -> str:
        """Return a parameter's value as it stood."""
        return show_value(self.definitions[key], self.values[key])

    def taken(self, node: Node, row: Row) -> Node:
        """Return the expression with the branches this row did not take left out."""
        if isinstance(node, Aggregate):
            return node
        if isinstance(node, Operation) and node.op == "if":
            condition, first, second = node.parts
            decided = open_worker(condition, self.work)(row)
            if not is_open(decided):
                return self.taken(first if decided else second, row)
        return rebuilt(node, lambda part: self.taken(part, row))

    def _label(self, node: Node) -> str:
        """Return what a part is called."""
        if isinstance(node, Reference):
            return self.quantities[node.name].label
        if isinstance(node, ParameterReference) or (isinstance(node, Literal) and node.key):
            return self.definitions[node.key].label
        return self._constant(cast(Literal, node))

    def _constant(self, node: Literal) -> str:
        if isinstance(node.value, frozenset):
            members = list(self.enumerations[node.type.enum].members.values())
            return "、".join(members[place] for place in sorted(node.value))
        return bare(node.type, "", node.value, self.enumerations)

    def _number(self, node: Node, row: Row) -> str:
        """Return the value of a part for a row."""
        if isinstance(node, Reference):
            value = row.at(node.level).values.get(node.name)
            return "未用到" if value is None else self._bare(node.name, value)
        if isinstance(node, Literal) and node.key:
            return self.parameter(node.key)
        return "未设定" if isinstance(node, ParameterReference) else self._label(node)

    def _gathered(self, node: Aggregate, row: Row) -> str | None:
        """Return what was gathered, one value after another, as far as a reader takes it in."""
        if not row.below or len(row.below) > READABLE:
            return None
        body = open_worker(node.body, self.work)
        values = [bare(node.body.type, "", body(part), self.enumerations) for part in row.below]
        if node.op == "sum":
            return f"（{' + '.join(values)}）" if len(values) > 1 else values[0]
        return f"{GATHERED[node.op]}（{'、'.join(values)}）"

    def _bare(self, name: str, value: Value) -> str:
        quantity = self.quantities[name]
        return bare(quantity.type, quantity.unit, value, self.enumerations)
