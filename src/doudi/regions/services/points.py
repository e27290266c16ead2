"""Sets up, runs and merges service points, and keeps the villages' service buildings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from doudi.audit.actors import Actor
from doudi.audit.services import record
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.kernel.divisions import level_of
from doudi.regions.models import Assignment, Division, Facility, ServicePoint
from doudi.regions.states import AssignmentKind, Level, PointTier

TIERS = {
    Level.VILLAGE: PointTier.VILLAGE,
    Level.TOWNSHIP: PointTier.TOWNSHIP,
    Level.COUNTY: PointTier.COUNTY,
}


class NoPointHere(Refusal):
    """Points are set up in a village, a township or a county."""

    def __init__(self) -> None:
        super().__init__("网点只设到县、乡镇（街道）、村（居）三级。请改选其中一级的区划。", field="division")


class PointAlreadyThere(Refusal):
    """One open point for each division."""

    def __init__(self, place: Division) -> None:
        super().__init__(f"{place.name}已有网点。请修改原网点，或先办理撤并再新设。", field="division")


class PointClosed(Refusal):
    """The point is closed already."""

    def __init__(self) -> None:
        super().__init__("这个网点已经撤并。请返回列表查看接管的网点。")


class ClosesTooEarly(Refusal):
    """The day lies before the point was set up."""

    def __init__(self, earliest: date) -> None:
        super().__init__(f"日期要在设立日 {earliest.isoformat()} 之后。请改正日期。", field="on")


class MergedIntoItself(Refusal):
    """A point is merged into another open one of its tier."""

    def __init__(self) -> None:
        super().__init__("只能并入同一层级、仍在用的另一个网点。请另选网点。", field="merged_into")


class FacilityAlreadyThere(Refusal):
    """The village has a building of this name."""

    def __init__(self) -> None:
        super().__init__("这个村已登记过同名设施。请在列表里修改它的启用日。", field="name")


@dataclass(frozen=True, slots=True)
class PointFacts:
    """What is known about a point when it is set up."""

    name: str
    address: str
    phone: str
    hours: str
    duties: str = ""
    required_staff: int | None = None
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    running_from: date | None = None


@transaction.atomic
def open_point(division: Division, facts: PointFacts, *, on: date, by: Actor, at: datetime) -> ServicePoint:
    """Set a point up (设立); the village's assistants in office become its staff."""
    tier = TIERS.get(Level(level_of(division.code)))
    if tier is None:
        raise NoPointHere()
    if ServicePoint.objects.filter(division=division, valid_to__isnull=True).exists():
        raise PointAlreadyThere(division)
    with refused_when_taken(lambda: PointAlreadyThere(division)):
        point = ServicePoint.objects.create(
            division=division, tier=tier, valid_from=on, name=facts.name, address=facts.address,
            phone=facts.phone, hours=facts.hours, duties=facts.duties, required_staff=facts.required_staff,
            longitude=facts.longitude, latitude=facts.latitude, running_from=facts.running_from,
        )  # fmt: skip
    serving = Assignment.objects.filter(
        division=division, kind=AssignmentKind.ASSISTANT, valid_to__isnull=True, point__isnull=True
    )
    for assignment in serving:
        assignment.point = point
        assignment.save(update_fields=["point"])
    _record("regions.point_opened", point, by=by, at=at, details={"name": facts.name, "on": on})
    return point


@transaction.atomic
def start_running(point: ServicePoint, *, on: date, by: Actor, at: datetime) -> ServicePoint:
    """Record the day a point began to serve (开始运营)."""
    point = _open(point)
    if on < point.valid_from:
        raise ClosesTooEarly(point.valid_from)
    point.running_from = on
    point.save(update_fields=["running_from"])
    _record("regions.point_running", point, by=by, at=at, details={"on": on})
    return point


@transaction.atomic
def close_point(
    point: ServicePoint,
    *,
    merged_into: ServicePoint | None,
    on: date,
    reason: str,
    by: Actor,
    at: datetime,
) -> ServicePoint:
    """Close a point, or merge it into another (撤并); the row stays, and its people no longer count there."""
    point = _open(point)
    if on <= point.valid_from:
        raise ClosesTooEarly(point.valid_from)
    if merged_into is not None and not _may_take_over(merged_into, point):
        raise MergedIntoItself()
    point.valid_to, point.merged_into, point.closing_reason = on, merged_into, reason
    point.save(update_fields=["valid_to", "merged_into", "closing_reason"])
    for assignment in Assignment.objects.filter(point=point, valid_to__isnull=True):
        assignment.point = merged_into
        assignment.save(update_fields=["point"])
    details = {"on": on, "merged_into": merged_into.pk if merged_into else None}
    _record("regions.point_closed", point, by=by, at=at, reason=reason, details=details)
    return point


def _may_take_over(taker: ServicePoint, point: ServicePoint) -> bool:
    return taker.pk != point.pk and taker.tier == point.tier and taker.valid_to is None


def _open(point: ServicePoint) -> ServicePoint:
    locked = ServicePoint.objects.select_for_update().get(pk=point.pk)
    if locked.valid_to is not None:
        raise PointClosed()
    return locked


@transaction.atomic
def register_facility(
    division: Division, *, name: str, area_m2: int, opened_on: date | None, by: Actor, at: datetime
) -> Facility:
    """Register a village's service building; without a day of opening it does not count as covered."""
    if Facility.objects.filter(division=division, name=name).exists():
        raise FacilityAlreadyThere()
    with refused_when_taken(FacilityAlreadyThere):
        facility = Facility.objects.create(division=division, name=name, area_m2=area_m2, opened_on=opened_on)
    details = {"name": name, "area_m2": area_m2, "opened_on": opened_on}
    record("regions.facility_registered", subject_type="facility", subject_id=str(facility.pk), by=by, at=at,
           division=division.code, details=details)  # fmt: skip
    return facility


@transaction.atomic
def set_facility_opening(facility: Facility, *, opened_on: date | None, by: Actor, at: datetime) -> Facility:
    """Set or correct the day a building came into use (补录启用日)."""
    before = facility.opened_on
    facility.opened_on = opened_on
    facility.save(update_fields=["opened_on"])
    record("regions.facility_opened", subject_type="facility", subject_id=str(facility.pk), by=by, at=at,
           division=facility.division_id, details={"before": before, "opened_on": opened_on})  # fmt: skip
    return facility


def _record(
    action: str,
    point: ServicePoint,
    *,
    by: Actor,
    at: datetime,
    reason: str = "",
    details: Mapping[str, object],
) -> None:
    record(action, subject_type="service_point", subject_id=str(point.pk), by=by, at=at,
           division=point.division_id, reason=reason, details=details)  # fmt: skip
