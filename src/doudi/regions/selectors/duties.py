"""Answers who is first responsible for a unit on a day, and whose a problem is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, QuerySet

from doudi.common.scope import Scope
from doudi.regions.models import Organisation, UnitLeader, UnitProblem
from doudi.regions.selectors.assistants import in_force
from doudi.regions.selectors.divisions import division_names
from doudi.regions.states import LeaderRank, OrganisationKind


def units_within(scope: Scope) -> QuerySet[Organisation]:
    """Return the units of a scope that have a leader of their own; a bureau's sections have the bureau's."""
    units = Organisation.objects.filter(scope.q("division_id")).exclude(kind=OrganisationKind.SECTION)
    return units.order_by("division_id", "kind", "name")


def sections_within(scope: Scope) -> QuerySet[Organisation]:
    """Return the sections (科室) of the bureaus of a scope."""
    sections = Organisation.objects.filter(scope.q("division_id"), kind=OrganisationKind.SECTION)
    return sections.select_related("division").order_by("division_id", "name")


def units_without_leader(scope: Scope, *, on: date) -> QuerySet[Organisation]:
    """Return the units nobody is first responsible for on a day."""
    first = UnitLeader.objects.filter(in_force(on), unit=OuterRef("pk"), rank=LeaderRank.FIRST)
    return units_within(scope).filter(~Exists(first))


def first_leader(unit: Organisation, *, on: date) -> UnitLeader | None:
    """Return who is first responsible for a unit on a day."""
    return UnitLeader.objects.filter(in_force(on), unit=unit, rank=LeaderRank.FIRST).first()


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem with the person who was first responsible when it was found; "" when nobody was."""

    problem: UnitProblem
    leader: str
    is_overdue: bool


def problem_lines(problems: Iterable[UnitProblem], *, on: date) -> list[ProblemLine]:
    """Return problems, each with whoever was first responsible on the day it was found.

    The person is looked up by day, so a term registered late takes its problems over by itself.
    """
    rows = list(problems)
    terms: dict[int, list[UnitLeader]] = {}
    units = {row.unit_id for row in rows}
    for term in UnitLeader.objects.filter(unit__in=units, rank=LeaderRank.FIRST):
        terms.setdefault(term.unit_id, []).append(term)
    return [
        ProblemLine(
            problem=row,
            leader=next((t.name for t in terms.get(row.unit_id, ()) if _holds(t, row.raised_on)), ""),
            is_overdue=row.closed_on is None and row.due_on is not None and row.due_on < on,
        )
        for row in rows
    ]


def _holds(term: UnitLeader, day: date) -> bool:
    return term.valid_from <= day and (term.valid_to is None or day < term.valid_to)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """One unit with who answers for it today and what is open there."""

    unit: Organisation
    place: str
    first: UnitLeader | None
    deputies: tuple[str, ...]
    open_problems: int
    overdue: int


def unit_lines(units: Iterable[Organisation], *, on: date) -> list[UnitLine]:
    """Return units with their people in office on a day and their open and overdue problems."""
    rows = list(units)
    names = division_names(unit.division_id for unit in rows)
    leaders: dict[int, list[UnitLeader]] = {}
    for leader in UnitLeader.objects.filter(in_force(on), unit__in=rows).order_by("id"):
        leaders.setdefault(leader.unit_id, []).append(leader)
    problems: dict[int, list[UnitProblem]] = {}
    for problem in UnitProblem.objects.filter(unit__in=rows, closed_on__isnull=True):
        problems.setdefault(problem.unit_id, []).append(problem)
    return [
        UnitLine(
            unit=unit,
            place=names.get(unit.division_id, ""),
            first=next((x for x in leaders.get(unit.pk, ()) if x.rank == LeaderRank.FIRST), None),
            deputies=tuple(x.name for x in leaders.get(unit.pk, ()) if x.rank == LeaderRank.DEPUTY),
            open_problems=len(problems.get(unit.pk, ())),
            overdue=sum(1 for p in problems.get(unit.pk, ()) if p.due_on is not None and p.due_on < on),
        )
        for unit in rows
    ]
