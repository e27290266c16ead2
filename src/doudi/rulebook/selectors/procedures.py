"""Answers how a case is handled at a place on a day: steps, clocks, who decides, by which values."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from doudi.kernel.money import yuan_text
from doudi.policy.chosen import Parameters
from doudi.policy.saying import show_value
from doudi.procedures.deadlines import Resolved, resolved, stands
from doudi.procedures.deciders import standing_rules
from doudi.procedures.inheriting import NoProcedureYet
from doudi.procedures.shapes import (
    KIND_LABELS,
    Citation,
    Clock,
    DeciderRule,
    Procedure,
    Programme,
    Source,
    Step,
)
from doudi.procedures.terms import terms_of
from doudi.rulebook.catalogue import book, procedures
from doudi.rulebook.rules.deadlines import amount_text, cited, source_text
from doudi.rulebook.selectors.places import region_titles
from doudi.rulebook.selectors.values import Shown, shown


@dataclass(frozen=True, slots=True)
class ClockText:
    """One clock as a clerk reads it."""

    label: str
    kind: str
    starts: str
    stops: str
    amount: str
    longest: str
    source: Citation
    is_local: bool


@dataclass(frozen=True, slots=True)
class HandlingStep:
    """One step: whose it is, its clocks, the values it is done by, and which of them are not set here."""

    number: int
    label: str
    office: str
    must: bool
    source: Citation
    clocks: tuple[ClockText, ...]
    values: tuple[Shown, ...]
    unset: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Deciding:
    """Who decides a matter, in which case."""

    matter: str
    office: str
    case: str
    source: Citation


@dataclass(frozen=True, slots=True)
class ProcedureText:
    """One procedure as it holds at a place on a day; `early` says why there is none."""

    programme: Programme
    basis: Citation | None = None
    steps: tuple[HandlingStep, ...] = ()
    deciders: tuple[Deciding, ...] = ()
    publicity: str = ""
    early: str = ""


def procedures_listed() -> list[tuple[Programme, int]]:
    """Return the procedures with how many versions of the nation each has."""
    return [(one, len(next(iter(one.parts.values())))) for one in procedures().programmes.values()]


def procedure_named(code: str) -> Programme | None:
    """Return a procedure by its code in any case."""
    return procedures().programmes.get(code.upper())


def procedure_text(programme: Programme, region: str, on: date) -> ProcedureText:
    """Return how cases accepted on a day are handled at a place."""
    try:
        found = procedures().in_force(programme.code, region, on)
    except NoProcedureYet as early:
        return ProcedureText(programme, early=str(early))
    held = book().parameters(region, on)
    steps = tuple(_steps(found, held))
    rules = standing_rules(procedures(), book(), programme=programme.code, region=region, on=on)
    deciders = tuple(_deciders(rules, held))
    return ProcedureText(programme, found.basis, steps, deciders, _publicity(found))


def _steps(found: Procedure, held: Parameters) -> Iterator[HandlingStep]:
    known, words = book(), procedures().vocabulary
    terms = terms_of(found, known, held)
    names = region_titles({one.chosen.region for one in terms if one.chosen})
    for number, step in enumerate(found.steps.values(), 1):
        own = [one for one in terms if one.step is step]
        yield HandlingStep(
            number,
            step.label,
            words.offices[step.office],
            step.must,
            step.citation,
            tuple(_clocks(found, step, held)),
            tuple(
                shown(one.definition, one.chosen, names.get(one.chosen.region, one.chosen.region))
                for one in own
                if one.chosen
            ),
            tuple(one.definition.label for one in own if one.chosen is None),
        )


def _clocks(found: Procedure, step: Step, held: Parameters) -> Iterator[ClockText]:
    for clock in found.clocks.values():
        if clock.step == step.name and stands(clock, held):
            yield _clock(clock, resolved(clock.amount, held, found.set_by[clock.name]), held)


def _clock(clock: Clock, amount: Resolved, held: Parameters) -> ClockText:
    longest = ""
    if clock.extension is not None:
        longest = amount_text(clock.unit, resolved(clock.extension.amount, held, "").value)
    return ClockText(
        clock.label,
        KIND_LABELS[clock.kind],
        _events(clock.starts),
        _events(clock.stops),
        amount_text(clock.unit, amount.value, clock.months),
        longest,
        amount.citation,
        amount.region == held.region,
    )


def _events(names: tuple[str, ...]) -> str:
    words: Mapping[str, str] = procedures().vocabulary.events
    return "、".join(words[name] for name in names)


def _deciders(rules: Iterable[DeciderRule], held: Parameters) -> Iterator[Deciding]:
    """Yield the lines that may answer: after one for any amount no other of its matter can."""
    limited: dict[str, bool] = {}
    for rule in rules:
        if limited.get(rule.matter, True):
            yield _decider(rule, held, "其余" if rule.matter in limited else "不论多少")
            limited[rule.matter] = bool(rule.up_to or rule.above)


def _decider(rule: DeciderRule, held: Parameters, otherwise: str) -> Deciding:
    words = procedures().vocabulary
    office = words.offices[str(resolved(rule.office, held, "").value)]
    limits = (("不超过", rule.up_to), ("超过", rule.above))
    case = "，".join(said + _limit(rule, source, held) for said, source in limits if source is not None)
    source = resolved(rule.office, held, "").citation if rule.office.key else rule.citation
    if rule.when and rule.when[0].key in held:
        source = cited(held[rule.when[0].key])
    return Deciding(words.matters[rule.matter], office, case or otherwise, source)


def _limit(rule: DeciderRule, source: Source, held: Parameters) -> str:
    if not source.key:
        return f"{yuan_text(int(str(source.fixed)))}元"
    said = show_value(book().definitions[source.key], held[source.key].value)
    return f"低保标准的{said}" if rule.times else said


def _publicity(found: Procedure) -> str:
    shown_as = "公示" if found.publicity.held else "不公示"
    again = "，有异议的重新公示" if found.publicity.again_after_objection else ""
    return f"{shown_as}{again}（{source_text(found.publicity.citation)}）"
