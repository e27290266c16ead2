"""Write the computation sheet of an assessment: for the clerk line by line, for the resident in sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from doudi.formulas.binding import bound_to, deciding
from doudi.formulas.nodes import DAY, ON
from doudi.formulas.scalar import Row
from doudi.policy.asking import questions_of
from doudi.policy.assessment import Assessment, work_for
from doudi.policy.figures import Figures, Quantity
from doudi.policy.plan import Plan
from doudi.policy.programme import Step
from doudi.policy.sheet import Line, Sheet, Stated, UsedParameter
from doudi.policy.stating import default_of
from doudi.policy.telling import reasons, told
from doudi.policy.types import LEVELS, type_of_fact
from doudi.policy.working import Case, Cases, Working, raw, written_rows, written_rules


def sheet_of(assessment: Assessment) -> Sheet:
    """Return the sheet of an assessment, its steps in the order of the programme."""
    writer = _Writer(assessment)
    plan = assessment.plan
    lines = tuple(writer.lines())
    sentences = tuple(told(writer.working, [(line.step, line.row) for line in lines]))
    return Sheet(
        programme=plan.programme.code,
        title=plan.programme.title,
        region=assessment.region,
        on=plan.on,
        facts=tuple(writer.facts()),
        lines=lines,
        verdicts=assessment.verdicts,
        reasons=tuple(reasons(writer.working, [one.failed for one in assessment.verdicts])),
        plain=tuple(text for _, text in sentences),
        told=tuple(number for number, _ in sentences),
        basis=tuple(_basis(plan)),
        decisions=tuple(writer.decisions(lines)),
        questions=questions_of(assessment),
        working=writer.written(),
    )


def figures_of(assessment: Assessment) -> Figures:
    """Return what an assessment's names stand for."""
    plan, book = assessment.plan, assessment.book
    steps = {name: Quantity(one.label, one.unit, one.type) for name, one in plan.programme.steps.items()}
    facts = {
        name: Quantity(one.label, one.unit, type_of_fact(one)) for name, one in plan.programme.facts.items()
    }
    return Figures(
        quantities={ON: Quantity("核定日", "", DAY), **facts, **steps},
        enumerations=plan.programme.enumerations,
        definitions=book.definitions,
        values={key: plan.parameters[key].value for key in plan.values},
        work=work_for(plan, assessment.context),
    )


def _basis(plan: Plan) -> Iterator[str]:
    """Yield what a programme rests on, as it was called on the day."""
    for one in plan.programme.basis:
        citation = f"{one['document']}{one['article']}"
        then = plan.cited(citation)
        yield f"《{one['document']}》{one['article']}" if then == citation else then


def _cases_of(plan: Plan) -> Cases:
    if "cases" not in plan.kept:
        steps = {name: plan.step(name) for name in plan.nodes}
        plan.kept["cases"] = {name: (step.level, tuple(_cases(step, plan))) for name, step in steps.items()}
    cases: Cases = plan.kept["cases"]
    return cases


def _cases(step: Step, plan: Plan) -> Iterator[Case]:
    """Yield the exceptions in the order of the law, then the general rule, citing what held on the day."""
    values = plan.values
    for one in step.exceptions:
        article = plan.cited(one.article)
        yield Case(bound_to(one.when, values), bound_to(one.then, values), article, one.label)
    yield Case(None, bound_to(step.general, values), plan.cited(step.article), "")


