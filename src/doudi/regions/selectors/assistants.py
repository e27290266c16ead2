"""Answers who serves which village, and which villages nobody serves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from doudi.common.scope import Scope
from doudi.regions.models import Assignment, Division, Worker
from doudi.regions.selectors.divisions import division_names
from doudi.regions.states import AssignmentKind, Level

SOON = timedelta(days=30)


def in_force(on: date) -> Q:
    """Return the filter on rows of valid_from and valid_to that hold on a day."""
    return Q(valid_from__lte=on) & (Q(valid_to__isnull=True) | Q(valid_to__gt=on))


def villages_within(scope: Scope, *, on: date) -> QuerySet[Division]:
    """Return the villages and communities of a scope that exist on a day."""
    return Division.objects.filter(scope.q("code"), in_force(on), level=Level.VILLAGE).order_by("code")


def assignments_within(
    scope: Scope, *, on: date, kinds: Iterable[str] = AssignmentKind.values
) -> QuerySet[Assignment]:
    """Return who is serving in a scope on a day."""
    return (
        Assignment.objects.filter(scope.q("division_id"), in_force(on), kind__in=tuple(kinds))
        .select_related("worker", "division", "point")
        .order_by("division_id", "id")
    )


def former_assistants(scope: Scope, *, on: date) -> QuerySet[Assignment]:
    """Return the assistants of a scope who have left, the latest first."""
    return (
        Assignment.objects.filter(scope.q("division_id"), kind=AssignmentKind.ASSISTANT, valid_to__lte=on)
        .select_related("worker", "division", "handover")
        .order_by("-valid_to", "-id")
    )


def vacant_villages(scope: Scope, *, on: date) -> QuerySet[Division]:
    """Return the villages without an assistant on a day, however the last one left."""
    serving = Assignment.objects.filter(in_force(on), division=OuterRef("pk"), kind=AssignmentKind.ASSISTANT)
    return villages_within(scope, on=on).filter(~Exists(serving))


def villages_served(worker: Worker, *, on: date) -> list[str]:
    """Return the codes of the villages one assistant serves on a day or has been engaged for after it."""
    open_rows = Assignment.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gt=on), worker=worker, kind=AssignmentKind.ASSISTANT
    )
    return sorted(open_rows.values_list("division_id", flat=True))


@dataclass(frozen=True, slots=True)
class AssistantLine:
    """One assistant in one village as a line of the register."""

    assignment: Assignment
    place: str
    also_serves: tuple[str, ...]
    is_part_time: bool
    term: str
    has_handed_over: bool


def assistant_lines(assignments: Iterable[Assignment], *, on: date) -> list[AssistantLine]:
    """Return register lines; somebody who serves several villages is part-time in each of them."""
    rows = list(assignments)
    elsewhere = _villages_by_worker({row.worker_id for row in rows}, on=on)
    codes = {code for served in elsewhere.values() for code in served}
    names = division_names([*codes, *(row.division_id[:9] for row in rows)])
    handed = set(
        Assignment.objects.filter(pk__in=[row.pk for row in rows], handover__isnull=False).values_list(
            "pk", flat=True
        )
    )
    lines = []
    for row in rows:
        others = tuple(names[c] for c in elsewhere.get(row.worker_id, ()) if c != row.division_id)
        lines.append(
            AssistantLine(
                assignment=row,
                place=" / ".join(filter(None, (names.get(row.division_id[:9], ""), row.division.name))),
                also_serves=others,
                is_part_time=row.is_part_time or bool(others),
                term=_term(row, on),
                has_handed_over=row.pk in handed,
            )
        )
    return lines


def _villages_by_worker(workers: set[int], *, on: date) -> Mapping[int, list[str]]:
    found: dict[int, list[str]] = {}
    serving = Assignment.objects.filter(in_force(on), worker__in=workers, kind=AssignmentKind.ASSISTANT)
    for worker, code in serving.order_by("division_id").values_list("worker_id", "division_id"):
        found.setdefault(worker, []).append(code)
    return found


def _term(row: Assignment, on: date) -> str:
    if row.term_ends_on is None or row.term_ends_on > on + SOON:
        return ""
    return "LAPSED" if row.term_ends_on <= on else "ENDING"


@dataclass(frozen=True, slots=True)
class AssistantTotals:
    """The figures above the register."""

    villages: int
    vacant: int
    people: int
    households: int

    @property
    def coverage(self) -> str:
        """Return the share of villages with an assistant, with one decimal: 98.0%."""
        return percent(self.villages - self.vacant, self.villages)

    @property
    def households_per_head(self) -> str:
        """Return how many households one person looks after, with one decimal."""
        return f"{self.households / self.people:.1f}" if self.people else "—"


def percent(part: int, whole: int) -> str:
    """Write a share with one decimal, rounded half up; a dash where there is no whole."""
    if not whole:
        return "—"
    permille = (part * 2000 + whole) // (2 * whole)
    return f"{permille // 10}.{permille % 10}%"


def assistant_totals(scope: Scope, *, on: date) -> AssistantTotals:
    """Return how many villages, vacancies, people and households; a person in two villages is one person."""
    rows = assignments_within(scope, on=on, kinds=(AssignmentKind.ASSISTANT,)).order_by()
    served = list(rows.values_list("worker_id", "households"))
    return AssistantTotals(
        villages=villages_within(scope, on=on).count(),
        vacant=vacant_villages(scope, on=on).count(),
        people=len({worker for worker, _ in served}),
        households=sum(households for _, households in served),
    )
