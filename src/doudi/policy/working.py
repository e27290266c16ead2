"""Write the working of a sheet as plain data – facts, values, expressions – and read it back to run it again.

An expression is a list: its operator, its type, its parts. The form is numbered: a later form is read beside
this one, never instead of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from doudi.formulas.nodes import (
    Aggregate,
    Kind,
    Level,
    Literal,
    Node,
    Operation,
    ParameterReference,
    Reference,
    Type,
    Value,
    walk,
)
from doudi.formulas.opened import open_worker
from doudi.formulas.scalar import Row, Work, worker
from doudi.formulas.unknown import Among, Ask, Between, Unknown, is_open
from doudi.policy.definitions import Definition, Enumeration
from doudi.policy.figures import Figures, Quantity
from doudi.policy.types import engine_value
from doudi.policy.values import parse_value, unit_of_written, write_value

FORM = 1


@dataclass(frozen=True, slots=True)
class Case:
    """One way a step is worked out: when it applies (none: always), and its expression."""

    when: Node | None
    then: Node
    article: str
    label: str


Cases = Mapping[str, tuple[Level, tuple[Case, ...]]]


@dataclass(frozen=True)
class Working:
    """A computation as it can be run: rows with their facts, the steps' cases, the values they use."""

    rows: Sequence[Row]
    cases: Cases
    figures: Figures
    outcome: Mapping[str, Any]
    level: Level
    plain: Mapping[str, str] = field(default_factory=dict)
    fails: Mapping[str, str] = field(default_factory=dict)

    @property
    def home(self) -> Row:
        """The family's own row."""
        return next(row for row in self.rows if row.level is Level.HOUSEHOLD)

    def member_of(self, row: Row) -> int:
        """Return the number of the member a row belongs to; 0 is the household itself."""
        people = self.home.below
        if row.level <= Level.HOUSEHOLD:
            return 0
        person = row.at(Level.PERSON)
        return next(number for number, one in enumerate(people, start=1) if one is person)

    def settled(self, name: str) -> bool:
        """Tell whether a step says the same of every family: no fact and no other step has a part in it."""
        for case in self.cases[name][1]:
            if isinstance(case.when, Literal) and not case.when.value:
                continue
            nodes = [case.then] if case.when is None else [case.when, case.then]
            if any(isinstance(part, Reference) for node in nodes for part in walk(node)):
                return False
            if isinstance(case.when, Literal):
                break
        return True

    def value(self, name: str, row: Row) -> Value:
        """Return a step's value for a row, worked out once."""
        if name not in row.values:
            row.values[name] = self.figures.work[name][1](row)
        return row.values[name]

    def applied(self, name: str, row: Row) -> Case:
        """Return the case that decides a step for a row."""
        _, cases = self.cases[name]
        for place, case in enumerate(cases):
            applies = case.when is None or open_worker(case.when, self.figures.work)(row)
            if is_open(applies):
                return Case(None, nested(cases[place:]), cases[-1].article, "")
            if applies:
                return case
        raise AssertionError("the last case has no condition")


def raw(value: Value) -> int | str | bool | list[Any] | dict[str, Any]:
    """Return an engine value as plain data; a ratio as a text, what is not known as what it may be."""
    if isinstance(value, Unknown):
        return _written_unknown(value)
    if isinstance(value, Fraction):
        return value.numerator if value.denominator == 1 else f"{value.numerator}/{value.denominator}"
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (bool, int, str)):
        return value
    raise TypeError(f"{type(value).__name__} is no value of a sheet")


def _written_unknown(value: Unknown) -> dict[str, Any]:
    asks = [[one.place, one.name] for one in sorted(value.asks)]
    if isinstance(value, Between):
        return {"asks": asks, "low": raw(value.low), "high": raw(value.high)}
    return {"asks": asks, "options": sorted(value.options)} if isinstance(value, Among) else {"asks": asks}


def _read_unknown(said: Mapping[str, Any]) -> Unknown:
    asks = frozenset(Ask(place, name) for place, name in said["asks"])
    if "low" in said:
        return Between(asks, cooked(said["low"]), cooked(said["high"]))
    return Among(asks, frozenset(said["options"])) if "options" in said else Unknown(asks)


