"""Puts people in charge of a unit and enters the problems found there."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction

from doudi.audit.actors import Actor
from doudi.audit.services import record
from doudi.common.meanwhile import DoneMeanwhile, refused_when_taken
from doudi.common.problems import Refusal
from doudi.regions.models import Division, Organisation, UnitLeader, UnitProblem
from doudi.regions.states import LeaderRank, OrganisationKind


class TermOverlaps(Refusal):
    """A new first leader begins after the one before began."""

    def __init__(self, leader: UnitLeader) -> None:
        super().__init__(
            f"{leader.name}从 {leader.valid_from.isoformat()} 起任第一责任人。新任职日要更晚，请改正。",
            field="valid_from",
        )


class LeaderAlreadyLeft(Refusal):
    """The term has ended already."""

    def __init__(self) -> None:
        super().__init__("此人已经离任。请刷新页面查看当期责任人。")


class ProblemAlreadyClosed(Refusal):
    """The problem is closed already."""

    def __init__(self) -> None:
        super().__init__("这个事项已经办结，不必重复办理。")


class UnitAlreadyThere(Refusal):
    """A unit is entered once."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name}已在责任清单里。请在列表里找到它，再登记责任人。", field="name")


class DueBeforeRaised(Refusal):
    """A deadline lies before the day of the finding."""

    def __init__(self) -> None:
        super().__init__("办结期限早于发现日。请改正期限。", field="due_on")


@transaction.atomic
def enter_unit(
    division: Division, *, name: str, kind: OrganisationKind, by: Actor, at: datetime
) -> Organisation:
    """Enter a unit that answers for assistance work."""
    if Organisation.objects.filter(division=division, name=name).exists():
        raise UnitAlreadyThere(name)
    with refused_when_taken(lambda: UnitAlreadyThere(name)):
        unit = Organisation.objects.create(division=division, name=name, kind=kind)
    _record("regions.unit_entered", unit, by=by, at=at, details={"name": name, "kind": kind})
    return unit


def section_named(code: str, name: str, *, by: Actor, at: datetime) -> Organisation | None:
    """Return the section (科室) of a division's bureau by its name, entered if new; None of an unknown place.

    Raises UnitAlreadyThere when a unit of another kind has that name.
    """
    found = Organisation.objects.filter(division=code, kind=OrganisationKind.SECTION, name=name).first()
    division = None if found else Division.objects.filter(code=code).first()
    if division is None:
        return found
    return enter_unit(division, name=name, kind=OrganisationKind.SECTION, by=by, at=at)


@transaction.atomic
def appoint_leader(
    unit: Organisation, *, rank: LeaderRank, name: str, title: str, on: date, by: Actor, at: datetime
) -> UnitLeader:
    """Put somebody in charge from a day on; a first leader ends the one before on that day (更换)."""
    if rank == LeaderRank.FIRST:
        _end_the_one_before(unit, on=on)
    with refused_when_taken(DoneMeanwhile):
        leader = UnitLeader.objects.create(unit=unit, rank=rank, name=name, title=title, valid_from=on)
    _record("regions.leader_appointed", unit, by=by, at=at, details={"name": name, "rank": rank, "on": on})
    return leader


def _end_the_one_before(unit: Organisation, *, on: date) -> None:
    terms = UnitLeader.objects.select_for_update().filter(unit=unit, rank=LeaderRank.FIRST)
    latest = terms.order_by("-valid_from", "-id").first()
    if latest is None:
        return
    if on <= latest.valid_from or (latest.valid_to is not None and on < latest.valid_to):
        raise TermOverlaps(latest)
    if latest.valid_to is None:
        latest.valid_to = on
        latest.save(update_fields=["valid_to"])


@transaction.atomic
def end_leader(leader: UnitLeader, *, on: date, reason: str, by: Actor, at: datetime) -> UnitLeader:
    """End somebody's charge without a successor; the unit then stands on the list of vacancies."""
    leader = UnitLeader.objects.select_for_update().select_related("unit").get(pk=leader.pk)
    if leader.valid_to is not None:
        raise LeaderAlreadyLeft()
    if on <= leader.valid_from:
        raise TermOverlaps(leader)
    leader.valid_to = on
    leader.save(update_fields=["valid_to"])
    _record("regions.leader_left", leader.unit, by=by, at=at, reason=reason, details={"on": on})
    return leader


@transaction.atomic
def raise_problem(
    unit: Organisation,
    *,
    title: str,
    source: str,
    on: date,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> UnitProblem:
    """Enter a task or problem of a unit; upper modules call this for what they find."""
    if due_on is not None and due_on < on:
        raise DueBeforeRaised()
    problem = UnitProblem.objects.create(unit=unit, title=title, source=source, raised_on=on, due_on=due_on)
    _record("regions.problem_raised", unit, by=by, at=at, details={"problem": problem.pk, "title": title})
    return problem


@transaction.atomic
def close_problem(problem: UnitProblem, *, on: date, reason: str, by: Actor, at: datetime) -> UnitProblem:
    """Close a problem that has been dealt with (办结)."""
    problem = UnitProblem.objects.select_for_update().select_related("unit").get(pk=problem.pk)
    if problem.closed_on is not None:
        raise ProblemAlreadyClosed()
    problem.closed_on = on
    problem.save(update_fields=["closed_on"])
    _record("regions.problem_closed", problem.unit, by=by, at=at, reason=reason,
            details={"problem": problem.pk})  # fmt: skip
    return problem


def _record(
    action: str,
    unit: Organisation,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    details: Mapping[str, object],
) -> None:
    record(action, subject_type="unit", subject_id=str(unit.pk), by=by, at=at, division=unit.division_id,
           reason=reason, details=details)  # fmt: skip
