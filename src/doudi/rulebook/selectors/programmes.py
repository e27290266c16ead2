"""Answers how a programme's rules read: step by step in the order of the law, with this region's values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from doudi.formulas.nodes import YES_NO, Literal, Node, ParameterReference, Reference, walk
from doudi.formulas.wording import Speaker
from doudi.kernel.policy_file import read_policy
from doudi.policy.book import Book
from doudi.policy.cases import Case, load_cases
from doudi.policy.plan import Plan, plan_of
from doudi.policy.programme import FOLDER, Programme, Step, libraries, libraries_of
from doudi.policy.programme_file import ProgrammeFile
from doudi.policy.showing import bare
from doudi.rulebook.catalogue import book
from doudi.rulebook.rules.citations import split_citation
from doudi.rulebook.selectors.places import region_titles
from doudi.rulebook.selectors.values import Shown, shown

SETTLED = Literal(YES_NO, value=False)
LEVELS = {"HOUSEHOLD": "全家", "PERSON": "每个人", "OBLIGOR": "每个赡养抚养人", "CONTEXT": "当月"}


@dataclass(frozen=True, slots=True)
class ExceptionText:
    """A case in which the law says otherwise."""

    label: str
    when: str
    then: str
    document: str
    article: str


@dataclass(frozen=True, slots=True)
class StepText:
    """One step as a clerk reads it."""

    name: str
    number: int
    label: str
    level: str
    unit: str
    formula: str
    document: str
    article: str
    exceptions: tuple[ExceptionText, ...]
    values: tuple[Shown, ...]
    unset: tuple[str, ...]
    role: str
    part: str
    is_settled: bool


@dataclass(frozen=True, slots=True)
class Part:
    """The steps of one matter: those that turn on the family, and those the region has settled."""

    title: str
    steps: tuple[StepText, ...]
    settled: tuple[StepText, ...]


@dataclass(frozen=True, slots=True)
class ProgrammeText:
    """A programme as a clerk reads it."""

    code: str
    title: str
    entity: str
    basis: tuple[tuple[str, str], ...]
    steps: tuple[StepText, ...]
    cases: tuple[Case, ...]

    @property
    def decisive(self) -> tuple[StepText, ...]:
        """Return the conditions, the verdict and the amount, in the order of the law."""
        return tuple(step for step in self.steps if step.role)

    @property
    def parts(self) -> tuple[Part, ...]:
        """Return the other steps by what they are about, in the order they first come up."""
        found: dict[str, list[StepText]] = {}
        for step in self.steps:
            if not step.role:
                found.setdefault(step.part, []).append(step)
        return tuple(
            Part(
                title,
                tuple(step for step in steps if not step.is_settled),
                tuple(step for step in steps if step.is_settled),
            )
            for title, steps in found.items()
        )


def programme_named(code: str) -> Programme | None:
    """Return a programme by its code, however it is cased."""
    return book().programmes.get(code.upper())


def programmes() -> list[tuple[Programme, int]]:
    """Return the programmes with how many cases prove each."""
    cases = _cases(settings.DOUDI_POLICIES)
    return [
        (programme, sum(case.programme.upper() == code for case in cases))
        for code, programme in sorted(book().programmes.items(), key=lambda each: each[1].title)
    ]


def programme_text(programme: Programme, region: str, on: date) -> ProgrammeText:
    """Return a programme's rules in words, each step with the values of a region and day."""
    known = book()
    speaker = Speaker(lambda node: _called(node, programme, known))
    part_of = _parts(settings.DOUDI_POLICIES)
    plan = plan_of(known, programme.code, region, on)
    steps = [
        _step_text(
            number,
            step,
            programme,
            speaker,
            _values(step, known, plan),
            part=part_of.get((programme.code, step.name), programme.title),
            is_settled=isinstance(plan.nodes.get(step.name, SETTLED), Literal),
        )
        for number, step in enumerate(programme.steps.values(), start=1)
    ]
    return ProgrammeText(
        code=programme.code,
        title=programme.title,
        entity=LEVELS[programme.level.name],
        basis=tuple((each.get("document", ""), each.get("article", "")) for each in programme.basis),
        steps=tuple(steps),
        cases=tuple(
            case for case in _cases(settings.DOUDI_POLICIES) if case.programme.upper() == programme.code
        ),
    )