class _Writer:
    """Puts one assessment into words."""

    def __init__(self, assessment: Assessment) -> None:
        self.assessment = assessment
        self.plan = assessment.plan
        self.figures = figures_of(assessment)
        self._decided: dict[str, tuple[str, ...]] = self.plan.kept.setdefault("decided", {})
        self._settled: dict[str, bool] = self.plan.kept.setdefault("settled", {})
        self.subjects = list(_subjects(assessment))
        outcome = self.plan.programme.outcome
        self.working = Working(
            rows=[row for _, row in self.subjects],
            cases=_cases_of(self.plan),
            figures=self.figures,
            outcome={
                "eligible": outcome.eligible,
                "amount": outcome.amount,
                "parts": list(outcome.parts),
                "checks": list(outcome.checks),
                "beside": list(outcome.beside),
            },
            level=self.plan.programme.level,
            plain={
                name: self.plan.step(name).plain for name in self.plan.nodes if self.plan.step(name).plain
            },
            fails={name: self.plan.step(name).fails for name in outcome.checks},
        )

    def written(self) -> dict[str, object]:
        """Return what is needed to work everything out again."""
        names = {fact.name for fact in self.plan.facts} | {ON}
        facts = {
            number: {name: value for name, value in row.values.items() if name in names}
            for number, (_, row) in enumerate(self.subjects)
        }
        if "rules" not in self.plan.kept:
            self.plan.kept["rules"] = written_rules(self.working)
        return {**self.plan.kept["rules"], "rows": written_rows(self.working, facts)}

    def facts(self) -> Iterator[Stated]:
        """Yield the facts that were looked at."""
        for number, (member, row) in enumerate(self.subjects):
            for fact in self.plan.facts:
                if fact.name in row.values and LEVELS[fact.entity] is row.level:
                    value = self.figures.shown(fact.name, row.values[fact.name])
                    usual = not fact.required and row.values[fact.name] == default_of(fact)
                    yield Stated(member, fact.label, value, fact.name, number, usual)

    def lines(self) -> Iterator[Line]:
        """Yield a line for every step that was worked out, in the order of the programme."""
        for name in self.plan.nodes:
            step = self.plan.step(name)
            for number, (member, row) in enumerate(self.subjects):
                if row.level is step.level and name in row.values:
                    yield self._line(step, member, number, row)

    def _line(self, step: Step, member: int, number: int, row: Row) -> Line:
        case = self.working.applied(step.name, row)
        node = self.figures.taken(case.then, row)
        value = row.values[step.name]
        return Line(
            step=step.name,
            member=member,
            label=step.label,
            unit=step.unit,
            article=case.article,
            exception=case.label,
            symbols=self.figures.symbols(node),
            numbers=self.figures.numbers(node, row),
            result=self.figures.shown(step.name, value),
            parameters=tuple(
                self._parameter(key) for key in self.plan.used_by(node) if key in self.plan.parameters
            ),
            row=number,
            raw=raw(value),
            settled=self.settled(step),
            decided=self.decided(step),
        )

    def settled(self, step: Step) -> bool:
        """Tell whether the region's parameters alone decide a step."""
        if step.name not in self._settled:
            self._settled[step.name] = self.working.settled(step.name)
        return self._settled[step.name]

    def decided(self, step: Step) -> tuple[str, ...]:
        """Return the parameters that chose how a step is calculated here."""
        if step.name not in self._decided:
            self._decided[step.name] = tuple(dict.fromkeys(deciding(step.node, self.plan.values)))
        return self._decided[step.name]

    def decisions(self, lines: Iterable[Line]) -> Iterator[UsedParameter]:
        """Yield each parameter that chose a way, once."""
        for key in dict.fromkeys(key for line in lines for key in line.decided):
            yield self._parameter(key)

    def _parameter(self, key: str) -> UsedParameter:
        chosen = self.plan.parameters[key]
        return UsedParameter(
            key=key,
            label=self.figures.definitions[key].label,
            value=self.figures.parameter(key),
            begins=chosen.begins,
            region=chosen.region,
            document=chosen.document,
            article=chosen.article,
            verified=chosen.verified,
        )


def _subjects(assessment: Assessment) -> Iterator[tuple[int, Row]]:
    """Yield the rows that can have lines, with the member's number; 0 is the household's."""
    yield 0, assessment.context
    yield 0, assessment.household
    for number, person in enumerate(assessment.household.below, start=1):
        yield number, person
        for obligor in person.below:
            yield number, obligor
