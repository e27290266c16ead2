"""A province's totals: zones and counties that report themselves stand beside the cities, once each."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from doudi.audit.actors import SYSTEM
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.regions.models import Division, ReportingMember, ReportingUnit
from doudi.regions.rules.reporting import totals_of
from doudi.regions.selectors.reporting import province_report
from doudi.regions.services.reporting import (
    DoubleMembership,
    EndsTooEarly,
    NotOfThisProvince,
    UnitsAlreadyThere,
    add_member,
    end_member,
    open_reporting_units,
)
from doudi.regions.services.standards import Counted, record_figures
from doudi.regions.states import FigureKind
from doudi.regions.tests.factories import CLOCK, COUNTY, MONDAY, NOVEMBER, browser, division, text_of

SHAANXI, HANCHENG, YANGLING, WEINAN = "61", "610581", "610403", "6105"
CASES = {"610581100": 7, "610502100": 20, "610403100": 5, "610402100": 30}
OCTOBER, SINCE = Period.parse("2026-10"), date(2022, 7, 1)


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> None:
    settings.APP_CLOCK = CLOCK


@pytest.fixture
def province(db: None) -> Division:
    counted = [Counted(division(code).code, value) for code, value in CASES.items()]
    record_figures(
        FigureKind.CASES, OCTOBER, counted, source="月报", scope=Scope((SHAANXI,)), by=SYSTEM, at=MONDAY
    )
    return Division.objects.get(code=SHAANXI)


def opened(province: Division) -> None:
    open_reporting_units(province, on=SINCE, by=SYSTEM, at=MONDAY)


def lines() -> dict[str, int]:
    report = province_report(SHAANXI, FigureKind.CASES, OCTOBER, on=NOVEMBER)
    return {line.unit.name: line.value for line in report.lines}


@pytest.mark.clause("SX-0.1")
def test_hancheng_and_yangling_are_lines_of_their_own_and_nothing_counts_twice(province: Division) -> None:
    officer = browser("COUNTY_OFFICER", SHAANXI)
    assert officer.post("/reporting/set-up/").status_code == 302

    assert lines() == {"咸阳市": 30, "渭南市": 20, "杨凌示范区": 5, "韩城市": 7}
    shown = text_of(officer, "/reporting/?kind=CASES")
    own_line = '<td data-label="报送单位" class="d-nowrap">韩城市</td>'
    assert shown.count(own_line) == 1
    assert "不重不漏" in shown
    report = province_report(SHAANXI, FigureKind.CASES, OCTOBER, on=NOVEMBER)
    assert report.totals.balances
    assert report.totals.total == sum(lines().values()) == sum(CASES.values())
    assert "<b>62</b>" in shown

    weinan = ReportingUnit.objects.get(code=WEINAN)
    doubled = officer.post("/reporting/join/", {"unit": weinan.pk, "county": HANCHENG, "on": "2026-11-01"})

    assert doubled.status_code == 400
    assert "重复归属：韩城市已通过韩城市报送" in doubled.content.decode()
    assert lines()["渭南市"] == 20
    # the tree itself has its five levels: Hancheng lies under Weinan there, and reports for itself
    assert "临渭区" in text_of(officer, "/divisions/6105/")
    assert "龙门镇" in text_of(officer, f"/divisions/{HANCHENG}/")
    assert "通过韩城市向省报送" in text_of(officer, "/divisions/610581100/")


def test_a_county_between_two_units_is_shown_as_left_out(province: Division) -> None:
    opened(province)
    member = ReportingMember.objects.get(county=YANGLING)
    officer = browser("COUNTY_OFFICER", SHAANXI)

    officer.post(f"/reporting/members/{member.pk}/part/", {"reason": "归属调整"})

    report = province_report(SHAANXI, FigureKind.CASES, OCTOBER, on=NOVEMBER)
    assert (report.totals.balances, report.missed) == (False, ("杨陵区",))
    assert "汇总不平" in text_of(officer, "/reporting/?kind=CASES")

    xianyang = ReportingUnit.objects.get(code="6104")
    add_member(xianyang, division(YANGLING), on=NOVEMBER, by=SYSTEM, at=MONDAY)

    assert lines()["咸阳市"] == 35
    assert province_report(SHAANXI, FigureKind.CASES, OCTOBER, on=NOVEMBER).totals.balances


def test_refusals_about_reporting_say_the_way_out(province: Division) -> None:
    opened(province)
    weinan = ReportingUnit.objects.get(code=WEINAN)
    with pytest.raises(UnitsAlreadyThere, match="逐县办理"):
        opened(province)
    with pytest.raises(DoubleMembership, match="先终止原归属"):
        add_member(weinan, division(HANCHENG), on=NOVEMBER, by=SYSTEM, at=MONDAY)
    with pytest.raises(NotOfThisProvince, match="本省"):
        add_member(weinan, division(COUNTY), on=NOVEMBER, by=SYSTEM, at=MONDAY)
    with pytest.raises(EndsTooEarly, match="2022-07-01"):
        end_member(weinan.members.get(), on=SINCE, reason="", by=SYSTEM, at=MONDAY)


@pytest.mark.django_db
def test_totals_of_a_province_are_for_those_who_cover_it() -> None:
    officer = browser()

    assert "全省汇总只对省级开放" in text_of(officer, "/reporting/")
    assert officer.post("/reporting/set-up/").status_code == 404
    assert officer.get("/divisions/44/").status_code == 404
    assert officer.get(f"/divisions/{SHAANXI}/").status_code == 404
    assert officer.get("/divisions/")["Location"] == f"/divisions/{COUNTY}/"


counties = st.sampled_from([f"6101{order:02d}" for order in range(1, 13)])


@given(
    counts=st.dictionaries(counties, st.integers(0, 10_000)),
    units=st.dictionaries(st.sampled_from("abcd"), st.lists(counties, unique=True)),
)
def test_lines_add_up_to_the_total_exactly_when_no_county_is_left_out_or_doubled(
    counts: dict[str, int], units: dict[str, list[str]]
) -> None:
    every = sorted({*counts, *(county for members in units.values() for county in members)})
    found = totals_of(every, units, counts)

    placed = sorted(county for members in units.values() for county in members)
    assert found.balances == (placed == every)
    assert found.total == sum(counts.values())
