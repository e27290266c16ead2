"""Read the rule texts (规则文本): programmes and the step libraries they share, checked before anything runs.

A step names its entity, unit and article and says one expression; exceptions stand behind it in the order
of the law. What is misspelt, goes round in a ring, mixes money with plain numbers or lacks its article is
refused with the file and the step.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from doudi.policy.definitions import Definition, Enumeration
from doudi.policy.facts import Fact
from doudi.policy.language.nodes import (
    YES_NO,
    Kind,
    Level,
    Node,
    Operation,
    ParameterReference,
    Reference,
    RuleBroken,
    Type,
    walk,
)
from doudi.policy.language.reading import names_in, read
from doudi.policy.lineage import Lineage, cited_on, load_lineage
from doudi.policy.reading import Reader, read_file
from doudi.policy.types import LEVELS, place_of, type_of_fact, type_of_parameter

FOLDER = Path("programmes")
SHARED = FOLDER / "shared"
YES_OR_NO_UNIT = "是否"
DAY_UNIT = "日"

_STEP_KEYS = ("label", "of", "unit", "article", "formula")
_STEP_EXTRA = ("exceptions", "plain", "fails", "note")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class ExceptionCase:
    """A case in which the law says otherwise than its general rule."""

    label: str
    article: str
    when: Node
    then: Node
    when_text: str
    then_text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of the law as the machine takes it."""

    name: str
    label: str
    level: Level
    unit: str
    article: str
    formula: str
    general: Node
    exceptions: tuple[ExceptionCase, ...]
    type: Type
    plain: str = ""
    fails: str = ""

    @property
    def node(self) -> Node:
        """The general rule behind its exceptions, the first that applies first."""
        node = self.general
        for case in reversed(self.exceptions):
            node = Operation(self.type, "if", (case.when, case.then, node))
        return node


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which steps say whether, how much, of what parts, and on which conditions.

    `beside` steps are worked out too though no amount depends on them: who approves, what falls due.
    """

    eligible: str
    amount: str
    parts: tuple[str, ...]
    checks: tuple[str, ...]
    beside: tuple[str, ...] = ()


@dataclass(frozen=True)
class Programme:
    """A programme's rules: steps in an order in which each needs only those before it."""

    code: str
    title: str
    level: Level
    basis: tuple[Mapping[str, str], ...]
    steps: Mapping[str, Step]
    outcome: Outcome
    facts: Mapping[str, Fact]
    enumerations: Mapping[str, Enumeration] = field(repr=False)
    lineage: Lineage = field(default_factory=dict, repr=False)

    def cited(self, citation: str, on: date) -> str:
        """Return what a citation was on a day: the article that held then."""
        return cited_on(self.lineage, citation, on)

    @property
    def parameters(self) -> frozenset[str]:
        """The keys of all parameters its steps name."""
        nodes = (part for step in self.steps.values() for part in walk(step.node))
        return frozenset(part.key for part in nodes if isinstance(part, ParameterReference))


@dataclass(frozen=True)
class _Vocabulary:
    """What formulas of one programme may name; grows by each step that is read."""

    facts: Mapping[str, Fact]
    definitions: Mapping[str, Definition]
    enumerations: Mapping[str, Enumeration]
    lineage: Lineage
    steps: dict[str, Step] = field(default_factory=dict)
    level: Level = Level.CONTEXT

    def at(self, level: Level) -> _Vocabulary:
        return replace(self, level=level)

    def named(self, name: str) -> Reference | None:
        if step := self.steps.get(name):
            return Reference(step.type, name, step.level)
        if fact := self.facts.get(name):
            return Reference(type_of_fact(fact), name, LEVELS[fact.entity])
        return None

    def parameter(self, key: str) -> Type | None:
        definition = self.definitions.get(key)
        return None if definition is None else type_of_parameter(definition)

    def member(self, enum: str, name: str) -> int | None:
        return place_of(self.enumerations[enum], name)


