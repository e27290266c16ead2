"""A city's figures are those of the months its counties closed, added up and never averaged."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.kernel.dates import Period
from doudi.oversight.models import KeptCount, KeptFigure
from doudi.oversight.selectors.above import NOT_CLOSED, figures_above
from doudi.regions.models import Division
from tests.clauses.conftest import county as county
from tests.county import COUNTY, County, logged_in
from tests.journeys.test_indicators import closed, page
from tests.journeys.test_indicators import compared as compared

CITY, OTHER = "4402", "440205"
OCTOBER = Period.parse("2026-10")


@pytest.fixture
def city(compared: County) -> County:
    """A city of two counties; nothing is known of the second."""
    Division.objects.create(
        code=OTHER, name="曲江区", level="COUNTY", parent_id=CITY, valid_from=date(2020, 1, 1)
    )
    return compared


def keep(county: County, figure: str, above: int, below: int | None) -> None:
    """Let the second county have closed October with this."""
    by = county.people["review"]
    kept = KeptFigure.objects.create(region=OTHER, period="2026-10", figure=figure, by=by, at=county.at)
    KeptCount.objects.create(kept=kept, division=OTHER, above=above, below=below, digest="0" * 64)


def told(key: str) -> tuple[str, int]:
    line = next(each for each in figures_above(CITY, OCTOBER) if each.key == key)
    return line.text, line.closed


def test_only_what_counties_closed_is_told_of_a_city(city: County, settings: Settings) -> None:
    supervisor = city.hire(Role.SUPERVISOR, CITY)
    assert told("in_time") == (NOT_CLOSED, 0)
    assert "0 / 2" in page(logged_in(supervisor), f"/indicators/?division={CITY}")

    closed(city, settings)

    office = logged_in(supervisor)
    assert told("in_time") == ("37.50%", 1)
    assert told("listed") == ("8", 1)
    shown = page(office, f"/indicators/in_time/?division={CITY}")
    assert shown.count("37.50%") == 2
    assert shown.count(NOT_CLOSED) == 1
    assert f"?division={COUNTY}" in shown

    # 3 of 8 and 1 of 1 are 4 of 9, not the mean of 37.5 and 100
    keep(city, "in_time", 1, 1)
    keep(city, "dibao_coverage", 5, None)
    assert told("in_time") == ("44.44%", 2)
    assert told("dibao_coverage") == ("缺分母", 2)
    assert office.get("/indicators/?division=44").status_code == 404
    assert office.get(f"/indicators/in_time/behind/?division={CITY}").status_code == 404
    assert page(office, f"/indicators/in_time/?division={COUNTY}")


def test_an_officer_of_a_county_sees_no_city(city: County) -> None:
    assert logged_in(city.people["county"]).get(f"/indicators/?division={CITY}").status_code == 404


def test_a_village_assistant_sees_figures_and_hands_none_out(city: County) -> None:
    village = logged_in(city.hire(Role.VILLAGE_ASSISTANT, "440204001001"))
    assert "division=440204001001" in page(village, "/indicators/")
    assert village.get("/indicators/?sheet=1").status_code == 403
    assert logged_in(city.hire(Role.DEPARTMENT_LIAISON, COUNTY)).get("/indicators/").status_code == 403
