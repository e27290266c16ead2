"""Fit a programme to a region and a day: its parameters filled in, undecided branches left, the rest cut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Protocol

from doudi.formulas.binding import bound_to, unset_in
from doudi.formulas.nodes import ON, Level, Node, Reference, walk
from doudi.formulas.opened import open_worker
from doudi.formulas.scalar import Work, worker
from doudi.policy.chosen import Parameters
from doudi.policy.definitions import Definition
from doudi.policy.facts import Fact
from doudi.policy.programme import Programme, Step, placeholders
from doudi.policy.types import engine_value


@dataclass(frozen=True)
class Plan:
    """A programme as it stands for one region on one day.

    `nodes` holds the steps that can still matter, in order; `work` works them out for one family. `kept` is
    for what sheets say of the plan alone, worked out for the first of them.
    """

    programme: Programme
    parameters: Parameters
    on: date
    nodes: Mapping[str, Node]
    values: Mapping[str, Any] = field(repr=False)
    facts: tuple[Fact, ...] = field(repr=False)
    work: Mapping[str, tuple[Level, Work]] = field(repr=False)
    kept: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def open_work(self) -> Mapping[str, tuple[Level, Work]]:
        """What works the steps out for a family some of whose facts are not known."""
        work: dict[str, tuple[Level, Work]] = {}
        for name, node in self.nodes.items():
            work[name] = (self.programme.steps[name].level, open_worker(node, work))
        return work

    @property
    def wanted(self) -> frozenset[str]:
        """The names of the facts it may look at."""
        return frozenset(fact.name for fact in self.facts)

    @cached_property
    def unset(self) -> frozenset[str]:
        """The parameters some family may need and nobody has set."""
        return frozenset().union(*(unset_in(node) for node in self.nodes.values()))

    def cited(self, citation: str) -> str:
        """Return what a citation comes to here and on this day."""
        return self.programme.cited(citation, self.on, self.parameters.region)

    def step(self, name: str) -> Step:
        """Return a step of the programme."""
        return self.programme.steps[name]

    def used_by(self, node: Node) -> tuple[str, ...]:
        """Return the parameters an expression rests on, in the order it names them."""
        keys = (getattr(part, "key", "") for part in walk(node))
        return tuple(dict.fromkeys(key for key in keys if key))


class Rules(Protocol):
    """What a plan is made from: the policy book."""

    @property
    def definitions(self) -> Mapping[str, Definition]:
        """What each parameter is."""

    @property
    def programmes(self) -> Mapping[str, Programme]:
        """The programmes by their codes."""

    @property
    def plans(self) -> dict[tuple[str, str, date, date], Plan]:
        """The plans made so far."""

    def parameters(self, region: str, on: date) -> Parameters:
        """Return what holds for a region on a day."""


def plan_of(book: Rules, code: str, region: str, on: date, own_day: date | None = None) -> Plan:
    """Return the plan of a programme; the same question of the same book is answered once.

    `own_day` is the day of a family's own some of its values are taken from, where the programme has such.
    """
    programme = book.programmes[code]
    then = on if own_day is None or programme.own_day is None else min(own_day, on)
    known = book.plans.get((code, region, on, then))
    if known is None:
        parameters = _parameters(book, programme, region, on, then)
        known = book.plans[code, region, on, then] = make_plan(programme, parameters, on, book)
    return known


def _parameters(book: Rules, programme: Programme, region: str, on: date, then: date) -> Parameters:
    now = book.parameters(region, on)
    if programme.own_day is None or then == on:
        return now
    former = book.parameters(region, then)
    chosen = {key: one for key, one in now.items() if not programme.own_day.rules(key)}
    chosen |= {key: one for key, one in former.items() if programme.own_day.rules(key)}
    return Parameters(region, on, chosen)


def make_plan(programme: Programme, parameters: Parameters, on: date, book: Rules) -> Plan:
    """Return a plan for parameters one already has, as a what-if does."""
    values = {
        key: engine_value(book.definitions[key], parameters[key].value)
        for key in programme.parameters
        if key in parameters
    }
    nodes = _needed(programme, values)
    names = {part.name for node in nodes.values() for part in walk(node) if isinstance(part, Reference)}
    work: dict[str, tuple[Level, Work]] = {}
    for name, node in nodes.items():
        work[name] = (programme.steps[name].level, worker(node, work))
    facts = tuple(fact for name, fact in programme.facts.items() if name in names and name != ON)
    return Plan(programme, parameters, on, nodes, values, facts, work)


def _needed(programme: Programme, values: Mapping[str, Any]) -> dict[str, Node]:
    """Return the steps the outcome can still depend on, and those its sentences name, in order."""
    outcome = programme.outcome
    waiting = [outcome.eligible, outcome.amount, *outcome.parts, *outcome.checks, *outcome.beside]
    found: dict[str, Node] = {}
    while waiting:
        name = waiting.pop()
        if name in found or name not in programme.steps:
            continue
        step = programme.steps[name]
        found[name] = bound_to(step.node, values)
        waiting += [part.name for part in walk(found[name]) if isinstance(part, Reference)]
        waiting += [*placeholders(step.plain), *placeholders(step.fails)]
    return {name: found[name] for name in programme.steps if name in found}