def _step_text(
    number: int,
    step: Step,
    programme: Programme,
    speaker: Speaker,
    values: tuple[tuple[Shown, ...], tuple[str, ...]],
    *,
    part: str,
    is_settled: bool,
) -> StepText:
    document, article = split_citation(step.article)
    return StepText(
        name=step.name,
        number=number,
        label=step.label,
        level=LEVELS[step.level.name],
        unit=_unit(step, programme),
        formula=_formula(step, programme, speaker),
        document=document,
        article=article,
        exceptions=tuple(
            ExceptionText(
                case.label, speaker.say(case.when), speaker.say(case.then), *split_citation(case.article)
            )
            for case in step.exceptions
        ),
        values=values[0],
        unset=values[1],
        role=_role(step, programme),
        part=part,
        is_settled=is_settled,
    )


def _formula(step: Step, programme: Programme, speaker: Speaker) -> str:
    """Return the general rule in words; a step that merely takes something over says what."""
    if not isinstance(step.general, Reference):
        return speaker.say(step.general)
    names = list(programme.steps)
    if step.general.name in programme.steps:
        return f"同第 {names.index(step.general.name) + 1} 步“{programme.steps[step.general.name].label}”"
    said = speaker.say(step.general)
    return "按填报的情况" if said == step.label else f"按填报的“{said}”"


def _unit(step: Step, programme: Programme) -> str:
    return "" if step.unit in programme.enumerations or step.unit == "是否" else step.unit


def _role(step: Step, programme: Programme) -> str:
    outcome = programme.outcome
    if step.name == outcome.eligible:
        return "结论"
    if step.name == outcome.amount:
        return "金额"
    return "条件" if step.name in outcome.checks else ""


def _values(step: Step, known: Book, plan: Plan) -> tuple[tuple[Shown, ...], tuple[str, ...]]:
    """Return the values a step names, and the labels of those somebody needs and nobody has set."""
    held = plan.parameters
    keys = sorted({node.key for node in walk(step.node) if isinstance(node, ParameterReference)})
    names = region_titles(held[key].region for key in keys if key in held)
    found = tuple(
        shown(known.definitions[key], held[key], names.get(held[key].region, ""))
        for key in keys
        if key in held
    )
    return found, tuple(known.definitions[key].label for key in keys if key in plan.unset)


def _called(node: Node, programme: Programme, known: Book) -> str:
    """Return what a part of a formula is called."""
    if isinstance(node, Reference):
        step, fact = programme.steps.get(node.name), programme.facts.get(node.name)
        return step.label if step else fact.label if fact else "核定日"
    if isinstance(node, ParameterReference) or (isinstance(node, Literal) and node.key):
        return known.definitions[node.key].label
    assert isinstance(node, Literal)  # noqa: S101 - nothing else has a name of its own
    if isinstance(node.value, frozenset):
        members = list(programme.enumerations[node.type.enum].members.values())
        return _listed(members[place] for place in sorted(node.value))
    return bare(node.type, "", node.value, programme.enumerations)


def _listed(words: Iterable[str]) -> str:
    return "、".join(words)


@lru_cache(maxsize=2)
def _parts(folder: Path) -> dict[tuple[str, str], str]:
    """Return, for each step a programme takes from a shared file, what that file is about."""
    shared = libraries(folder)
    found = {}
    for path in (folder / FOLDER).glob("*.yaml"):
        file = read_policy(folder, path.relative_to(folder), ProgrammeFile)
        for library in libraries_of(file, shared):
            for name in shared[library].steps:
                found[file.programme, name] = shared[library].title
    return found


@lru_cache(maxsize=2)
def _cases(folder: Path) -> tuple[Case, ...]:
    return load_cases(folder)
