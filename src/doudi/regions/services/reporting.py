"""Sets up a province's reporting units and says through which of them a county reports."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from doudi.audit.actors import Actor
from doudi.audit.services import record
from doudi.common.meanwhile import DoneMeanwhile, refused_when_taken
from doudi.common.problems import Refusal
from doudi.kernel.policy_file import read_policy
from doudi.regions.models import Division, ReportingMember, ReportingUnit
from doudi.regions.rules.reporting import UnitBeside
from doudi.regions.selectors.divisions import divisions_below
from doudi.regions.states import Level, ReportingKind


class DoubleMembership(Refusal):
    """A county reports through one unit at a time, or its numbers would count twice."""

    def __init__(self, county: Division, unit: ReportingUnit) -> None:
        super().__init__(
            f"重复归属：{county.name}已通过{unit.name}报送，再挂一处会重复计数。请先终止原归属，再登记新归属。",
            field="county",
        )


class NotOfThisProvince(Refusal):
    """A county of another province, or no county at all."""

    def __init__(self) -> None:
        super().__init__("只能登记本省的县（市、区）。请核对六位代码。", field="county")


class UnitsAlreadyThere(Refusal):
    """The province's units are set up once and then changed one by one."""

    def __init__(self) -> None:
        super().__init__("本省的报送单位已经建立。要调整归属，请在列表里逐县办理。")


@transaction.atomic
def open_reporting_units(province: Division, *, on: date, by: Actor, at: datetime) -> int:
    """Set up one unit for each city, and for each zone and county that reports beside the cities.

    Which do is in policies/workforce/reporting-units.yaml; every other county reports through its city.
    """
    if ReportingUnit.objects.filter(province=province).exists():
        raise UnitsAlreadyThere()
    beside = {row.code: row for row in _units_beside(province.code)}
    counties = list(divisions_below(province.code, level=Level.COUNTY))
    cities = list(divisions_below(province.code, level=Level.CITY))
    units = [
        ReportingUnit(province=province, code=c.code, name=c.name, kind=ReportingKind.CITY) for c in cities
    ]
    units += [
        ReportingUnit(province=province, code=code, name=row.name, kind=row.kind)
        for code, row in beside.items()
        if any(county.code == code for county in counties)
    ]
    made = {unit.code: unit for unit in ReportingUnit.objects.bulk_create(units)}
    ReportingMember.objects.bulk_create(
        ReportingMember(
            unit=made[county.code if county.code in beside else county.code[:4]], county=county, valid_from=on
        )
        for county in counties
    )
    _record("regions.reporting_opened", province.code, by=by, at=at, details={"units": sorted(made)})
    return len(made)


def _units_beside(province: str) -> list[UnitBeside]:
    rows = read_policy(settings.DOUDI_POLICIES, "workforce/reporting-units.yaml", list[UnitBeside])
    return [row for row in rows if row.province == province]


@transaction.atomic
def add_member(
    unit: ReportingUnit, county: Division, *, on: date, by: Actor, at: datetime
) -> ReportingMember:
    """Let a county report through a unit from a day on; refused while it reports through another."""
    if county.level != Level.COUNTY or not county.code.startswith(unit.province_id):
        raise NotOfThisProvince()
    held = ReportingMember.objects.select_for_update().select_related("unit").filter(county=county)
    clash = held.filter(valid_to__isnull=True).first() or held.filter(valid_to__gt=on).first()
    if clash is not None:
        raise DoubleMembership(county, clash.unit)
    with refused_when_taken(DoneMeanwhile):
        member = ReportingMember.objects.create(unit=unit, county=county, valid_from=on)
    _record("regions.reporting_joined", county.code, by=by, at=at, details={"unit": unit.code, "on": on})
    return member


@transaction.atomic
def end_member(member: ReportingMember, *, on: date, reason: str, by: Actor, at: datetime) -> ReportingMember:
    """End that a county reports through a unit; until it joins another it stands outside every line."""
    if on <= member.valid_from:
        sentence = f"止日要在归属起日 {member.valid_from.isoformat()} 之后。请改正日期。"
        raise EndsTooEarly(sentence, field="on")
    member.valid_to = on
    member.save(update_fields=["valid_to"])
    _record("regions.reporting_left", member.county_id, by=by, at=at, reason=reason, details={"on": on})
    return member


class EndsTooEarly(Refusal):
    """The last day lies before the first."""


def _record(
    action: str, code: str, *, by: Actor, at: datetime, reason: str = "", details: Mapping[str, object]
) -> None:
    record(action, subject_type="division", subject_id=code, by=by, at=at, division=code, reason=reason,
           details=details)  # fmt: skip
