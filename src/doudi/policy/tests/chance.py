"""Families and parameters drawn by chance: for the proofs that every way of running a rule agrees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from doudi.formulas.nodes import Level, ParameterReference, Value, children, walk
from doudi.formulas.scalar import Row
from doudi.policy.book import Book, Chosen, Parameters
from doudi.policy.definitions import Definition, Enumeration
from doudi.policy.facts import Fact, Facts
from doudi.policy.families import DTYPES, Families
from doudi.policy.plan import Plan, make_plan
from doudi.policy.stating import CONTEXT, unknown_fact
from doudi.policy.types import LEVELS
from doudi.policy.values import ROUNDINGS, Band, Bands, Pairs, Table, Tier, Tiers

Array = NDArray[Any]
YUAN = 100
LENGTHS = (2, 3, 6, 7, 12)
"""In how many months an amount comes together; sevenths are for the divisors they do not share."""


def families(book: Book, plan: Plan, size: int, rng: np.random.Generator) -> Families:
    """Draw families with one to seven members, each with up to three obligors."""
    members = _ends(rng.choice(np.arange(1, 8), size, p=(0.2, 0.25, 0.25, 0.15, 0.08, 0.05, 0.02)))
    obligors = _ends(rng.choice(np.arange(4), int(members[-1]), p=(0.7, 0.15, 0.1, 0.05)))
    rows = {Level.HOUSEHOLD: size, Level.PERSON: int(members[-1]), Level.OBLIGOR: int(obligors[-1])}
    columns = {
        fact.name: _column(fact, rows[LEVELS[fact.entity]], rng)
        for fact in plan.facts
        if LEVELS[fact.entity] in rows
    }
    said = [fact for fact in plan.facts if LEVELS[fact.entity] is Level.CONTEXT]
    context = {fact.name: _column(fact, 1, rng)[0].item() for fact in said}
    return Families(members, obligors, columns, context)


def with_unknown(drawn: Families, facts: Facts, rng: np.random.Generator, share: float) -> Families:
    """Return the families with a share of their facts not known, of each family another."""
    unknown = {name: rng.random(len(column)) < share for name, column in drawn.columns.items()}
    context = {
        name: unknown_fact(facts[name], CONTEXT) if rng.random() < share else value
        for name, value in drawn.context.items()
    }
    return replace(drawn, unknown=unknown, context=context)


def with_months(drawn: Families, facts: Facts, rng: np.random.Generator, share: float) -> Families:
    """Return the families with a share of their amounts brought together over several months."""
    months = {
        name: np.where(rng.random(len(column)) < share, rng.choice(LENGTHS, len(column)), 1)
        for name, column in drawn.columns.items()
        if facts[name].by_period
    }
    return replace(drawn, months={name: each for name, each in months.items() if (each != 1).any()})


def that_may_be(known: Families, drawn: Families, facts: Facts) -> Families:
    """Return families with everything known, none of it less than what is not known there starts from."""
    least = {name: np.where(unknown, facts[name].unknown_from, 0) for name, unknown in drawn.unknown.items()}
    columns = {
        name: np.maximum(column, least[name]).astype(column.dtype) if facts[name].unknown_from else column
        for name, column in known.columns.items()
    }
    return replace(known, columns=columns)


def _ends(counts: Array) -> Array:
    return np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def _column(fact: Fact, rows: int, rng: np.random.Generator) -> Array:
    draw = {"money": _money, "number": _numbers, "yes_no": _answers, "code": _codes, "day": _days}[fact.kind]
    return draw(fact, rows, rng).astype(DTYPES[fact.kind])


def _money(fact: Fact, rows: int, rng: np.random.Generator) -> Array:
    """Draw nothing, a poor family's sums, round sums that meet the lines exactly, rarely a fortune."""
    kind = rng.choice(4, rows, p=(0.45, 0.4, 0.14, 0.01))
    sums = [np.zeros(rows), rng.integers(0, 3000 * YUAN, rows), rng.integers(0, 40, rows) * 100 * YUAN]
    return np.choose(kind, [*sums, rng.integers(0, fact.most, rows, endpoint=True)])


def _numbers(fact: Fact, rows: int, rng: np.random.Generator) -> Array:
    small = rng.integers(0, min(fact.most, 12), rows, endpoint=True)
    return np.where(rng.random(rows) < 0.9, small, rng.integers(0, fact.most, rows, endpoint=True))


def _answers(fact: Fact, rows: int, rng: np.random.Generator) -> Array:
    return rng.random(rows) < 0.3


def _codes(fact: Fact, rows: int, rng: np.random.Generator) -> Array:
    return rng.integers(0, len(_members(fact.enumeration)), rows)


def _days(fact: Fact, rows: int, rng: np.random.Generator) -> Array:
    years, months = rng.integers(1925, 2027, rows), rng.integers(1, 13, rows)
    leap = (years % 4 == 0) & ((years % 100 != 0) | (years % 400 == 0))
    long = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])[months - 1] + (leap & (months == 2))
    days = years * 10_000 + months * 100 + 1 + rng.integers(0, 31, rows) % long
    return days if fact.required else np.where(rng.random(rows) < 0.4, 0, days)


