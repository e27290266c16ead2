"""Answers where people can go: stations, windows and offices, and the villages that lack one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.regions.models import Assignment, Division, ServicePoint
from doudi.regions.selectors.assistants import in_force, percent, villages_within
from doudi.regions.selectors.divisions import division_names
from doudi.regions.selectors.standards import figures_by_place, standard_book
from doudi.regions.states import AssignmentKind, FigureKind, PointTier, StandardKey

MISSING = {
    "station": "村级救助站",
    "assistant": "救助协理员",
    "window": "乡镇窗口",
    "office": "县级机构",
}


def points_within(scope: Scope, *, on: date) -> QuerySet[ServicePoint]:
    """Return the points of a scope that are set up on a day."""
    return (
        ServicePoint.objects.filter(scope.q("division_id"), in_force(on))
        .select_related("division")
        .order_by("division_id")
    )


def closed_points(scope: Scope, *, on: date) -> QuerySet[ServicePoint]:
    """Return the points of a scope that were closed or merged, the latest first."""
    return (
        ServicePoint.objects.filter(scope.q("division_id"), valid_to__lte=on)
        .select_related("division", "merged_into__division")
        .order_by("-valid_to", "-id")
    )


@dataclass(frozen=True, slots=True)
class StationLine:
    """One village station with its staff against what it should have."""

    point: ServicePoint
    place: str
    staff: int
    required: int
    is_running: bool

    @property
    def short(self) -> int:
        """Return how many people are missing."""
        return max(0, self.required - self.staff)

    @property
    def short_words(self) -> str:
        """Return the shortage as the list shows it."""
        return f"缺 {self.short} 人"


def station_lines(scope: Scope, *, on: date) -> list[StationLine]:
    """Return the village stations of a scope with their staffing on a day."""
    serving = Q(staff__valid_from__lte=on) & (Q(staff__valid_to__isnull=True) | Q(staff__valid_to__gt=on))
    points = list(
        points_within(scope, on=on)
        .filter(tier=PointTier.VILLAGE)
        .annotate(staff_count=Count("staff", filter=serving))
    )
    book = standard_book()
    names = division_names(point.division_id[:TOWNSHIP_DIGITS] for point in points)
    return [
        StationLine(
            point=point,
            place=_place(point.division, names.get(point.division_id[:TOWNSHIP_DIGITS], "")),
            staff=point.staff_count,
            required=_required(point, book.value(StandardKey.STATION_STAFF, point.division_id, on).value),
            is_running=point.running_from is not None and point.running_from <= on,
        )
        for point in points
    ]


def _required(point: ServicePoint, standard: int) -> int:
    return standard if point.required_staff is None else point.required_staff


def _place(village: Division, town: str) -> str:
    return " / ".join(filter(None, (town, village.name)))


def villages_without_station(scope: Scope, *, on: date) -> QuerySet[Division]:
    """Return the villages without an open station on a day."""
    station = ServicePoint.objects.filter(in_force(on), division=OuterRef("pk"), tier=PointTier.VILLAGE)
    return villages_within(scope, on=on).filter(~Exists(station))


@dataclass(frozen=True, slots=True)
class Candidate:
    """A village with so many people in need that it should have a station."""

    code: str
    place: str
    needy: int
    threshold: int


def station_candidates(scope: Scope, *, on: date) -> list[Candidate]:
    """Return the villages without a station whose people in need reach the threshold, the most first."""
    needy = figures_by_place(FigureKind.NEEDY, scope, Period.of(on))
    book = standard_book()
    every = villages_without_station(scope, on=on)
    without = [village for village in every if needy.get(village.code)]
    names = division_names(village.code[:TOWNSHIP_DIGITS] for village in without)
    found = [
        Candidate(
            code=village.code,
            place=_place(village, names.get(village.code[:TOWNSHIP_DIGITS], "")),
            needy=needy[village.code],
            threshold=book.value(StandardKey.STATION_NEEDY, village.code, on).value,
        )
        for village in without
    ]
    reached = [each for each in found if each.needy >= each.threshold]
    return sorted(reached, key=lambda each: (-each.needy, each.code))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many of the villages have what they should have."""

    villages: int
    covered: int

    @property
    def missing(self) -> int:
        """Return how many villages have not."""
        return self.villages - self.covered

    @property
    def share(self) -> str:
        """Return the share with one decimal."""
        return percent(self.covered, self.villages)


def station_coverage(scope: Scope, *, on: date) -> Coverage:
    """Return how many villages have an open station on a day."""
    villages = villages_within(scope, on=on).count()
    return Coverage(villages, villages - villages_without_station(scope, on=on).count())


@dataclass(frozen=True, slots=True)
class Gap:
    """A village whose three-tier network has a hole, and which."""

    code: str
    place: str
    missing: tuple[str, ...]


def network_gaps(scope: Scope, *, on: date) -> list[Gap]:
    """Return the villages that lack a station, an assistant, the township's window or the county's office."""
    stations = _divisions_with(PointTier.VILLAGE, on)
    windows, offices = _divisions_with(PointTier.TOWNSHIP, on), _divisions_with(PointTier.COUNTY, on)
    assisted = set(
        Assignment.objects.filter(in_force(on), scope.q("division_id"), kind=AssignmentKind.ASSISTANT)
        .values_list("division_id", flat=True)
    )  # fmt: skip
    villages = list(villages_within(scope, on=on))
    names = division_names({village.code[:TOWNSHIP_DIGITS] for village in villages})
    found = []
    for village in villages:
        has = {
            "station": village.code in stations,
            "assistant": village.code in assisted,
            "window": village.code[:TOWNSHIP_DIGITS] in windows,
            "office": village.code[:COUNTY_DIGITS] in offices,
        }
        missing = tuple(MISSING[key] for key, there in has.items() if not there)
        if missing:
            place = _place(village, names.get(village.code[:TOWNSHIP_DIGITS], ""))
            found.append(Gap(village.code, place, missing))
    return found


def _divisions_with(tier: PointTier, on: date) -> set[str]:
    return set(ServicePoint.objects.filter(in_force(on), tier=tier).values_list("division_id", flat=True))


@dataclass(frozen=True, slots=True)
class Contact:
    """One tier of a village's network: the point and who works there, or nothing."""

    tier: str
    point: ServicePoint | None
    people: tuple[str, ...]
    took_over: bool = False


def contacts_of(village: str, *, on: date) -> list[Contact]:
    """Return the three tiers a villager can turn to, from the village up; a gap is a tier without point.

    Where the village's own station was merged, the station that took over is named.
    """
    return [
        _village_contact(village, on),
        _contact(PointTier.TOWNSHIP, village[:TOWNSHIP_DIGITS], on),
        _contact(PointTier.COUNTY, village[:COUNTY_DIGITS], on),
    ]


def _village_contact(village: str, on: date) -> Contact:
    own = _contact(PointTier.VILLAGE, village, on)
    if own.point is not None:
        return own
    merged = ServicePoint.objects.filter(division_id=village, valid_to__lte=on).order_by("-valid_to").first()
    taker = merged.merged_into if merged else None
    while taker is not None and taker.valid_to is not None and taker.valid_to <= on:
        taker = taker.merged_into
    return Contact(own.tier, taker, own.people, took_over=taker is not None)


def _contact(tier: PointTier, code: str, on: date) -> Contact:
    point = ServicePoint.objects.filter(in_force(on), division_id=code, tier=tier).first()
    rows = Assignment.objects.filter(in_force(on), division_id=code).select_related("worker").order_by("id")
    return Contact(str(tier.label), point, _named(row.worker.name for row in rows))


def _named(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
