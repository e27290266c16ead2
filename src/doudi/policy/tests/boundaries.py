"""Families stated in words a clerk would type, many of them a fen, a day or a month beside a line.

A second maker beside `chance`: it shares nothing with it, goes by the doors a screen or a file goes by
(`family_rows`, `families_of`), and leaves unsaid or says null what is not known.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from itertools import chain
from random import Random
from typing import Any

from doudi.formulas.nodes import Kind, Literal, walk
from doudi.policy.facts import MOST_USUALLY, Fact, Facts
from doudi.policy.plan import Plan
from doudi.policy.types import BandLines, TierLines, day_of_number

Said = dict[str, Any]
MOST_DAYS_AGO, MOST_DAYS_AHEAD = 44_000, 400
FEN_A_YUAN = 100
# how much of what may be said a family says: most say little, so that one amount alone meets a line
FULLNESS = (0.04, 0.12, 0.3, 0.8)
UNKNOWN_SHARES = (0.02, 0.08, 0.3, 0.9)


@dataclass(frozen=True)
class Lines:
    """The numbers of a plan that something may lie at: money in fen, counts, shares, days."""

    money: tuple[int, ...]
    counts: tuple[int, ...]
    shares: tuple[Fraction, ...]
    days: tuple[date, ...]


def lines_of(plan: Plan) -> Lines:
    """Return every number a plan's formulas name, those of its region's values as well."""
    found = [one for node in plan.nodes.values() for part in walk(node) for one in _numbers(part)]
    wholes = {one for one in found if type(one) is int}
    return Lines(
        money=tuple(sorted(one for one in wholes if FEN_A_YUAN < one <= 10**8)),
        counts=tuple(sorted({0, 1, 2, 12} | {one for one in wholes if 0 <= one <= 150})),
        shares=tuple(sorted({Fraction(1)} | {one for one in found if type(one) is Fraction and one > 0})),
        days=(plan.on, *sorted({one for one in found if isinstance(one, date)})),
    )


def _numbers(part: object) -> Iterator[Any]:
    if isinstance(part, Literal) and part.type.kind is Kind.DAY and part.value:
        yield day_of_number(part.value)
    elif isinstance(part, Literal):
        yield from _inside(part.value)


def _inside(value: Any) -> Iterator[Any]:  # noqa: ANN401 - a value of the engine
    """Yield the numbers in a value: a scale's bounds and what it gives, a table's cells."""
    if isinstance(value, TierLines):
        yield from chain.from_iterable((line.up_to, line.gives) for line in value.lines)
    elif isinstance(value, BandLines):
        yield from chain.from_iterable((line.up_to, line.share) for line in value.lines)
    elif isinstance(value, dict):
        yield from value.values()
    else:
        yield value


class Stating:
    """States families for one plan, one after another, with a generator of numbers of its own."""

    def __init__(self, facts: Facts, plan: Plan, random: Random) -> None:
        self.random, self.lines = random, lines_of(plan)
        # whether amounts may be said over several months together
        self.by_period = False
        self.facts = {
            entity: [fact for fact in facts.of(entity) if fact.name in plan.wanted]
            for entity in ("context", "household", "person", "obligor")
        }

    def family(self, parents: Sequence[Said] = ()) -> Said:
        """Return a family that says all it must; half of them one of the parents with something changed."""
        if parents and self.random.random() < 0.5:
            return self.changed(self.random.choice(parents))
        people = self.random.choices(range(1, 8), (30, 25, 20, 12, 8, 3, 2))[0]
        fullness = self.random.choice(FULLNESS)
        said = self._row("household", fullness, people)
        said["members"] = [self._row("person", fullness, people) for _ in range(people)]
        if self.facts["obligor"]:
            for member in said["members"]:
                duty = self.random.choices(range(4), (6, 2, 1, 1))[0]
                member["obligors"] = [self._row("obligor", fullness, people) for _ in range(duty)]
        return said

    def context(self, parent: Said | None = None) -> Said:
        """Return what a month's prices are said to be, or the parent's with something changed."""
        said = self._row("context", 0.9, 1)
        kept = parent if parent and self.random.random() < 0.8 else {}
        return said | {name: value for name, value in kept.items() if self.random.random() < 0.8}

    def changed(self, parent: Said) -> Said:
        """Return a family that says all its parent says but for one to three things."""
        said = {**parent, "members": [_copied(member) for member in parent["members"]]}
        for _ in range(self.random.randint(1, 3)):
            entity, row = self.random.choice(list(_rows_of(said)))
            if self.facts[entity]:
                self._change(row, self.facts[entity], len(said["members"]))
        return self.fitted(said)

    def _change(self, row: Said, facts: Sequence[Fact], people: int) -> None:
        """State one thing anew, now and then all told in the same codes: six abilities are assessed."""
        fact = self.random.choice(facts)
        row[fact.name] = self.value(fact, people)
        if fact.enum and self.random.random() < 0.3:
            row |= {one.name: self.value(one, people) for one in facts if one.enum == fact.enum}

    def fitted(self, family: Said) -> Said:
        """Return a family made for another plan with what this one must have said, and nothing else."""
        said = {**family, "members": [_copied(member) for member in family["members"]]}
        for entity, row in _rows_of(said):
            self._complete(entity, row, len(said["members"]))
        return said

    def fitted_context(self, context: Said) -> Said:
        """Return what a month's prices are said to be as far as this plan looks at it."""
        names = {fact.name for fact in self.facts["context"]}
        return {name: value for name, value in context.items() if name in names}

    def _complete(self, entity: str, row: Said, people: int) -> None:
        """Say what this plan must have said and another did not; say nothing it does not look at."""
        names = {fact.name for fact in self.facts[entity]}
        for name in [name for name in row if name not in names and name not in ("members", "obligors")]:
            del row[name]
        for fact in self.facts[entity]:
            if (fact.required or fact.asked) and fact.name not in row:
                row[fact.name] = self.value(fact, people)

    def hidden(self, family: Said) -> Said:
        """Return the family with some of what it could say null, or left out where that is asked for."""
        share = self.random.choice(UNKNOWN_SHARES)
        said = {**family, "members": [_copied(member) for member in family["members"]]}
        for entity, row in _rows_of(said):
            self._hide(row, self.facts[entity], share)
        return said

    def _hide(self, row: Said, facts: Sequence[Fact], share: float) -> None:
        for fact in facts:
            if self.random.random() < share:
                row[fact.name] = None
                if fact.asked and self.random.random() < 0.5:
                    del row[fact.name]

    def hidden_context(self, context: Said) -> Said:
        """Return the month's prices with some not known."""
        said = dict(context)
        self._hide(said, self.facts["context"], 0.2)
        return said

    def _row(self, entity: str, fullness: float, people: int) -> Said:
        return {
            fact.name: self.value(fact, people)
            for fact in self.facts[entity]
            if fact.required or fact.asked or self.random.random() < fullness
        }

    def value(self, fact: Fact, people: int) -> Any:  # noqa: ANN401 - as typed: a number, a text, an answer
        """Return something a family may state of a fact, often a step beside a line."""
        if fact.enumeration is not None:
            return self.random.choice(list(fact.enumeration.members))
        if fact.kind == "yes_no":
            return self.random.random() < 0.5
        if fact.kind == "day":
            return self._day().isoformat()
        drawn = self._amount(people) if fact.kind == "money" else self._count(fact)
        amount = min(max(drawn, 0), fact.most)
        if self.by_period and fact.by_period and self.random.random() < 0.3:
            months = self.random.randint(1, 12)
            return {
                "fen": min(amount * months + self.random.choice((-1, 0, 1)), fact.most) if amount else 0,
                "months": months,
            }
        return amount

    def _amount(self, people: int) -> int:
        """Return a line times heads, months or a share of it, a fen below, at or above; or any amount."""
        random = self.random
        if not self.lines.money or random.random() < 0.25:
            return random.choice((0, random.randrange(300_000), random.randrange(30) * 10_000))
        line = Fraction(random.choice(self.lines.money)) * random.choice((1, people, 12, 12 * people))
        if random.random() < 0.3:
            line *= random.choice(self.lines.shares)
        elif random.random() < 0.3:
            line *= random.choice(self.lines.counts)
        return int(line) + random.choice((-1, 0, 0, 1))

    def _count(self, fact: Fact) -> int:
        random = self.random
        if random.random() < 0.2:
            return random.randint(0, fact.most)
        many = fact.most > MOST_USUALLY and self.lines.money
        return random.choice(self.lines.money if many else self.lines.counts) + random.choice((-1, 0, 0, 1))

    def _day(self) -> date:
        """Return a birthday or a month's day of a line, a day before or after, a month's end, or any day."""
        random, on = self.random, random_day(self.random, self.lines.days)
        how = random.random()
        if how < 0.05:
            return on + timedelta(days=random.randrange(MOST_DAYS_AHEAD))
        if how < 0.15:
            return on - timedelta(days=random.randrange(MOST_DAYS_AGO))
        back = random.choice(self.lines.counts) * (12 if how < 0.6 else 1)
        day = months_before(on, back)
        if how > 0.9:
            return day.replace(day=monthrange(day.year, day.month)[1])
        return day + timedelta(days=random.choice((-1, 0, 0, 1)))


def _copied(member: Said) -> Said:
    said = dict(member)
    if "obligors" in said:
        said["obligors"] = [dict(one) for one in said["obligors"]]
    return said


def _rows_of(family: Said) -> Iterator[tuple[str, Said]]:
    """Yield the family's own row, its members' and their obligors', each with whose it is."""
    yield "household", family
    for member in family["members"]:
        yield "person", member
        yield from (("obligor", one) for one in member.get("obligors", ()))


def dice(*seed: object) -> Random:
    """Return a generator that draws the same again for the same seed."""
    return Random(str(seed))  # noqa: S311 - made-up families, nothing secret


def random_day(random: Random, days: tuple[date, ...]) -> date:
    """Return the day asked about, or now and then another the rules name."""
    return days[0] if random.random() < 0.7 else random.choice(days)


def months_before(on: date, months: int) -> date:
    """Return the same day so many months earlier, the last of a month that is shorter."""
    years, month = divmod(on.year * 12 + on.month - 1 - months, 12)
    return date(years, month + 1, min(on.day, monthrange(years, month + 1)[1]))
