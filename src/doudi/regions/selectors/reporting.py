"""Answers what each reporting unit of a province adds up to, with the proof that nothing is doubled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.models import Division, ReportingMember, ReportingUnit
from doudi.regions.rules.reporting import Totals, totals_of
from doudi.regions.selectors.assistants import in_force
from doudi.regions.selectors.standards import figures_by_place
from doudi.regions.states import FigureKind, Level


@dataclass(frozen=True, slots=True)
class UnitTotal:
    """One line of a province's totals."""

    unit: ReportingUnit
    counties: tuple[str, ...]
    value: int


@dataclass(frozen=True, slots=True)
class Report:
    """A province's lines with the proof below them."""

    lines: tuple[UnitTotal, ...]
    totals: Totals
    missed: tuple[str, ...]


def province_report(province: str, kind: FigureKind, period: Period, *, on: date) -> Report:
    """Return one number by reporting unit for a province and month, and whether it adds up."""
    counties = dict(
        Division.objects.filter(Scope((province,)).q("code"), in_force(on), level=Level.COUNTY).values_list(
            "code", "name"
        )
    )
    members: dict[str, list[str]] = {}
    rows = ReportingMember.objects.filter(in_force(on), unit__province=province).order_by("county_id")
    for unit, county in rows.values_list("unit__code", "county_id"):
        members.setdefault(unit, []).append(county)
    counts: Counter[str] = Counter()
    for code, value in figures_by_place(kind, Scope((province,)), period).items():
        counts[code[:COUNTY_DIGITS]] += value
    units = ReportingUnit.objects.filter(province=province).order_by("code")
    totals = totals_of(counties, {unit.code: members.get(unit.code, ()) for unit in units}, counts)
    return Report(
        lines=tuple(
            UnitTotal(
                unit=unit,
                counties=tuple(counties.get(code, code) for code in members.get(unit.code, ())),
                value=totals.lines[unit.code],
            )
            for unit in units
        ),
        totals=totals,
        missed=tuple(counties[code] for code in totals.missed),
    )


def reporting_unit_of(county: str, *, on: date) -> ReportingUnit | None:
    """Return the unit a county reports through on a day."""
    member = ReportingMember.objects.filter(in_force(on), county_id=county).select_related("unit").first()
    return member.unit if member else None