def cooked(value: object) -> Value:
    """Return an engine value from plain data."""
    if isinstance(value, Mapping):
        return _read_unknown(value)
    if isinstance(value, str):
        return Fraction(value)
    return frozenset(value) if isinstance(value, list) else value


def written_rows(working: Working, facts: Mapping[int, Mapping[str, Value]]) -> list[Any]:
    """Return the subjects as plain data: level, the row above, and each row's `facts`."""
    return [
        [int(row.level), _place(working.rows, row.above), {name: raw(v) for name, v in facts[n].items()}]
        for n, row in enumerate(working.rows)
    ]


def written_rules(working: Working) -> dict[str, Any]:
    """Return as plain data what a working has in common with every other of its plan."""
    figures = working.figures
    nodes = [
        node
        for _, cases in working.cases.values()
        for case in cases
        for part in (case.when, case.then)
        for node in (walk(part) if part is not None else ())
    ]
    keys = dict.fromkeys(node.key for node in nodes if isinstance(node, Literal) and node.key)
    names = dict.fromkeys([*working.cases, *(node.name for node in nodes if isinstance(node, Reference))])
    kinds = [*(node.type for node in nodes), *(figures.quantities[name].type for name in names)]
    used = {kind.enum for kind in kinds if kind.enum}
    return {
        "form": FORM,
        "level": int(working.level),
        "outcome": dict(working.outcome),
        "plain": dict(working.plain),
        "fails": dict(working.fails),
        "steps": {name: _written_cases(*cases) for name, cases in working.cases.items()},
        "names": {name: _written_quantity(figures.quantities[name]) for name in names},
        "parameters": {key: _written_parameter(figures, key) for key in keys},
        "unset": {
            node.key: figures.definitions[node.key].label
            for node in nodes
            if isinstance(node, ParameterReference)
        },
        "enumerations": {name: _written_members(figures.enumerations[name]) for name in sorted(used)},
    }


def _place(rows: Sequence[Row], above: Row | None) -> int:
    return next((number for number, row in enumerate(rows) if row is above), -1)


def _written_cases(level: Level, cases: tuple[Case, ...]) -> list[Any]:
    said = [
        [one.when and written_node(one.when), written_node(one.then), one.article, one.label] for one in cases
    ]
    return [int(level), said]


def _written_quantity(quantity: Quantity) -> list[str]:
    return [quantity.label, quantity.unit, _written_type(quantity.type)]


def _written_type(kind: Type) -> str:
    return f"{kind.kind}:{kind.enum}{'$' if kind.money else ''}"


def written_node(node: Node) -> list[Any]:
    """Return an expression as a list: its operator, its type, its parts."""
    kind = _written_type(node.type)
    if isinstance(node, Literal):
        return ["@", kind, node.key] if node.key else ["=", kind, raw(node.value)]
    if isinstance(node, Reference):
        return ["#", kind, node.name, int(node.level)]
    if isinstance(node, ParameterReference):
        gives = _written_type(node.type.gives) if node.type.gives else ""
        return ["?", kind, node.key, node.least, node.codes, gives]
    if isinstance(node, Aggregate):
        return [f"~{node.op}", kind, int(node.level), written_node(node.body)]
    return [node.op, kind, *(written_node(part) for part in node.parts)]


def _written_parameter(figures: Figures, key: str) -> dict[str, Any]:
    definition = figures.definitions[key]
    sides = {"enum": definition.enumeration, "row": definition.rows, "column": definition.columns}
    return {
        "label": definition.label,
        "kind": definition.kind,
        "unit": definition.unit,
        "by": definition.by,
        "by_unit": definition.by_unit,
        "gives": definition.gives,
        **{side: [one.name, _written_members(one)] for side, one in sides.items() if one is not None},
        "written": write_value(definition, figures.values[key]),
        **({"written_in": unit} if (unit := unit_of_written(definition, figures.values[key])) else {}),
    }


def _written_members(enumeration: Enumeration) -> list[list[str]]:
    """Return codes and labels as pairs: a code is its place, and a store may reorder a mapping's keys."""
    return [list(pair) for pair in enumeration.members.items()]


