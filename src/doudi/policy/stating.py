"""Read what a family states into rows the engine runs on; all mistakes are named, with their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from doudi.formulas.bounds import MOST_ROWS
from doudi.formulas.nodes import Level, Value
from doudi.formulas.scalar import Row
from doudi.formulas.unknown import FIRST_DAY, LAST_DAY, Ask, Between, among, undecided
from doudi.policy.facts import Fact, Facts
from doudi.policy.types import day_number, place_of

MOST_MONTHS = 12
MEMBERS, OBLIGORS, CONTEXT = "members", "obligors", "context"


@dataclass(frozen=True, slots=True)
class Wrong:
    """One thing a family's facts say that cannot be taken: where it stands and why."""

    place: str
    reason: str


class FactsWrong(Exception):
    """A family's facts cannot be taken as they stand; each reason has its place."""

    def __init__(self, wrongs: Sequence[Wrong]) -> None:
        super().__init__("；".join(f"{one.place}：{one.reason}" for one in wrongs))
        self.wrongs = tuple(wrongs)


@dataclass
class _Stating:
    facts: Facts
    wanted: frozenset[str]
    on: date
    wrongs: list[Wrong] = field(default_factory=list)

    def row(self, level: Level, said: object, place: str, lists: tuple[str, ...], above: Row | None) -> Row:
        """Return one row with the wanted facts of its entity."""
        row = Row(level, {}, above)
        if not isinstance(said, Mapping):
            self.wrongs.append(Wrong(place, "要写成一组“名称: 值”"))
            return row
        entity = level.name.lower()
        for name in said:
            fact = self.facts.get(name)
            if name not in lists and (fact is None or fact.entity != entity):
                self.wrongs.append(Wrong(f"{place}.{name}", "没有这一项"))
        for fact in self.facts.of(entity):
            if fact.name in said or fact.name in self.wanted:
                row.values[fact.name] = self._value(fact, said, f"{place}.{fact.name}")
        return row

    def _value(self, fact: Fact, said: Mapping[str, Any], place: str) -> Value:
        if said[fact.name] is None if fact.name in said else is_asked(fact, said):
            return unknown_fact(fact, place.rpartition(".")[0])
        if fact.name not in said:
            if fact.required and fact.name in self.wanted:
                self.wrongs.append(Wrong(place, f"“{fact.label}”必须填写"))
            return default_of(fact)
        try:
            return engine_fact(fact, said[fact.name])
        except ValueError as error:
            self.wrongs.append(Wrong(place, str(error)))
            return default_of(fact)

    def children(self, said: Mapping[str, Any], key: str, most: int, place: str) -> Sequence[Any]:
        listed = said.get(key, [])
        if not isinstance(listed, list):
            self.wrongs.append(Wrong(f"{place}{key}", "要写成一个列表"))
            return []
        if len(listed) > most:
            self.wrongs.append(Wrong(f"{place}{key}", f"最多 {most} 个"))
            return []
        return listed


def family_rows(
    facts: Facts,
    wanted: frozenset[str],
    on: date,
    household: Mapping[str, Any],
    context: Mapping[str, Any] | None = None,
) -> Row:
    """Return the rows of a family below its context row, or raise FactsWrong with every reason."""
    stating = _Stating(facts, wanted, on)
    top = stating.row(Level.CONTEXT, dict(context or {}), CONTEXT, (), None)
    top.values["on"] = day_number(on)
    home = stating.row(Level.HOUSEHOLD, household, "household", (MEMBERS,), top)
    top.below.append(home)
    members = stating.children(household, MEMBERS, MOST_ROWS, "") if isinstance(household, Mapping) else []
    if not members:
        stating.wrongs.append(Wrong(MEMBERS, "至少要有一名家庭成员"))
    for number, member in enumerate(members, start=1):
        place = f"{MEMBERS}[{number}]"
        person = stating.row(Level.PERSON, member, place, (OBLIGORS,), home)
        home.below.append(person)
        if isinstance(member, Mapping):
            _add_obligors(stating, member, place, person)
    if stating.wrongs:
        raise FactsWrong(stating.wrongs)
    return top


