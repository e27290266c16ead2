"""Mutants of the dated values: what a value is, and the first and last day it holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from doudi.policy.book import Book
from doudi.policy.definitions import Definition
from doudi.policy.packs import FOLDER, Dated
from doudi.policy.values import ROUNDINGS, Band, Bands, Pairs, Table, Tier, Tiers, Value
from tools.mutation.rules import Mutant, Sources

A_DAY = timedelta(days=1)
MONEY_STEP = 100
"""Fen an amount is changed by: one yuan, for most amounts are rounded to it."""
RATIO_STEP = Fraction(1, 100)


def value_mutants(sources: Sources) -> Iterator[Mutant]:
    """Yield every value a programme reads, changed, and its first and last day a day off."""
    book = sources.book
    readers = {
        key: frozenset(code for code, one in book.programmes.items() if key in one.parameters)
        for key in book.definitions
    }
    for region, timelines in sorted(book.packs.timelines.items()):
        for key, timeline in timelines.items():
            file = (FOLDER / region / f"{key.partition('.')[0]}.yaml").as_posix()
            if readers[key] and (sources.root / file).exists():
                yield from _of_timeline(sources, file, region, key, timeline, readers[key])


def _of_timeline(
    sources: Sources, file: str, region: str, key: str, timeline: Sequence[Dated], readers: frozenset[str]
) -> Iterator[Mutant]:
    definition = sources.book.definitions[key]
    for number, dated in enumerate(timeline):
        for said, others in (*_other_values(definition, dated), *_other_days(timeline, number)):
            changed = [*timeline]
            for place, other in others.items():
                changed[number + place] = other
            yield Mutant(
                file=file,
                part=("values", key),
                said=f"from {dated.begins}: {said}",
                programmes=readers,
                steps=frozenset(),
                made=_with_timeline(sources.book, region, key, tuple(changed)),
                region=region,
            )


def _with_timeline(book: Book, region: str, key: str, timeline: tuple[Dated, ...]) -> Callable[[str], Book]:
    def made(code: str) -> Book:
        own = {**book.packs.timelines[region], key: timeline}
        packs = replace(book.packs, timelines={**book.packs.timelines, region: own})
        return replace(book, packs=packs, _asked={}, plans={})

    return made


Others = Mapping[int, Dated]


def _other_values(definition: Definition, dated: Dated) -> Iterator[tuple[str, Others]]:
    for said, value in others_of(definition, dated.value):
        yield said, {0: replace(dated, value=value)}


def _other_days(timeline: Sequence[Dated], number: int) -> Iterator[tuple[str, Others]]:
    """Yield a value that begins a day sooner or later, its forerunner reaching up to it, or ends so."""
    dated, before = timeline[number], timeline[number - 1] if number else None
    for said, days in (("begins a day later", A_DAY), ("begins a day sooner", -A_DAY)):
        begins = dated.begins + days
        others = {0: replace(dated, begins=begins)}
        if before is not None and before.ends == dated.begins:
            others[-1] = replace(before, ends=begins)
        yield said, others
    follows = number + 1 < len(timeline) and timeline[number + 1].begins == dated.ends
    if dated.ends is not None and not follows:
        yield "ends a day later", {0: replace(dated, ends=dated.ends + A_DAY)}
        yield "ends a day sooner", {0: replace(dated, ends=dated.ends - A_DAY)}


def others_of(definition: Definition, value: Value) -> Iterator[tuple[str, Value]]:
    """Yield other values of a definition's kind, a step off the one given."""
    if definition.kind in _OTHERS:
        yield from _OTHERS[definition.kind](definition, value)


def _scalars(kind: str, codes: Sequence[str], value: Any) -> Iterator[Any]:  # noqa: ANN401 - told by its kind
    step = {"money": MONEY_STEP, "number": 1, "ratio": RATIO_STEP}.get(kind)
    if step is not None:
        yield value + step
        yield value - step
    elif kind == "code":
        yield codes[codes.index(value) - 1]


