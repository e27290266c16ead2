"""Compare some hundred made-up families of one programme, region and day in every way there is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np

from doudi.formulas.nodes import RuleBroken
from doudi.policy.assessment import run_plan
from doudi.policy.batch import fits, run_batch
from doudi.policy.book import Book
from doudi.policy.families import Families, families_of
from doudi.policy.plan import plan_of
from doudi.policy.stating import family_rows
from doudi.policy.tests.agreement import agreement
from doudi.policy.tests.boundaries import Said, Stating, dice
from doudi.policy.tests.chance import filled_plan, lacking_plan
from doudi.policy.tests.laws import completed, raised_by_more, told_alike, turned_by_knowing

SHARE_DRAWN, SHARE_LACKING = 0.15, 0.1
WAYS = ("as it is", "as it is", "filled", "filled", "drawn", "drawn", "lacking")
"""Parameters as they are, unset ones drawn, a share of all drawn, or some taken away again."""
FIRST, LAST = date(2012, 1, 1), date(2026, 12, 31)
PARENTS, GENERATIONS = 30, 3
SHARE_OPEN, SHARE_OVER_MONTHS = 0.6, 0.3


@dataclass
class Tally:
    """What was compared so far, by what it was, and the first differences."""

    counts: dict[str, int] = field(default_factory=dict)
    differences: list[str] = field(default_factory=list)

    def add(self, what: str, count: int, wrong: Sequence[str] = (), place: str = "") -> None:
        """Count some more."""
        self.counts[what] = self.counts.get(what, 0) + count
        self.counts[f"wrong {what}"] = self.counts.get(f"wrong {what}", 0) + len(wrong)
        self.differences += [f"{place} {one}" for one in wrong[:3]]


@dataclass
class Line:
    """The families that met most conditions so far; the next are made from them."""

    parents: list[Said] = field(default_factory=list)
    context: Said | None = None


class Block:
    """One programme in one region on one day, with parameters as they are or partly drawn."""

    def __init__(self, book: Book, code: str, seed: Sequence[int], days: Sequence[date]) -> None:
        self.book, self.rng = book, np.random.default_rng(seed)
        self.random = dice(*seed)
        self.on = self._day(days)
        for _ in range(self.random.choice((1, 5))):
            self.region = self.random.choice(book.regions())
            own = plan_of(book, code, self.region, self.on, self._own_day())
            if not own.unset:
                break
        self.plan, self.whole, self.is_drawn = own, own, False
        how = self.random.choice(WAYS)
        if how != "as it is":
            share = SHARE_DRAWN if how == "drawn" else 0.0
            self.whole = filled_plan(book, code, self.region, self.on, self.rng, share)
            self.plan, self.is_drawn = self.whole, how == "drawn"
        if how == "lacking":
            self.plan = lacking_plan(book, self.whole, self.rng, SHARE_LACKING)
        self.is_open = self.random.random() < SHARE_OPEN
        self.over_months = self.random.random() < SHARE_OVER_MONTHS
        self.stating = Stating(book.facts, self.plan, self.random)
        self.place = f"{code} {self.region} {self.on} {list(seed)}"

    def _day(self, days: Sequence[date]) -> date:
        """Return a document's first day, the day before it, or any day since 2012."""
        if self.random.random() < 0.5:
            return self.random.choice(days) - timedelta(days=self.random.randrange(2))
        return FIRST + timedelta(days=self.random.randrange((LAST - FIRST).days))

    def _own_day(self) -> date:
        """Return a day in the last years, for programmes that take values from a family's own day."""
        return self.on - timedelta(days=self.random.randrange(1500))

    def run(self, size: int, line: Line, tally: Tally) -> None:
        """Compare so many families; nothing is counted where drawn values leave 64 bits and are refused."""
        context = self.stating.context(line.context)
        for _ in range(GENERATIONS):
            self._breed(line, context)
        self.stating.by_period = self.over_months
        known = [self.stating.family(line.parents) for _ in range(size)]
        self.stating.by_period = False
        families, said_context = known, context
        if self.is_open:
            families = [one if self.random.random() < 0.2 else self.stating.hidden(one) for one in known]
            said_context = self.stating.hidden_context(context) if self.random.random() < 0.3 else context
        facts, wanted = self.book.facts, self.plan.wanted
        drawn = families_of(facts, wanted, self.on, families, said_context)
        rows = [family_rows(facts, wanted, self.on, one, said_context) for one in families]
        try:
            results = run_batch(self.book, self.plan, drawn, explain=fits(self.plan, drawn))
        except RuleBroken:
            return
        verdicts = [run_plan(self.plan, row) for row in rows]
        steps = agreement(self.book, self.plan, drawn, rows)
        tally.add("families", drawn.size)
        tally.add("unknown", len(drawn.open_places(facts)))
        tally.add("unset", drawn.size if self.plan.unset else 0)
        tally.add("entitled", sum(any(one.eligible for one in family) for family in verdicts))
        tally.add("waiting", sum(any(one.waits for one in family) for family in verdicts))
        tally.add("values", steps.values, steps.differences, self.place)
        tally.add("results", *told_alike(results, verdicts), self.place)
        self._try_laws(drawn, tally)

    def _try_laws(self, drawn: Families, tally: Tally) -> None:
        """Let more be known, and give more means; drawn parameters need not be lines that rise evenly."""
        if drawn.has_unknown or self.whole is not self.plan:
            found = turned_by_knowing(self.book, self.plan, drawn, self.stating, self.whole)
            tally.add("completions", *found, self.place)
        if not self.is_drawn:
            known = completed(self.book, drawn, self.stating, "any")
            for _ in range(2):
                found = raised_by_more(self.book, self.plan, known, self.stating)
                tally.add("richer", *found, self.place)

    def _breed(self, line: Line, context: Said) -> None:
        """Change the parents a little, and keep those that lack least of what is asked."""
        said = [self.stating.changed(one) for one in line.parents]
        said += [self.stating.family(line.parents) for _ in range(PARENTS)]
        lacks = []
        for one in said:
            row = family_rows(self.book.facts, self.plan.wanted, self.on, one, context)
            lacks.append(min(len(found.failed) for found in run_plan(self.plan, row)))
        best = sorted(range(len(said)), key=lambda place: (lacks[place], self.random.random()))
        line.parents, line.context = [said[place] for place in best[:PARENTS]], context
