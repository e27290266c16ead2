"""What a county may hand down to a township (权限下放), and what a right handed down is worth."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from doudi.policy.book import Book, lineage
from doudi.procedures.inheriting import NoProcedureYet, Procedures
from doudi.procedures.shapes import Citation, DeciderRule, Vocabulary


@dataclass(frozen=True, slots=True)
class Right:
    """What one township was handed: up to how many fen (none: as far as its line goes), by which paper."""

    up_to: int | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Handing:
    """What counts in place of the county's parameters: the right one township holds, or none."""

    right: Right | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """A line of law by which a decision may be handed down; one by amount needs a limit of the county's."""

    rule: DeciderRule
    by_amount: bool


def hands_down(rule: DeciderRule, vocabulary: Vocabulary) -> bool:
    """Tell whether a line names who decides once the county has handed it down."""
    return any(one.key in vocabulary.handing_down and one.value is True for one in rule.when)


def may_be_handed_down(
    procedures: Procedures, *, programme: str, region: str, on: date, matter: str
) -> Allowed | None:
    """Return by which line a matter may be handed down on a day; nothing where the law does not say so."""
    try:
        procedure = procedures.in_force(programme, region, on)
    except NoProcedureYet:
        return None
    for rule in procedure.deciders:
        if rule.matter == matter and hands_down(rule, procedures.vocabulary):
            return Allowed(rule, rule.up_to is not None)
    return None


def turning_days(procedures: Procedures, book: Book, *, programme: str, region: str) -> Iterator[date]:
    """Yield the days on which who decides may change: a version, or a value its lines go by."""
    versions = procedures.versions(programme, region)
    yield from (one.version for one in versions)
    yield from (day for part in _parts(procedures, programme, region) for day in part if day is not None)
    keys = {key for one in versions for rule in one.deciders for key in _keys(rule)}
    dated = (one for code in lineage(region) for key in sorted(keys) for one in book.history(code, key))
    yield from (day for one in dated for day in (one.begins, one.ends) if day is not None)


def _parts(procedures: Procedures, programme: str, region: str) -> Iterator[tuple[date, date | None]]:
    for code in lineage(region):
        for part in procedures.programme(programme).parts.get(code, ()):
            yield part.begins, part.ends


def _keys(rule: DeciderRule) -> set[str]:
    sources = (rule.office, rule.up_to, rule.above)
    named = {one.key for one in sources if one is not None and one.key}
    return named | {one.key for one in rule.when} | set(rule.times.values()) | ({rule.unless} - {""})
