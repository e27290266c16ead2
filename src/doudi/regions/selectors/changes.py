"""Answers which notices changed divisions, and how one division came to be and went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q

from doudi.common.scope import Scope
from doudi.regions.models import Division, DivisionChange
from doudi.regions.rules.changes import same_place_name
from doudi.regions.selectors.assistants import in_force
from doudi.regions.selectors.history import live_changes

MOST_LINES = 12


@dataclass(frozen=True, slots=True)
class Notice:
    """One act of recording: its changes, those below that went along counted apart."""

    act: UUID
    document: str
    recorded_by: str
    recorded_at: datetime
    void_reason: str
    voided_by: str
    lines: Sequence[DivisionChange]
    more: int
    followed: int

    @property
    def days(self) -> list[date]:
        """Return the days of its changes, each once."""
        return sorted({line.day for line in self.lines})


def notices_within(scope: Scope) -> list[Notice]:
    """Return the notices that touch a scope, newest first, those taken back among them."""
    touching = DivisionChange.objects.filter(scope.q("old_code") | scope.q("new_code"))
    acts = touching.values_list("act", flat=True).distinct()
    rows = DivisionChange.objects.filter(act__in=list(acts)).order_by("-recorded_at", "act", "day", "pk")
    return [_notice(list(group)) for _, group in groupby(rows, key=lambda row: row.act)]


def _notice(rows: Sequence[DivisionChange]) -> Notice:
    said = [row for row in rows if not row.follows]
    first = rows[0]
    return Notice(
        act=first.act,
        document=first.document,
        recorded_by=first.recorded_by,
        recorded_at=first.recorded_at,
        void_reason=first.void_reason,
        voided_by=first.voided_by,
        lines=said[:MOST_LINES],
        more=max(len(said) - MOST_LINES, 0),
        followed=len(rows) - len(said),
    )


def changes_of_division(code: str) -> list[DivisionChange]:
    """Return how a division came to be and what became of it, oldest first."""
    return list(live_changes().filter(Q(old_code=code) | Q(new_code=code)).order_by("day", "pk"))


def divisions_named(text: str, scope: Scope, *, on: date) -> list[Division]:
    """Return the divisions of a scope that a code or a name means on a day; a town may stand before it."""
    words = text.split()
    if not words:
        return []
    standing = Division.objects.filter(scope.q("code"), in_force(on))
    if words[0].isascii() and words[0].isdigit():
        return list(standing.filter(code=words[0]))
    stem = words[-1][:2]
    found = [
        each for each in standing.filter(name__startswith=stem).select_related("parent") if _is(each, words)
    ]
    return sorted(found, key=lambda each: each.code)


def _is(division: Division, words: Sequence[str]) -> bool:
    parts: Iterable[Division | None] = (division, division.parent)
    return all(
        part is not None and same_place_name(word, part.name)
        for word, part in zip(reversed(words), parts, strict=False)
    )
