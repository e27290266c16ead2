"""The villages' service buildings against the day set for full coverage."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from doudi.audit.actors import SYSTEM
from doudi.common.scope import Scope
from doudi.regions.models import Division, Facility
from doudi.regions.selectors.facilities import facility_target, villages_without_facility
from doudi.regions.services.points import FacilityAlreadyThere, register_facility
from doudi.regions.states import DivisionKind
from doudi.regions.tests.factories import (
    ABROAD,
    COUNTY,
    MONDAY,
    VILLAGE,
    browser,
    division,
    text_of,
    villages,
)

pytestmark = pytest.mark.django_db
HERE = Scope((COUNTY,))
JUNE = date(2020, 6, 1)


def facility(village: Division, opened_on: date | None = date(2019, 5, 1)) -> Facility:
    return register_facility(
        village, name="党群服务中心", area_m2=300, opened_on=opened_on, by=SYSTEM, at=MONDAY
    )


@pytest.mark.clause("QG-16.4")
def test_coverage_counts_down_to_the_day_and_follows_what_is_entered_late(settings: Settings) -> None:
    every = villages(101)
    built = [facility(village) for village in every[:95]]
    missing = [facility(village, None) for village in every[95:]]
    assert len(built + missing) == 101

    settings.APP_CLOCK = "frozen:2020-12-01T09:00+08:00"
    officer = browser()
    target = facility_target(HERE, on=date(2020, 12, 1))
    assert (target.coverage.share, target.coverage.missing, target.days_left) == ("94.1%", 6, 30)
    gaps = [village.code for village in villages_without_facility(HERE, on=date(2020, 12, 1))]
    assert gaps == [village.code for village in every[95:]]
    shown = text_of(officer, "/facilities/")
    assert "94.1%" in shown
    assert "30<small>天" in shown
    assert "推进中" in shown
    assert all(village.name in shown for village in every[95:])

    settings.APP_CLOCK = "frozen:2020-12-31T09:00+08:00"
    officer = browser()  # a session left alone for a month is over
    assert facility_target(HERE, on=date(2020, 12, 31)).state == "MISSED"
    assert "未达标" in text_of(officer, "/facilities/")

    late = {"opened_on": "2020-12-30"}
    answers = [officer.post(f"/facilities/{each.pk}/opening/", late).status_code for each in missing]
    assert answers == [302] * 6
    target = facility_target(HERE, on=date(2020, 12, 31))
    assert (target.coverage.share, target.state) == ("100.0%", "MET")
    assert "已达标" in text_of(officer, "/facilities/")


def test_a_building_opened_after_the_day_covers_but_does_not_meet_the_target() -> None:
    facility(division(VILLAGE), date(2021, 3, 1))

    target = facility_target(HERE, on=date(2021, 4, 1))

    assert (target.coverage.share, target.state) == ("100.0%", "MISSED")


def test_town_communities_are_not_part_of_the_target() -> None:
    division(VILLAGE)
    community = Division.objects.create(
        code="440204101001", name="社区", level="VILLAGE", kind=DivisionKind.COMMUNITY, valid_from=JUNE
    )

    assert facility_target(HERE, on=date(2020, 12, 1)).coverage.villages == 1
    assert community.code.startswith(COUNTY)


def test_a_building_is_registered_once(settings: Settings) -> None:
    village = division(VILLAGE)
    facility(village)
    with pytest.raises(FacilityAlreadyThere, match="启用日"):
        facility(village)
    typed = {"division": VILLAGE, "name": "文化礼堂", "area_m2": 120, "opened_on": "2020-05-01"}
    officer = browser()
    assert officer.post("/facilities/new/", typed).status_code == 302
    assert "文化礼堂" in text_of(officer, "/facilities/?tab=all")


def test_a_building_of_another_county_is_not_there() -> None:
    foreign = facility(division(ABROAD))
    assert browser().get(f"/facilities/{foreign.pk}/opening/").status_code == 404
