"""Write the computation sheet (核算单): every step with its formula, its numbers, its article and parameters.

A sheet is complete in itself: it holds the facts, the values and the expressions it used, so that it can be
recomputed line by line when every file of today has changed (`faults_of`).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, cast

from doudi.policy.assessment import Assessment, Verdict
from doudi.policy.language.binding import bound_to
from doudi.policy.language.nodes import (
    DAY,
    Aggregate,
    Level,
    Literal,
    Node,
    Operation,
    ParameterReference,
    Reference,
    rebuilt,
)
from doudi.policy.language.scalar import Row, worker
from doudi.policy.language.wording import GATHERED, Speaker
from doudi.policy.programme import Step, placeholders
from doudi.policy.saying import show_value
from doudi.policy.showing import bare, shown
from doudi.policy.types import type_of_fact

_READABLE = 20


@dataclass(frozen=True, slots=True)
class UsedParameter:
    """A parameter a line rests on, as it stood."""

    key: str
    label: str
    value: str
    begins: date
    region: str
    document: str
    article: str
    verified: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One step for one subject: member 0 is the household, others count from 1."""

    step: str
    member: int
    label: str
    unit: str
    article: str
    exception: str
    symbols: str
    numbers: str
    result: str
    parameters: tuple[UsedParameter, ...]


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact the result rests on; `said` tells whether the family stated it or its default stands."""

    member: int
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A whole computation: what was stated, each step, the result and the reasons."""

    programme: str
    title: str
    region: str
    on: date
    facts: tuple[Stated, ...]
    lines: tuple[Line, ...]
    verdicts: tuple[Verdict, ...]
    reasons: tuple[str, ...]
    plain: tuple[str, ...]

    @property
    def unverified(self) -> tuple[UsedParameter, ...]:
        """The parameters it uses that nobody has verified (未核实), each once."""
        used = {one.key: one for line in self.lines for one in line.parameters if not one.verified}
        return tuple(used.values())

    def as_json(self) -> dict[str, Any]:
        """Return the sheet as plain data."""
        data = asdict(self)
        data["unverified"] = [one.key for one in self.unverified]
        data["on"] = self.on.isoformat()
        for line in data["lines"]:
            for one in line["parameters"]:
                one["begins"] = one["begins"].isoformat()
        return data


def sheet_of(assessment: Assessment) -> Sheet:
    """Return the sheet of an assessment, its steps in the order they were needed."""
    writer = _Writer(assessment)
    plan = assessment.plan
    return Sheet(
        programme=plan.programme.code,
        title=plan.programme.title,
        region=assessment.region,
        on=plan.on,
        facts=tuple(writer.facts()),
        lines=tuple(writer.lines()),
        verdicts=assessment.verdicts,
        reasons=tuple(writer.reasons()),
        plain=tuple(writer.plain()),
    )


