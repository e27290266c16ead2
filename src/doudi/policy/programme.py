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

from doudi.formulas.nodes import (
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
from doudi.formulas.reading import names_in, read
from doudi.kernel.policy_file import Place, read_policy
from doudi.policy.as_of import OwnDay, own_day
from doudi.policy.definitions import Definition, Enumeration
from doudi.policy.facts import Fact
from doudi.policy.lineage import Lineage, load_lineage
from doudi.policy.programme_file import ExceptionFile, LibraryFile, OutcomeFile, ProgrammeFile, StepFile
from doudi.policy.types import LEVELS, place_of, type_of_fact, type_of_parameter

FOLDER = Path("programmes")
SHARED = FOLDER / "shared"
YES_OR_NO_UNIT = "是否"
DAY_UNIT = "日"

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
    lineage: Lineage = field(default_factory=Lineage, repr=False)
    own_day: OwnDay | None = None

    def cited(self, citation: str, on: date, region: str) -> str:
        """Return what a citation was on a day in a region: the article that held then and there."""
        return self.lineage.cited(self.code, citation, on, region)

    @property
    def parameters(self) -> frozenset[str]:
        """The keys of all parameters its steps name."""
        nodes = (part for step in self.steps.values() for part in walk(step.node))
        return frozenset(part.key for part in nodes if isinstance(part, ParameterReference))


@dataclass(frozen=True, slots=True)
class _Written:
    """A step as its file has it, and where."""

    place: Place
    step: StepFile


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

    def parameter(self, key: str) -> ParameterReference | None:
        definition = self.definitions.get(key)
        if definition is None:
            return None
        codes = len(definition.enumeration.members) if definition.enumeration else 0
        return ParameterReference(type_of_parameter(definition), key, definition.least, codes)

    def member(self, enum: str, name: str) -> int | None:
        return place_of(self.enumerations[enum], name)


def load_programmes(
    root: Path,
    definitions: Mapping[str, Definition],
    facts: Mapping[str, Fact],
    enumerations: Mapping[str, Enumeration],
) -> dict[str, Programme]:
    """Return every programme of a policy folder by its code, or raise PolicyBroken."""
    shared = libraries(root)
    lineage = load_lineage(root)
    found = {}
    for path in sorted((root / FOLDER).glob("*.yaml")):
        name = path.relative_to(root).as_posix()
        file = read_policy(root, name, ProgrammeFile)
        if file.programme.lower() != path.stem:
            Place(name).refuse("programme", "要用大写字母写文件名")
        found[file.programme] = programme_of(file, shared, definitions, facts, enumerations, lineage)
    return found


def programme_of(
    file: ProgrammeFile,
    shared: Mapping[str, LibraryFile],
    definitions: Mapping[str, Definition],
    facts: Mapping[str, Fact],
    enumerations: Mapping[str, Enumeration],
    lineage: Lineage,
) -> Programme:
    """Return what one file says as a programme, or raise PolicyBroken."""
    place = Place((FOLDER / f"{file.programme.lower()}.yaml").as_posix())
    return _programme(place, file, shared, _Vocabulary(facts, definitions, enumerations, lineage))


def libraries(root: Path) -> dict[str, LibraryFile]:
    """Return the step libraries by name."""
    found = {}
    for path in sorted((root / SHARED).glob("*.yaml")):
        name = path.relative_to(root).as_posix()
        found[path.stem] = read_policy(root, name, LibraryFile)
        if found[path.stem].library != path.stem:
            Place(name).refuse("library", f"要与文件名 {path.stem!r} 相同")
    return found


def _programme(
    place: Place, file: ProgrammeFile, shared: Mapping[str, LibraryFile], vocabulary: _Vocabulary
) -> Programme:
    sources = [(place.below("steps"), file.steps)]
    for name in libraries_of(file, shared):
        if name not in shared:
            place.refuse("uses", f"{SHARED.as_posix()} 里没有 {name!r}")
        sources.append((Place((SHARED / f"{name}.yaml").as_posix(), "steps"), shared[name].steps))
    written: dict[str, _Written] = {}
    for here, steps in sources:
        for name, step in steps.items():
            if name in written or name in vocabulary.facts:
                here.refuse(name, "已经有这个名字的步骤或事实")
            written[name] = _Written(here.below(name), step)
    for name in _in_order(written):
        vocabulary.steps[name] = _step(name, written[name], vocabulary)
    level = LEVELS[file.entity]
    return Programme(
        code=file.programme,
        title=file.title,
        level=level,
        basis=tuple({"document": one.document, "article": one.article} for one in file.basis),
        steps=vocabulary.steps,
        outcome=_outcome(place, file.outcome, level, vocabulary.steps),
        facts=vocabulary.facts,
        enumerations=vocabulary.enumerations,
        lineage=vocabulary.lineage,
        own_day=own_day(place.below("as_of"), file.as_of, vocabulary.facts, vocabulary.definitions),
    )


def libraries_of(file: ProgrammeFile, shared: Mapping[str, LibraryFile]) -> list[str]:
    """Return the libraries a programme uses, with those that they use."""
    found: list[str] = []
    waiting = list(file.uses)
    while waiting:
        name = waiting.pop(0)
        if name not in found:
            found.append(name)
            waiting.extend(shared[name].uses if name in shared else ())
    return found


def _in_order(written: Mapping[str, _Written]) -> list[str]:
    """Return the steps so that each stands behind those it names; a ring is refused."""
    needs = {name: _needed(one) & written.keys() for name, one in written.items()}
    done: list[str] = []
    settled: set[str] = set()
    for name in written:
        _settle(name, needs, written, done, settled, ())
    return done


def _settle(
    name: str,
    needs: Mapping[str, Iterable[str]],
    written: Mapping[str, _Written],
    done: list[str],
    settled: set[str],
    path: tuple[str, ...],
) -> None:
    if name in settled:
        return
    if name in path:
        written[name].place.refuse("formula", f"绕回了自己：{' → '.join((*path[path.index(name) :], name))}")
    for other in sorted(needs[name]):
        _settle(other, needs, written, done, settled, (*path, name))
    settled.add(name)
    done.append(name)


def _needed(written: _Written) -> frozenset[str]:
    said = written.step
    texts = [said.formula, *(text for case in said.exceptions for text in (case.when, case.then))]
    try:
        return frozenset().union(*(names_in(text) for text in texts))
    except RuleBroken as error:
        written.place.refuse("formula", str(error))


def _step(name: str, written: _Written, vocabulary: _Vocabulary) -> Step:
    place, said = written.place, written.step
    level, unit = LEVELS[said.of], said.unit
    scope = vocabulary.at(level)
    wanted = Type(Kind.CODE, unit) if unit in vocabulary.enumerations else None
    general = _read(place, "formula", said.formula, scope, wanted)
    cases = tuple(
        _exception(place.below("exceptions", number), case, scope, wanted)
        for number, case in enumerate(said.exceptions)
    )
    kind = _check_unit(place, unit, wanted, general, *(case.then for case in cases))
    return Step(
        name=name,
        label=said.label,
        level=level,
        unit=unit,
        article=said.article,
        formula=said.formula,
        general=general,
        exceptions=cases,
        type=kind,
        plain=said.plain,
        fails=said.fails,
    )


def _exception(place: Place, said: ExceptionFile, scope: _Vocabulary, wanted: Type | None) -> ExceptionCase:
    when = _read(place, "when", said.when, scope, None)
    if when.type != YES_NO:
        place.refuse("when", "不是是否")
    then = _read(place, "then", said.then, scope, wanted)
    return ExceptionCase(said.label, said.article, when, then, said.when, said.then)


def _read(place: Place, key: str, formula: str, scope: _Vocabulary, wanted: Type | None) -> Node:
    try:
        return read(formula, scope, wanted)
    except RuleBroken as error:
        place.refuse(key, str(error))


def _check_unit(place: Place, unit: str, wanted: Type | None, *nodes: Node) -> Type:
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
        place.refuse("unit", f"{unit!r} 不是式子给出的：{'、'.join(sorted(wrong))}")
    return kind


def _family(kind: Type) -> str:
    if kind.is_number:
        return "money" if kind.money else "number"
    return kind.enum if kind.kind is Kind.CODE else kind.kind.value


def _outcome(place: Place, said: OutcomeFile, level: Level, steps: Mapping[str, Step]) -> Outcome:
    here = place.below("outcome")
    made = Outcome(said.eligible, said.amount, said.parts, said.checks, said.beside)
    for name in made.beside:
        if name not in steps:
            here.refuse("beside", f"没有 {name!r} 这一步")
    _check_roles(here, "amount", (made.amount, *made.parts), level, steps, money=True)
    _check_roles(here, "eligible", (made.eligible, *made.checks), level, steps, money=False)
    for name in made.checks:
        if not steps[name].fails:
            here.refuse("checks", f"{name} 没有写不符合时怎么说")
    for step in steps.values():
        _check_sentences(place, step, steps)
    return made


def _check_roles(
    place: Place, key: str, names: Sequence[str], level: Level, steps: Mapping[str, Step], money: bool
) -> None:
    for name in names:
        step = steps.get(name)
        if step is None or step.level is not level:
            place.refuse(key, f"{name!r} 不是这种对象的步骤")
        right = step.type.kind is Kind.INT and step.type.money if money else step.type == YES_NO
        if not right:
            place.refuse(key, f"{name!r} 不是{'整数分，要先取整' if money else '是否'}")


def _check_sentences(place: Place, step: Step, steps: Mapping[str, Step]) -> None:
    for name in placeholders(step.plain) + placeholders(step.fails):
        if name not in steps:
            place.refuse(f"steps.{step.name}", f"说明里的 {name!r} 不是步骤")


def placeholders(sentence: str) -> tuple[str, ...]:
    """Return the names a sentence wants filled in."""
    return tuple(_PLACEHOLDER.findall(sentence))
