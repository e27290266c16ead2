"""How often, by whom and with what help people of a class are looked after, now and before (分类管理)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from pydantic import Field

from doudi.kernel.counting import months_after
from doudi.kernel.policy_file import Distinct, Several, Stated, Text, Titled
from doudi.kernel.words import HandlingLevel


@dataclass(frozen=True, slots=True)
class Cycle:
    """Every how many months somebody is seen, from a day on."""

    since: date
    months: int


@dataclass(frozen=True, slots=True)
class Strategy:
    """What holds for a class of people; it applies to whoever is in one of its layers or poverty classes."""

    code: str
    title: str
    layers: frozenset[str]
    classes: frozenset[str]
    level: str
    help: tuple[str, ...]
    cycles: tuple[Cycle, ...]

    def cycle_on(self, on: date) -> Cycle | None:
        """Return the cycle in force on a day."""
        return next((each for each in reversed(self.cycles) if each.since <= on), None)


class CycleLine(Stated):
    """Every how many months somebody is seen, from a day on."""

    since: date = Field(validation_alias="from")
    months: int = Field(ge=1)


class StrategyLine(Stated):
    """What holds for a class of people, as the file says it."""

    title: Text
    layers: Distinct[Text] = ()
    classes: Distinct[Text] = ()
    level: HandlingLevel
    help: Several[Text]
    cycle: Several[CycleLine] = Field(min_length=1)


class StrategyTable(Titled):
    """The classes of people, in the order in which the first that fits holds (`registry/strategies.yaml`)."""

    strategies: dict[str, StrategyLine]


def strategies_of(table: StrategyTable) -> tuple[Strategy, ...]:
    """Return the strategies of a file in its order, the cycles of each in the order of time."""
    return tuple(
        Strategy(
            code=code,
            title=one.title,
            layers=frozenset(one.layers),
            classes=frozenset(one.classes),
            level=one.level,
            help=one.help,
            cycles=tuple(Cycle(each.since, each.months) for each in sorted(one.cycle, key=_since)),
        )
        for code, one in table.strategies.items()
    )


def _since(cycle: CycleLine) -> date:
    return cycle.since


def strategy_for(layer: str, poverty_class: str, known: Sequence[Strategy]) -> Strategy | None:
    """Return the first strategy that fits a layer and a poverty class; None of nobody it is for."""
    return next((each for each in known if layer in each.layers or poverty_class in each.classes), None)


@dataclass(frozen=True, slots=True)
class Spell:
    """A strategy with its cycle, from a day until another (not included), None while it lasts."""

    since: date
    until: date | None
    strategy: Strategy
    months: int


def spells_of(held: Iterable[tuple[date, str, str]], known: Sequence[Strategy]) -> list[Spell]:
    """Return the strategies of somebody over time, oldest first.

    `held` is each day on which layer or poverty class changed, with both from then on, in order of days.
    """
    days = sorted(held)
    marks = {day for day, _, _ in days} | {each.since for one in known for each in one.cycles}
    found: list[Spell] = []
    for day in sorted(marks):
        now = next(((layer, kind) for since, layer, kind in reversed(days) if since <= day), ("", ""))
        strategy = strategy_for(*now, known)
        cycle = strategy.cycle_on(day) if strategy else None
        last = found[-1] if found and found[-1].until is None else None
        if last and strategy and cycle and (last.strategy.code, last.months) == (strategy.code, cycle.months):
            continue
        if last:
            found[-1] = Spell(last.since, day, last.strategy, last.months)
        if strategy and cycle:
            found.append(Spell(day, None, strategy, cycle.months))
    return found


def next_check(spell: Spell, last_seen: date | None) -> date:
    """Return the day by which somebody is to be seen: a cycle after they last were, or after it began.

    Who was seen before the strategy began is due a cycle after its beginning, no earlier.
    """
    return months_after(max(spell.since, last_seen or spell.since), spell.months)
