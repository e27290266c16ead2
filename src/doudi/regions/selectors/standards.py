"""Answers which standard holds where, and what was counted by month."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.kernel.policy_file import read_policy
from doudi.regions.models import Figure, Standard
from doudi.regions.rules.standards import General, StandardBook, StandardTable, Value, general_standards
from doudi.regions.states import FigureKind, Level

LEVEL_OF_FIGURE: Mapping[str, Level] = {
    FigureKind.CASES: Level.TOWNSHIP,
    FigureKind.RECIPIENTS: Level.TOWNSHIP,
    FigureKind.POPULATION: Level.TOWNSHIP,
    FigureKind.NEEDY: Level.VILLAGE,
    FigureKind.HUKOU: Level.TOWNSHIP,
}
"""Each number is counted at one level, so that a sum never counts a village and its township."""

FLOWS = frozenset({FigureKind.CASES})
"""What happens in a month; the other numbers stand until they are counted again."""


@lru_cache(maxsize=4)
def _read(root: Path) -> General:
    return general_standards(read_policy(root, "workforce/standards.yaml", StandardTable))


def general() -> General:
    """Return the general standards of the policy file."""
    return _read(settings.DOUDI_POLICIES)


def standard_book() -> StandardBook:
    """Return the general standards with every place's own laid over them."""
    own: dict[str, list[Value]] = {}
    for row in Standard.objects.all():
        value = Value(
            row.value, row.document, verified=True, valid_from=row.valid_from, division=row.division_id
        )
        own.setdefault(row.key, []).append(value)
    return StandardBook(general(), own)


def figures_by_place(kind: FigureKind, scope: Scope, period: Period) -> dict[str, int]:
    """Return a number by division: of exactly this month for a flow, else as last counted up to it."""
    rows = Figure.objects.filter(scope.q("division_id"), kind=kind).order_by("period")
    chosen = rows.filter(period=str(period)) if kind in FLOWS else rows.filter(period__lte=str(period))
    return dict(chosen.values_list("division_id", "value"))
