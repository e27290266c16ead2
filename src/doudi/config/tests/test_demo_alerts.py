"""The demo county shows alerts and leads, and shows them once."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.common.scope import Scope
from doudi.config.demo_alerts import give_alerts
from doudi.intake.models import HomeCheck
from doudi.intake.selectors.lines import marks_within
from tests.county import COUNTY, build_county, on_dibao

WEST = {"乡镇": "犁市镇", "村（居）": "犁市村民委员会"}


@pytest.mark.django_db
def test_a_county_gets_alerts_of_its_villages_and_leads_once(settings: Settings, tmp_path: Path) -> None:
    settings.DOUDI_DATA, settings.APP_CLOCK = tmp_path, "frozen:2026-11-02T10:00+08:00"
    county = build_county()
    county.hire(Role.COUNTY_OFFICER, COUNTY, username=f"county{COUNTY}")
    rows = [on_dibao(1, 户编号="H1"), on_dibao(2, 户编号="H2"), on_dibao(3, 户编号="H3", **WEST)]
    county.send("dibao", [{**row, "与户主关系": "户主"} for row in rows])

    given = [give_alerts(COUNTY, at=county.at) for _ in range(2)]

    assert given == [2, 0]
    assert HomeCheck.objects.count() == 2
    assert set(marks_within(Scope.of([COUNTY])).values()) == {"BOTH"}
