"""Answers which superior documents a region has carried out, which are late, and what waits for policy."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, QuerySet

from doudi.common.scope import Scope
from doudi.rulebook.models import PolicyDocument, PolicyDuty, PolicyProblem, PolicyTopic
from doudi.rulebook.states import DutyStatus


def duties_within(scope: Scope) -> QuerySet[PolicyDuty]:
    """Return the duties of the regions a scope covers, those without a document first."""
    return (
        PolicyDuty.objects.filter(scope.q("region"))
        .select_related("superior", "local")
        .prefetch_related("points")
        .order_by("region", "issued_on", "due_on", "id")
    )


def is_late(duty: PolicyDuty, on: date) -> bool:
    """Say whether a duty's day has passed without its document."""
    return duty.status != DutyStatus.ISSUED and duty.due_on is not None and duty.due_on < on


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A theme of one superior document beside what each region issued for it; None is a gap."""

    theme: str
    superior: PolicyDocument
    cells: tuple[tuple[str, PolicyDuty | None], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Superior documents by regions, with how many cells are filled."""

    regions: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    filled: int
    total: int

    @property
    def gaps(self) -> int:
        """Return how many cells are empty."""
        return self.total - self.filled

    @property
    def percent(self) -> int:
        """Return the share of filled cells, in whole percent, never rounded up to a hundred."""
        return self.filled * 100 // self.total if self.total else 0


def matrix(duties: Iterable[PolicyDuty]) -> Matrix:
    """Return superior documents beside what was issued for them; a duty without its document is a gap."""
    listed = list(duties)
    regions = tuple(sorted({duty.region for duty in listed}))
    themes: dict[tuple[str, int], dict[str, PolicyDuty]] = {}
    for duty in listed:
        themes.setdefault((duty.theme, duty.superior_id), {})[duty.region] = duty
    rows = tuple(
        MatrixRow(theme, next(iter(by.values())).superior, tuple((code, by.get(code)) for code in regions))
        for (theme, _), by in themes.items()
    )
    filled = sum(duty.status == DutyStatus.ISSUED for duty in listed)
    return Matrix(regions, rows, filled, len(listed))


def offices_waiting(scope: Scope) -> list[tuple[str, int]]:
    """Return which offices still have documents to issue, and how many."""
    waiting = duties_within(scope).exclude(status=DutyStatus.ISSUED).order_by()
    counted = waiting.values("office").annotate(open=Count("id")).order_by("-open", "office")
    return [(row["office"], row["open"]) for row in counted]


def problems_within(scope: Scope) -> QuerySet[PolicyProblem]:
    """Return the problems of the regions a scope covers."""
    return PolicyProblem.objects.filter(scope.q("region")).select_related("document", "topic", "raised_by")


def topics_within(scope: Scope) -> QuerySet[PolicyTopic]:
    """Return a scope's questions of policy, how many problems each gathers, since when its change holds."""
    return (
        PolicyTopic.objects.filter(scope.q("region"))
        .select_related("proposal", "decided_by")
        .annotate(gathered=Count("problems", distinct=True), begins=Min("proposal__values__begins"))
    )
