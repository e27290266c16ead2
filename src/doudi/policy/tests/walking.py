"""Walk a programme by families until every step was taken that can be, and each condition met and not met."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from doudi.formulas.nodes import Reference, walk
from doudi.formulas.scalar import Row, rows_at
from doudi.formulas.unknown import is_open
from doudi.policy.assessment import Assessment, run_plan
from doudi.policy.book import Book
from doudi.policy.facts import Fact
from doudi.policy.plan import Plan
from doudi.policy.stating import family_rows
from doudi.policy.tests.boundaries import Said, Stating

Branch = tuple[str, object]
"""A condition of the outcome with its answer; any other step, that it was taken."""
TAKEN = "taken"
MOST_TRIES, MOST_KEPT, LATELY = 300, 80, 4


class Leaning(Stating):
    """States families anew mostly in what decides whether a branch still wanted is taken."""

    wanted: frozenset[str] = frozenset()

    def _change(self, row: Said, facts: Sequence[Fact], people: int) -> None:
        near = [fact for fact in facts if fact.name in self.wanted]
        super()._change(row, near if near and self.random.random() < 0.5 else facts, people)


@dataclass
class Walk:
    """The families that led somewhere new, kept from one region and day to the next."""

    random: Random
    corpus: list[tuple[Said, Said]] = field(default_factory=list)
    nearest: list[tuple[Said, Said]] = field(default_factory=list)
    walked: set[tuple[str, date]] = field(default_factory=set)

    def on(self, book: Book, plan: Plan, wanted: set[Branch]) -> Iterator[tuple[Assessment, set[Branch]]]:
        """Yield families' results until all branches wanted were taken, each with what it took of them.

        `wanted` loses what was taken. Those kept from before go first, then ones changed a little. Where a
        region is walked again on the same day, half of them are changed in what decides, from the nearest.
        """
        place = (plan.parameters.region, plan.on)
        again, self.nearest = place in self.walked, []
        self.walked.add(place)
        stating, fewest, most = Leaning(book.facts, plan, self.random), 99, 0
        stating.wanted = deciding(plan, {name for name, _ in wanted}) if again else frozenset()
        for family, context in self._tries(stating):
            if not wanted:
                return
            row = family_rows(book.facts, plan.wanted, plan.on, family, context)
            found = Assessment(book, plan, plan.parameters.region, row, run_plan(plan, row))
            taken = set(branches(plan, row))
            new, lacks = wanted & taken, min(len(one.failed) for one in found.verdicts)
            if new or lacks < fewest:
                fewest = min(lacks, fewest)
                self.corpus = [*self.corpus[-MOST_KEPT:], (family, context)]
            if again:
                close = len(stating.wanted & {name for name, _ in taken})
                if close >= most:
                    kept = self.nearest if close == most else []
                    most, self.nearest = close, [*kept, (family, context)]
            if new:
                wanted -= new
                yield found, new

    def _tries(self, stating: Stating) -> Iterator[tuple[Said, Said]]:
        for family, context in tuple(self.corpus):
            yield stating.fitted(family), stating.fitted_context(context)
        for _ in range(MOST_TRIES):
            lately = self.corpus[-LATELY:] if self.random.random() < 0.5 else self.corpus
            if self.nearest and self.random.random() < 0.5:
                lately = self.nearest
            family, context = self.random.choice(lately or [(stating.family(), stating.context())])
            changed = stating.changed(family) if self.random.random() < 0.8 else stating.family()
            yield changed, stating.context(context)


def deciding(plan: Plan, wanted: set[str]) -> frozenset[str]:
    """Return what the steps wanted, and those that ask for one of them, look at in the end."""
    looks = {
        name: {part.name for part in walk(node) if isinstance(part, Reference)}
        for name, node in plan.nodes.items()
    }
    found = {name for name in looks if name in wanted or looks[name] & wanted}
    while more := {one for name in found for one in looks.get(name, ())} - found:
        found |= more
    return frozenset(found)


def branches(plan: Plan, row: Row) -> Iterable[Branch]:
    """Yield which steps were taken for a family, conditions with every answer they may have given."""
    outcome = plan.programme.outcome
    for name in plan.nodes:
        for part in rows_at(row, plan.step(name).level):
            if name in part.values:
                is_condition = name == outcome.eligible or name in outcome.checks
                yield from _answers(name, part.values[name]) if is_condition else ((name, TAKEN),)


def _answers(name: str, value: object) -> Sequence[Branch]:
    return ((name, True), (name, False)) if is_open(value) else ((name, bool(value)),)


def possible(book: Book, plan: Plan) -> set[Branch]:
    """Return the branches that may be taken in a plan: those of two people of whom nothing is known."""
    row = family_rows(
        book.facts, plan.wanted, plan.on, _nobody_knows(book, plan), _null(book, plan, "context")
    )
    run_plan(plan, row)
    return set(branches(plan, row))


def _nobody_knows(book: Book, plan: Plan) -> Said:
    duty = _null(book, plan, "obligor")
    person = _null(book, plan, "person") | ({"obligors": [duty]} if duty else {})
    return _null(book, plan, "household") | {"members": [person, person]}


def _null(book: Book, plan: Plan, entity: str) -> Said:
    return {fact.name: None for fact in book.facts.of(entity) if fact.name in plan.wanted}