def _scalar(definition: Definition, value: Any) -> Iterator[tuple[str, Value]]:  # noqa: ANN401 - told by its kind
    codes = tuple(definition.enumeration.members) if definition.enumeration else ()
    if definition.kind == "code":
        yield from ((f"{value} → {code}", code) for code in codes if code != value)
        return
    for other in _scalars(definition.kind, codes, value):
        yield f"{value} → {other}", other


def _yes_no(definition: Definition, value: bool) -> Iterator[tuple[str, Value]]:
    yield f"{'yes' if value else 'no'} → {'no' if value else 'yes'}", not value


def _day(definition: Definition, value: date) -> Iterator[tuple[str, Value]]:
    yield f"{value} → the day after", value + A_DAY
    yield f"{value} → the day before", value - A_DAY


def _codes(definition: Definition, value: tuple[str, ...]) -> Iterator[tuple[str, Value]]:
    members = definition.enumeration.members if definition.enumeration else ()
    for code in value:
        yield f"without {code}", tuple(one for one in value if one != code)
    for code in members:
        if code not in value:
            yield f"with {code}", (*value, code)


def _pairs(definition: Definition, value: Pairs) -> Iterator[tuple[str, Value]]:
    for code, number in value.pairs:
        yield f"without {code} {number}", Pairs(tuple(one for one in value.pairs if one != (code, number)))
    for code in dict.fromkeys(code for code, _ in value.pairs):
        most = max(number for one, number in value.pairs if one == code)
        yield f"with {code} {most + 1}", Pairs((*value.pairs, (code, most + 1)))


def _rounding(definition: Definition, value: str) -> Iterator[tuple[str, Value]]:
    yield from ((f"{value} → {other}", other) for other in ROUNDINGS if other != value)


def _tiers(definition: Definition, value: Tiers) -> Iterator[tuple[str, Value]]:
    for number, tier in enumerate(value.steps):
        others = [replace(tier, gives=other) for other in _scalars(definition.gives, (), tier.gives)]
        if tier.up_to is not None:
            others.append(replace(tier, including=not tier.including))
            others += [replace(tier, up_to=other) for other in _scalars(definition.by, (), tier.up_to)]
        for other in others:
            said = f"{_tier(tier)} → {_tier(other)}"
            yield said, Tiers((*value.steps[:number], other, *value.steps[number + 1 :]))


def _tier(tier: Tier) -> str:
    return f"up to {tier.up_to}{' too' if tier.including else ''}: {tier.gives}"


def _table(definition: Definition, value: Table) -> Iterator[tuple[str, Value]]:
    codes = tuple(definition.enumeration.members) if definition.enumeration else ()
    for cell, given in value.cells.items():
        for other in _scalars(definition.gives, codes, given):
            yield f"{' × '.join(cell)}: {given} → {other}", Table({**value.cells, cell: other})


def _bands(definition: Definition, value: Bands) -> Iterator[tuple[str, Value]]:
    for number, band in enumerate(value.bands):
        others: list[Band] = [replace(band, share=other) for other in _scalars("ratio", (), band.share)]
        if band.up_to is not None:
            others += [replace(band, up_to=other) for other in _scalars("money", (), band.up_to)]
        for other in others:
            said = f"up to {band.up_to}: {band.share} → up to {other.up_to}: {other.share}"
            yield said, Bands((*value.bands[:number], other, *value.bands[number + 1 :]))


_OTHERS: Mapping[str, Callable[[Definition, Any], Iterator[tuple[str, Value]]]] = {
    "money": _scalar,
    "number": _scalar,
    "ratio": _scalar,
    "code": _scalar,
    "yes_no": _yes_no,
    "day": _day,
    "codes": _codes,
    "pairs": _pairs,
    "rounding": _rounding,
    "tiers": _tiers,
    "table": _table,
    "bands": _bands,
}