def wrongs_of(
    facts: Facts,
    wanted: frozenset[str],
    on: date,
    household: Mapping[str, Any],
    context: Mapping[str, Any] | None = None,
) -> tuple[Wrong, ...]:
    """Return everything a family's facts say that cannot be taken; `wanted` facts are asked for."""
    try:
        family_rows(facts, wanted, on, household, context)
    except FactsWrong as error:
        return error.wrongs
    return ()


def _add_obligors(stating: _Stating, member: Mapping[str, Any], place: str, person: Row) -> None:
    for number, said in enumerate(stating.children(member, OBLIGORS, MOST_ROWS, f"{place}."), start=1):
        row = stating.row(Level.OBLIGOR, said, f"{place}.{OBLIGORS}[{number}]", (), person)
        person.below.append(row)


def is_asked(fact: Fact, said: Mapping[str, Any]) -> bool:
    """Tell whether a fact nobody states beside these is not known: whoever says no sales owes no costs."""
    return fact.asked and (not fact.beside or said.get(fact.beside, 0) != 0)


def default_of(fact: Fact) -> Value:
    """Return what a fact nobody states counts as, in the engine's terms."""
    if fact.default is None:
        return 0
    if fact.kind == "code" and fact.enumeration is not None:
        return place_of(fact.enumeration, str(fact.default)) or 0
    return fact.default


def unknown_fact(fact: Fact, place: str) -> Value:
    """Return what a fact may be that somebody says is not known, with where to ask for it."""
    asks = frozenset((Ask(place, fact.name),))
    if fact.kind == "yes_no":
        return undecided(asks)
    if fact.kind == "code" and fact.enumeration is not None:
        return among(frozenset(range(len(fact.enumeration.members))), asks)
    if fact.kind == "day":
        return Between(asks, FIRST_DAY if fact.required else 0, LAST_DAY)
    return Between(asks, fact.unknown_from, fact.most)


def engine_fact(fact: Fact, said: object) -> Value:
    """Return a stated value in the engine's terms, or raise ValueError with the reason in Chinese."""
    return _READERS[fact.kind](fact, said)


def _money(fact: Fact, said: object) -> Value:
    """Return fen a month; what several months brought together is divided exactly, and never rounded here."""
    if not fact.by_period or not isinstance(said, Mapping):
        return _whole(fact, said)
    months = said.get("months")
    if said.keys() != {"fen", "months"} or type(months) is not int or not 1 <= months <= MOST_MONTHS:
        raise ValueError(
            f"“{fact.label}”按几个月合计说的，要写 fen（合计多少分）和 months（1 到 {MOST_MONTHS} 个月）"
        )
    value = Fraction(_whole(fact, said["fen"]), months)
    return value.numerator if value.denominator == 1 else value


def _whole(fact: Fact, said: object) -> int:
    unit = "分" if fact.kind == "money" else fact.unit
    if not isinstance(said, int) or isinstance(said, bool):
        raise ValueError(f"“{fact.label}”要写成整数（{unit}）")  # noqa: TRY004 - a stated value is wrong, not the call
    if not 0 <= said <= fact.most:
        raise ValueError(f"“{fact.label}”要在 0 到 {fact.most} {unit} 之间")
    return said


def _truth(fact: Fact, said: object) -> bool:
    if isinstance(said, bool):
        return said
    if said in ("yes", "no"):
        return said == "yes"
    raise ValueError(f"“{fact.label}”只能填 true 或 false")


def _code(fact: Fact, said: object) -> int:
    members = fact.enumeration.members if fact.enumeration else {}
    place = place_of(fact.enumeration, said) if fact.enumeration and isinstance(said, str) else None
    if place is None:
        options = "、".join(f"{code}（{label}）" for code, label in members.items())
        raise ValueError(f"“{fact.label}”只能填 {options}")
    return place


def _day(fact: Fact, said: object) -> int:
    if isinstance(said, date):
        return day_number(said)
    try:
        return day_number(date.fromisoformat(str(said)))
    except ValueError:
        raise ValueError(f"“{fact.label}”要写成 2026-03-01 这样的日期") from None


_READERS = {"money": _money, "number": _whole, "yes_no": _truth, "code": _code, "day": _day}