def load_programmes(
    root: Path,
    definitions: Mapping[str, Definition],
    facts: Mapping[str, Fact],
    enumerations: Mapping[str, Enumeration],
) -> dict[str, Programme]:
    """Return every programme of a policy folder by its code, or raise PackBroken."""
    shared = {path.stem: read_file(path, root) for path in sorted((root / SHARED).glob("*.yaml"))}
    for name, library in shared.items():
        library.only(("library", "title", "steps"), ("uses",))
        if library.text("library") != name:
            library.refuse("library", f"is not {name!r}, the file's name")
    lineage = load_lineage(root)
    found = {}
    for path in sorted((root / FOLDER).glob("*.yaml")):
        vocabulary = _Vocabulary(facts, definitions, enumerations, lineage)
        programme = _programme(read_file(path, root), shared, vocabulary)
        if programme.code.lower() != path.stem:
            read_file(path, root).refuse("programme", "is not the file's name in capitals")
        found[programme.code] = programme
    return found


def _programme(reader: Reader, shared: Mapping[str, Reader], vocabulary: _Vocabulary) -> Programme:
    reader.only(("programme", "title", "entity", "basis", "steps", "outcome"), ("uses", "note"))
    readers = [reader.inside("steps")]
    readers += [shared[name].inside("steps") for name in _libraries(reader, shared)]
    written: dict[str, Reader] = {}
    for one in readers:
        for name in one.said:
            if name in written or name in vocabulary.facts:
                one.refuse(name, "is the name of another step or fact already")
            written[name] = one.inside(name)
    for name in _in_order(written):
        vocabulary.steps[name] = _step(name, written[name], vocabulary)
    level = LEVELS[reader.text("entity", ("household", "person"))]
    return Programme(
        code=reader.text("programme"),
        title=reader.text("title"),
        level=level,
        basis=tuple(dict(one.said) for one in reader.each("basis")),
        steps=vocabulary.steps,
        outcome=_outcome(reader.inside("outcome"), level, vocabulary.steps),
        facts=vocabulary.facts,
        enumerations=vocabulary.enumerations,
        lineage=vocabulary.lineage,
    )


def _libraries(reader: Reader, shared: Mapping[str, Reader]) -> list[str]:
    """Return the libraries a programme uses, with those that they use."""
    found: list[str] = []
    waiting = list(_names(reader, "uses"))
    while waiting:
        name = waiting.pop(0)
        if name not in shared:
            reader.refuse("uses", f"{name!r} is no file of {SHARED.as_posix()}")
        if name not in found:
            found.append(name)
            waiting.extend(_names(shared[name], "uses"))
    return found


def _names(reader: Reader, key: str) -> tuple[str, ...]:
    said = reader.said.get(key, [])
    if not isinstance(said, list) or not all(isinstance(one, str) for one in said):
        reader.refuse(key, "is not a list of names")
    return tuple(said)


def _in_order(written: Mapping[str, Reader]) -> list[str]:
    """Return the steps so that each stands behind those it names; a ring is refused."""
    needs = {name: _needed(reader) & written.keys() for name, reader in written.items()}
    done: list[str] = []
    settled: set[str] = set()
    for name in written:
        _settle(name, needs, written, done, settled, ())
    return done


def _settle(
    name: str,
    needs: Mapping[str, Iterable[str]],
    written: Mapping[str, Reader],
    done: list[str],
    settled: set[str],
    path: tuple[str, ...],
) -> None:
    if name in settled:
        return
    if name in path:
        written[name].refuse("formula", f"goes round: {' → '.join((*path[path.index(name) :], name))}")
    for other in sorted(needs[name]):
        _settle(other, needs, written, done, settled, (*path, name))
    settled.add(name)
    done.append(name)


def _needed(reader: Reader) -> frozenset[str]:
    texts = [_formula(reader, "formula")]
    for case in reader.each("exceptions"):
        texts += [_formula(case, "when"), _formula(case, "then")]
    try:
        return frozenset().union(*(names_in(text) for text in texts))
    except RuleBroken as error:
        reader.refuse("formula", str(error))


def _formula(reader: Reader, key: str) -> str:
    """Return an expression's text; YAML makes yes, no and whole numbers values, which we take back."""
    said = reader.said.get(key)
    if isinstance(said, bool):
        return "yes" if said else "no"
    return str(said) if isinstance(said, int) else reader.text(key)


def _step(name: str, reader: Reader, vocabulary: _Vocabulary) -> Step:
    reader.only(_STEP_KEYS, _STEP_EXTRA)
    level = LEVELS[reader.text("of", tuple(LEVELS))]
    unit = reader.text("unit")
    scope = vocabulary.at(level)
    wanted = Type(Kind.CODE, unit) if unit in vocabulary.enumerations else None
    general = _read(reader, "formula", scope, wanted)
    cases = tuple(_exception(case, scope, wanted) for case in reader.each("exceptions"))
    kind = _check_unit(reader, unit, wanted, general, *(case.then for case in cases))
    return Step(
        name=name,
        label=reader.text("label"),
        level=level,
        unit=unit,
        article=reader.text("article"),
        formula=_formula(reader, "formula"),
        general=general,
        exceptions=cases,
        type=kind,
        plain=reader.text("plain", default=""),
        fails=reader.text("fails", default=""),
    )


