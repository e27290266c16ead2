"""What an expression is made of once it is read: typed, resolved, the same for every way of running it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from typing import Any


class RuleBroken(Exception):
    """A rule text says something the language does not have, or that cannot be true of every family."""


class Level(IntEnum):
    """Whose fact or step something is; lower rows belong to upper ones."""

    CONTEXT = 0
    HOUSEHOLD = 1
    PERSON = 2
    OBLIGOR = 3


class Kind(StrEnum):
    """What a value is to the machine; its unit is another matter."""

    INT = "int"
    RATIO = "ratio"
    YES_NO = "yes_no"
    CODE = "code"
    DAY = "day"
    CODES = "codes"
    PAIRS = "pairs"
    TIERS = "tiers"
    TABLE = "table"
    BANDS = "bands"
    ROUNDING = "rounding"
    TEXT = "text"


# int (also fen, days and places of codes), Fraction, bool, frozensets and tables of them
Value = Any

ON = "on"  # the day of the assessment, known to every formula

NUMBERS = frozenset({Kind.INT, Kind.RATIO})


@dataclass(frozen=True, slots=True)
class Type:
    """The type of a value: its kind, its enumeration when it is a code, and whether it is money.

    `gives` and `rows` belong to tables: what they answer and the codes they are entered by.
    """

    kind: Kind
    enum: str = ""
    money: bool = False
    gives: Type | None = None
    rows: tuple[Type, ...] = ()

    @property
    def is_number(self) -> bool:
        """Tell whether one can calculate with it."""
        return self.kind in NUMBERS


YES_NO = Type(Kind.YES_NO)
INT = Type(Kind.INT)
DAY = Type(Kind.DAY)


@dataclass(frozen=True, slots=True)
class Literal:
    """A value that stands in the text, or that a parameter has."""

    type: Type
    value: Any
    key: str = ""  # the parameter it was, when it was one


@dataclass(frozen=True, slots=True)
class Reference:
    """A fact or an earlier step, by name."""

    type: Type
    name: str
    level: Level


@dataclass(frozen=True, slots=True)
class ParameterReference:
    """A value that depends on region and day.

    A number is never under `least`; a code is one of `codes`, as is what a table of codes gives.
    """

    type: Type
    key: str
    least: int = 0
    codes: int = 0


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator or a function over parts of the same row."""

    type: Type
    op: str
    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """One answer from all rows of the entity below."""

    type: Type
    op: str
    body: Node
    level: Level  # of the rows gathered


Node = Literal | Reference | ParameterReference | Operation | Aggregate


def children(node: Node) -> tuple[Node, ...]:
    """Return the parts of a node, in order."""
    if isinstance(node, Operation):
        return node.parts
    return (node.body,) if isinstance(node, Aggregate) else ()


def walk(node: Node) -> Iterator[Node]:
    """Return a node and everything in it."""
    yield node
    for part in children(node):
        yield from walk(part)


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """Return the node with each of its parts changed."""
    if isinstance(node, Operation):
        return Operation(node.type, node.op, tuple(change(part) for part in node.parts))
    if isinstance(node, Aggregate):
        return Aggregate(node.type, node.op, change(node.body), node.level)
    return node