class _Writer:
    """Puts one assessment into words."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.plan = assessment.plan
        self.programme = assessment.plan.programme
        self.enumerations = self.programme.enumerations
        self.speaker = Speaker(self._label)

    def rows(self) -> Iterator[tuple[int, Row]]:
        """Yield the rows that can have lines, with the member's number; 0 is the household's."""
        yield 0, self.assessment.context
        yield 0, self.assessment.household
        for number, person in enumerate(self.assessment.household.below, start=1):
            yield number, person
            for obligor in person.below:
                yield number, obligor

    def facts(self) -> Iterator[Stated]:
        """Yield the facts that were looked at."""
        for number, row in self.rows():
            for fact in self.plan.facts:
                if fact.name in row.values and Level[fact.entity.upper()] == row.level:
                    yield Stated(number, fact.label, self._shown_name(fact.name, row.values[fact.name]))

    def lines(self) -> Iterator[Line]:
        """Yield a line for every step that was worked out, in the order of the programme."""
        for name in self.plan.nodes:
            step = self.plan.step(name)
            for number, row in self.rows():
                if row.level is step.level and name in row.values:
                    yield self._line(step, number, row)

    def _line(self, step: Step, number: int, row: Row) -> Line:
        node, article, exception = self._applied(step, row)
        node = self._taken(node, row)
        return Line(
            step=step.name,
            member=number,
            label=step.label,
            unit=step.unit,
            article=article,
            exception=exception,
            symbols=self.speaker.say(node),
            numbers=Speaker(lambda part: self._number(part, row), lambda part: self._gathered(part, row)).say(
                node
            ),
            result=shown(step.type, step.unit, row.values[step.name], self.enumerations),
            parameters=tuple(
                self._parameter(key) for key in self.plan.used_by(node) if key in self.plan.parameters
            ),
        )

    def _applied(self, step: Step, row: Row) -> tuple[Node, str, str]:
        """Return the expression that decided a step for a row, with its article."""
        for case in step.exceptions:
            if worker(bound_to(case.when, self.plan.values), self.plan.work)(row):
                return bound_to(case.then, self.plan.values), case.article, case.label
        return bound_to(step.general, self.plan.values), step.article, ""

    def _taken(self, node: Node, row: Row) -> Node:
        """Return the expression with the branches this row did not take left out."""
        if isinstance(node, Aggregate):
            return node
        if isinstance(node, Operation) and node.op == "if":
            condition, first, second = node.parts
            return self._taken(first if worker(condition, self.plan.work)(row) else second, row)
        return rebuilt(node, lambda part: self._taken(part, row))

    def _parameter(self, key: str) -> UsedParameter:
        book, chosen = self.assessment.book, self.plan.parameters[key]
        definition = book.definitions[key]
        return UsedParameter(
            key=key,
            label=definition.label,
            value=show_value(definition, chosen.value),
            begins=chosen.begins,
            region=chosen.region,
            document=chosen.document,
            article=chosen.article,
            verified=chosen.verified,
        )

    def _label(self, node: Node) -> str:
        """Return what a part is called."""
        if isinstance(node, Reference):
            step = self.programme.steps.get(node.name)
            if step is not None:
                return step.label
            return self.programme.facts[node.name].label if node.name in self.programme.facts else "核定日"
        if isinstance(node, ParameterReference) or (isinstance(node, Literal) and node.key):
            return self.assessment.book.definitions[node.key].label
        return self._constant(node)

    def _constant(self, node: Node) -> str:
        node = cast(Literal, node)
        if isinstance(node.value, frozenset):
            members = list(self.enumerations[node.type.enum].members.values())
            return "、".join(members[place] for place in sorted(node.value))
        return bare(node.type, "", node.value, self.enumerations)

    def _number(self, node: Node, row: Row) -> str:
        """Return the value of a part for a row."""
        if isinstance(node, Reference):
            home = row.at(node.level)
            value = home.values.get(node.name)
            return "未用到" if value is None else self._bare_name(node.name, value)
        if isinstance(node, Literal) and node.key:
            definition = self.assessment.book.definitions[node.key]
            return show_value(definition, self.plan.parameters[node.key].value)
        if isinstance(node, ParameterReference):
            return "未设定"
        return self._label(node)

    def _gathered(self, node: Aggregate, row: Row) -> str | None:
        """Return what was gathered, one value after another, as far as a reader takes it in."""
        if not row.below or len(row.below) > _READABLE:
            return None
        body = worker(node.body, self.plan.work)
        values = [bare(node.body.type, "", body(part), self.enumerations) for part in row.below]
        if node.op == "sum":
            return f"（{' + '.join(values)}）" if len(values) > 1 else values[0]
        return f"{GATHERED[node.op]}（{'、'.join(values)}）"

    def _bare_name(self, name: str, value: object) -> str:
        kind, unit = self._kind_of(name)
        return bare(kind, unit, value, self.enumerations)

    def _shown_name(self, name: str, value: object) -> str:
        kind, unit = self._kind_of(name)
        return shown(kind, unit, value, self.enumerations)

    def _kind_of(self, name: str) -> tuple[Any, str]:
        if name in self.programme.steps:
            step = self.programme.steps[name]
            return step.type, step.unit
        if name in self.programme.facts:
            fact = self.programme.facts[name]
            return type_of_fact(fact), fact.unit
        return DAY, ""

    def reasons(self) -> Iterator[str]:
        """Yield why it was refused, in the order of the law."""
        rows = list(self._subjects())
        for verdict in self.assessment.verdicts:
            row = rows[max(verdict.member - 1, 0)]
            prefix = f"第{verdict.member}人：" if verdict.member and len(rows) > 1 else ""
            for name in verdict.failed:
                yield prefix + self._filled(self.plan.step(name).fails, row)

    def plain(self) -> Iterator[str]:
        """Yield what the resident is told, step by step."""
        for name in self.plan.nodes:
            step = self.plan.step(name)
            if not step.plain:
                continue
            for number, row in self.rows():
                if row.level is step.level and name in row.values:
                    many = number and len(self.assessment.household.below) > 1
                    yield (f"第{number}人：" if many else "") + self._filled(step.plain, row)

    def _subjects(self) -> list[Row]:
        home = self.assessment.household
        return home.below if self.programme.level is Level.PERSON else [home]

    def _filled(self, sentence: str, row: Row) -> str:
        """Return a sentence with the values of the steps it names."""
        text = sentence
        for name in placeholders(sentence):
            step = self.plan.step(name)
            home = row.at(step.level) if step.level <= row.level else row
            value = home.values.get(name)
            if value is None and name in self.plan.work:
                value = self.plan.work[name][1](home)
            text = text.replace(f"{{{name}}}", self._shown_name(name, value))
        return text