def _enumeration(name: str, pairs: Sequence[Sequence[str]]) -> Enumeration:
    return Enumeration(name, {pair[0]: pair[1] for pair in pairs})


def read_working(said: Mapping[str, Any]) -> Working:
    """Return a working from plain data; a form nobody knows raises ValueError."""
    if said["form"] != FORM:
        raise ValueError(f"form {said['form']} is not known")
    definitions = {key: _definition(key, one) for key, one in said["parameters"].items()}
    values = {
        key: parse_value(definitions[key], one["written"], one.get("written_in", ""))
        for key, one in said["parameters"].items()
    }
    engine = {key: engine_value(definitions[key], value) for key, value in values.items()}
    unset = {key: _unset(key, label) for key, label in said["unset"].items()}
    cases = {name: _cases(one, engine) for name, one in said["steps"].items()}
    rows = _rows(said["rows"])
    is_known = not any(is_open(value) for row in rows for value in row.values.values())
    make = worker if is_known and not unset else open_worker
    work: dict[str, tuple[Level, Work]] = {}
    for name, (level, ways) in cases.items():
        work[name] = (level, make(nested(ways), work))
    figures = Figures(
        quantities={
            name: Quantity(label, unit, _type(kind)) for name, (label, unit, kind) in said["names"].items()
        },
        enumerations={name: _enumeration(name, one) for name, one in said["enumerations"].items()},
        definitions={**unset, **definitions},
        values=values,
        work=work,
    )
    return Working(
        rows=rows,
        cases=cases,
        figures=figures,
        outcome=said["outcome"],
        level=Level(said["level"]),
        plain=said["plain"],
        fails=said["fails"],
    )


def _rows(said: Sequence[Any]) -> list[Row]:
    rows: list[Row] = []
    for level, above, values in said:
        row = Row(Level(level), {name: cooked(value) for name, value in values.items()})
        if above >= 0:
            row.above = rows[above]
            rows[above].below.append(row)
        rows.append(row)
    return rows


def _definition(key: str, said: Mapping[str, Any]) -> Definition:
    sides = {side: _enumeration(*said[side]) if side in said else None for side in ("enum", "row", "column")}
    return Definition(
        key=key,
        topic="",
        topic_title="",
        label=said["label"],
        kind=said["kind"],
        unit=said["unit"],
        use="calculation",
        enumeration=sides["enum"],
        by=said["by"],
        by_unit=said["by_unit"],
        gives=said["gives"],
        rows=sides["row"],
        columns=sides["column"],
        by_year="written_in" in said,
    )


def _unset(key: str, label: str) -> Definition:
    return Definition(key, "", "", label, "text", "", "calculation")


def _cases(said: Sequence[Any], values: Mapping[str, Value]) -> tuple[Level, tuple[Case, ...]]:
    level, ways = said
    cases = tuple(
        Case(when and _node(when, values), _node(then, values), article, label)
        for when, then, article, label in ways
    )
    return Level(level), cases


def nested(cases: tuple[Case, ...]) -> Node:
    """Return a step's cases as one expression, the last of them the general rule."""
    node = cases[-1].then
    for case in reversed(cases[:-1]):
        if case.when is not None:
            node = Operation(node.type, "if", (case.when, case.then, node))
    return node


def _type(said: str) -> Type:
    kind, _, rest = said.partition(":")
    return Type(Kind(kind), rest.removesuffix("$"), money=rest.endswith("$"))


def _node(said: Sequence[Any], values: Mapping[str, Value]) -> Node:
    sign, kind = said[0], _type(said[1])
    if sign == "@":
        return Literal(kind, values[said[2]], said[2])
    if sign == "=":
        return Literal(kind, cooked(said[2]))
    if sign == "#":
        return Reference(kind, said[2], Level(said[3]))
    if sign == "?":
        key, least, codes, gives = (*said[2:], 0, 0, "")[:4]
        return ParameterReference(replace(kind, gives=_type(gives) if gives else None), key, least, codes)
    if sign.startswith("~"):
        return Aggregate(kind, sign[1:], _node(said[3], values), Level(said[2]))
    return Operation(kind, sign, tuple(_node(part, values) for part in said[2:]))