def rows_of(book: Book, plan: Plan, drawn: Families) -> Iterator[Row]:
    """Yield each family as the rows the scalar run takes."""
    columns = {name: column.tolist() for name, column in drawn.columns.items()}
    unknown = {name: column.tolist() for name, column in drawn.unknown.items()}
    for name, months in drawn.months.items():
        amounts = zip(columns[name], months.tolist(), strict=True)
        columns[name] = [fen if over == 1 else Fraction(fen, over) for fen, over in amounts]

    def row_of(names: list[str], row: int, place: str) -> dict[str, Value]:
        known: dict[str, Value] = {name: columns[name][row] for name in names}
        opened = [name for name in names if name in unknown and unknown[name][row]]
        return known | {name: unknown_fact(book.facts[name], place) for name in opened}

    names = {level: [name for name in columns if LEVELS[book.facts[name].entity] is level] for level in Level}
    members, obligors = drawn.members.tolist(), drawn.obligors.tolist()
    on = plan.on.year * 10_000 + plan.on.month * 100 + plan.on.day
    for place in range(drawn.size):
        top = Row(Level.CONTEXT, {**drawn.context, "on": on})
        home = Row(Level.HOUSEHOLD, row_of(names[Level.HOUSEHOLD], place, "household"), top)
        top.below.append(home)
        for person in range(members[place], members[place + 1]):
            row = Row(Level.PERSON, row_of(names[Level.PERSON], person, f"members[{person}]"), home)
            home.below.append(row)
            row.below.extend(
                Row(Level.OBLIGOR, row_of(names[Level.OBLIGOR], one, f"obligors[{one}]"), row)
                for one in range(obligors[person], obligors[person + 1])
            )
        yield top


def filled_plan(book: Book, code: str, region: str, on: date, rng: np.random.Generator, share: float) -> Plan:
    """Return a plan of a region whose unset parameters, and a share of the others, are drawn by chance."""
    programme, own = book.programmes[code], book.parameters(region, on)
    chosen: dict[str, Chosen] = dict(own)
    for key in sorted(programme.parameters):
        if key not in chosen or rng.random() < share:
            value = parameter(book.definitions[key], rng)
            chosen[key] = (
                replace(chosen[key], value=value)
                if key in chosen
                else Chosen(key, value, region, on, None, "", "", False, "", {})
            )
    return make_plan(programme, Parameters(region, on, chosen), on, book)


def lacking_plan(book: Book, full: Plan, rng: np.random.Generator, share: float) -> Plan:
    """Return a plan like another in which nobody has set a share of the values a rule cannot do without."""
    nodes = [part for step in full.programme.steps.values() for part in walk(step.node)]
    spared = {
        part.key
        for node in nodes
        if getattr(node, "op", "") == "is_set"
        for part in children(node)
        if isinstance(part, ParameterReference)
    }
    chances = rng.random(len(full.parameters))
    pairs = zip(sorted(full.parameters), chances, strict=True)
    kept = {key: full.parameters[key] for key, chance in pairs if key in spared or chance >= share}
    return make_plan(full.programme, Parameters(full.parameters.region, full.on, kept), full.on, book)


def parameter(definition: Definition, rng: np.random.Generator) -> Value:
    """Draw a value of a definition's kind."""
    return _DRAWN[definition.kind](definition, rng)


def _scalar(kind: str, definition: Definition, rng: np.random.Generator) -> Value:
    if kind == "money" and definition.by_year and rng.random() < 1 / 2:
        yearly = Fraction(int(rng.integers(0, 24_000)) * YUAN, 12)
        return yearly.numerator if yearly.denominator == 1 else yearly
    if kind == "money":
        return int(rng.integers(0, 2000)) * YUAN
    if kind == "number":
        return int(rng.integers(1, 25))
    if kind == "ratio":
        return Fraction(int(rng.integers(0, 40)), int(rng.choice((1, 2, 4, 5, 10))))
    return str(rng.choice(_members(definition.enumeration)))


def _members(enumeration: Enumeration | None) -> list[str]:
    return list(enumeration.members) if enumeration else []


def _pairs(definition: Definition, rng: np.random.Generator) -> Pairs:
    options = list(product(_members(definition.enumeration), range(1, 5)))
    return Pairs(tuple(pair for pair in options if rng.random() < 0.4))


def _tiers(definition: Definition, rng: np.random.Generator) -> Tiers:
    tops = sorted({_scalar(definition.by, definition, rng) for _ in range(3)})
    steps = [Tier(top, bool(rng.random() < 0.5), _scalar(definition.gives, definition, rng)) for top in tops]
    return Tiers((*steps, Tier(None, False, _scalar(definition.gives, definition, rng))))


def _bands(definition: Definition, rng: np.random.Generator) -> Bands:
    tops = sorted({int(rng.integers(1, 90)) * 1000 * YUAN for _ in range(3)})
    shares = [Fraction(int(rng.integers(0, 11)), 10) for _ in range(len(tops) + 1)]
    return Bands(tuple(Band(top, share) for top, share in zip([*tops, None], shares, strict=True)))


def _table(definition: Definition, rng: np.random.Generator) -> Table:
    sides = [_members(side) for side in (definition.rows, definition.columns) if side is not None]
    return Table({cell: _scalar(definition.gives, definition, rng) for cell in product(*sides)})


_DRAWN: Mapping[str, Any] = {
    **{
        kind: (lambda definition, rng, kind=kind: _scalar(kind, definition, rng))
        for kind in ("money", "number", "ratio", "code")
    },
    "yes_no": lambda definition, rng: bool(rng.random() < 0.5),
    "day": lambda definition, rng: date(2010 + int(rng.integers(0, 20)), 1 + int(rng.integers(0, 12)), 1),
    "codes": lambda definition, rng: tuple(
        code for code in _members(definition.enumeration) if rng.random() < 0.5
    ),
    "rounding": lambda definition, rng: str(rng.choice(list(ROUNDINGS))),
    "text": lambda definition, rng: "文字",
    "pairs": _pairs,
    "tiers": _tiers,
    "bands": _bands,
    "table": _table,
}