def _exception(reader: Reader, scope: _Vocabulary, wanted: Type | None) -> ExceptionCase:
    reader.only(("when", "then", "label", "article"))
    when = _read(reader, "when", scope, None)
    if when.type != YES_NO:
        reader.refuse("when", "is not a yes or no")
    then = _read(reader, "then", scope, wanted)
    return ExceptionCase(
        reader.text("label"),
        reader.text("article"),
        when,
        then,
        _formula(reader, "when"),
        _formula(reader, "then"),
    )


def _read(reader: Reader, key: str, scope: _Vocabulary, wanted: Type | None) -> Node:
    try:
        return read(_formula(reader, key), scope, wanted)
    except RuleBroken as error:
        reader.refuse(key, str(error))


def _check_unit(reader: Reader, unit: str, wanted: Type | None, *nodes: Node) -> Type:
    """Return the step's type: its unit and every way it can come out must agree."""
    kinds = {_family(node.type) for node in nodes}
    numbers = [node.type for node in nodes if node.type.is_number]
    if unit == YES_OR_NO_UNIT:
        expected, kind = {"yes_no"}, YES_NO
    elif wanted is not None:
        expected, kind = {wanted.enum}, wanted
    elif unit == DAY_UNIT:
        expected, kind = {"day"}, nodes[0].type
    else:
        ratio = any(one.kind is Kind.RATIO for one in numbers)
        money = unit.startswith("元")
        expected, kind = (
            {"money", "zero"} if money else {"number", "zero"},
            Type(Kind.RATIO if ratio else Kind.INT, money=money),
        )
    zeros = {"zero" for node in nodes if getattr(node, "value", None) == 0 and node.type.is_number}
    wrong = {one for one in kinds if one not in expected} - (
        {"number"} if zeros and "money" in expected else set()
    )
    if wrong:
        reader.refuse("unit", f"{unit!r} is not what the formula gives: {', '.join(sorted(wrong))}")
    return kind


def _family(kind: Type) -> str:
    if kind.is_number:
        return "money" if kind.money else "number"
    return kind.enum if kind.kind is Kind.CODE else kind.kind.value


def _outcome(reader: Reader, level: Level, steps: Mapping[str, Step]) -> Outcome:
    reader.only(("eligible", "amount", "parts", "checks"), ("beside",))
    made = Outcome(
        reader.text("eligible"),
        reader.text("amount"),
        _names(reader, "parts"),
        _names(reader, "checks"),
        _names(reader, "beside"),
    )
    for name in made.beside:
        if name not in steps:
            reader.refuse("beside", f"{name!r} is no step")
    _check_roles(reader, "amount", (made.amount, *made.parts), level, steps, money=True)
    _check_roles(reader, "eligible", (made.eligible, *made.checks), level, steps, money=False)
    for name in made.checks:
        if not steps[name].fails:
            reader.refuse("checks", f"{name} does not say what to tell when it fails")
    for step in steps.values():
        _check_sentences(reader, step, steps)
    return made


def _check_roles(
    reader: Reader, key: str, names: Sequence[str], level: Level, steps: Mapping[str, Step], money: bool
) -> None:
    for name in names:
        step = steps.get(name)
        if step is None or step.level is not level:
            reader.refuse(key, f"{name!r} is no step of the programme's entity")
        right = step.type.kind is Kind.INT and step.type.money if money else step.type == YES_NO
        if not right:
            reader.refuse(key, f"{name!r} is not {'whole fen: round it' if money else 'a yes or no'}")


def _check_sentences(reader: Reader, step: Step, steps: Mapping[str, Step]) -> None:
    for name in placeholders(step.plain) + placeholders(step.fails):
        if name not in steps:
            reader.refuse(f"steps.{step.name}", f"its sentence names {name!r}, which is no step")


def placeholders(sentence: str) -> tuple[str, ...]:
    """Return the names a sentence wants filled in."""
    return tuple(_PLACEHOLDER.findall(sentence))
