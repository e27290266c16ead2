"""Number every statutory clock and every decider: one row for each value in each law and region.

A row is a clock of a programme, in the region that sets its amount, with one amount under one document. The
same amount repeated by the same document in a later version is the same row.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from doudi.policy.book import Book, lineage
from doudi.policy.packs import NATION
from doudi.procedures.deadlines import Resolved, resolved, stands
from doudi.procedures.inheriting import NoProcedureYet, Procedures
from doudi.procedures.shapes import Clock, DeciderRule, Procedure, Source

Key = tuple[str, str, str, object, str, bool]


@dataclass(frozen=True, slots=True)
class Row:
    """One numbered clock: what, where, since when, how much, on whose word."""

    programme: str
    title: str
    clock: Clock
    region: str
    since: date
    amount: Resolved
    extended: bool

    @property
    def key(self) -> Key:
        """What makes two rows the same one."""
        amount = self.amount
        place = (self.programme, self.clock.name, amount.region)
        return (*place, amount.value, amount.citation.document, self.extended)


@dataclass(frozen=True, slots=True)
class DeciderRow:
    """One numbered decider: which matter, where, since when, who."""

    programme: str
    title: str
    rule: DeciderRule
    region: str
    name: str
    since: date


def clock_rows(procedures: Procedures, book: Book) -> tuple[Row, ...]:
    """Return every clock once, by programme, region and day."""
    found: dict[Key, Row] = {}
    for code in procedures.programmes:
        for region in _regions(procedures, book, code):
            for row in _rows_of(procedures, book, code, region):
                found.setdefault(row.key, row)
    return tuple(found.values())


def _regions(procedures: Procedures, book: Book, code: str) -> list[str]:
    """Return the nation and every region that says anything of a programme or may change its amounts."""
    own = set(procedures.programmes[code].parts)
    return sorted({NATION, *own, *book.regions()}, key=lambda region: (region != NATION, region))


def _rows_of(procedures: Procedures, book: Book, code: str, region: str) -> Iterator[Row]:
    for day in _days(procedures, book, code, region):
        try:
            procedure = procedures.in_force(code, region, day)
        except NoProcedureYet:
            continue
        parameters = book.parameters(region, day)
        for clock in procedure.clocks.values():
            if not stands(clock, parameters):
                continue
            extension = (clock.extension.amount,) if clock.extension else ()
            for source in (clock.amount, *extension):
                yield _row(procedure, clock, source, day, book)


def _row(procedure: Procedure, clock: Clock, source: Source, day: date, book: Book) -> Row:
    amount = resolved(source, book.parameters(procedure.region, day), procedure.set_by[clock.name])
    extended = clock.extension is not None and source is clock.extension.amount
    return Row(procedure.code, procedure.title, clock, amount.region, day, amount, extended)


def _days(procedures: Procedures, book: Book, code: str, region: str) -> list[date]:
    """Return the days on which a version begins or a parameter of one of its clocks takes a new value."""
    versions = procedures.versions(code, region)
    keys = {key for one in versions for clock in one.clocks.values() for key in _keys(clock)}
    changes = {
        dated.begins for key in keys for above in lineage(region) for dated in book.history(above, key)
    }
    first = versions[0].version
    return sorted({one.version for one in versions} | {day for day in changes if day >= first})


def _keys(clock: Clock) -> set[str]:
    sources = (clock.amount, *((clock.extension.amount,) if clock.extension else ()))
    return {source.key for source in sources if source.key} | {one.key for one in clock.when}


def decider_rows(procedures: Procedures) -> tuple[DeciderRow, ...]:
    """Return every decider's line once under each document, in the order of the newest version."""
    found: dict[tuple[str, str, str, str], DeciderRow] = {}
    for programme in procedures.programmes.values():
        newest_first = (part for parts in programme.parts.values() for part in reversed(parts))
        for part in newest_first:
            for rule in part.deciders:
                key = (programme.code, part.region, rule.name, rule.citation.document)
                row = DeciderRow(programme.code, programme.title, rule, part.region, part.name, part.begins)
                found[key] = replace(found[key], since=part.begins) if key in found else row
    return tuple(found.values())


def term_rows(procedures: Procedures) -> tuple[tuple[str, str, str], ...]:
    """Return procedure, step and parameter of every term once, in the words of the newest version."""
    found: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for programme in procedures.programmes.values():
        for part in reversed(programme.parts[NATION]):
            named = ((step, key) for step, keys in part.terms.items() for key in keys)
            for step, key in named:
                row = (programme.title, part.steps[step].label, key)
                found.setdefault((programme.code, step, key), row)
    return tuple(found.values())
