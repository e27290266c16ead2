"""The bureaus the cases are tried on, and which cases still wait for their mending."""

from __future__ import annotations

import io
from datetime import datetime
from functools import lru_cache
from pathlib import Path

import pytest
from django.core.management import call_command
from django.forms.models import model_to_dict
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.regions.models import CalendarDay, Division
from tests.cases.bureau import MANGSHI, YANGGU, Bureau

NOW = datetime.fromisoformat("2026-11-06T09:00+08:00")
AWAITED = Path(__file__).with_name("awaited.txt")
TOWNS = {YANGGU: ("371521103", "371521112"), MANGSHI: ("533103105", "533103201")}
"""The townships of officers, where a case needs certain ones; else the first two."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is not mended yet; a case that passes fails the run until its line is taken out."""
    awaited = set(AWAITED.read_text(encoding="utf-8").splitlines()) if AWAITED.exists() else set()
    for item in items:
        if item.nodeid.partition("cases/")[2] in awaited:
            item.add_marker(pytest.mark.xfail(strict=True, reason="等待改正"))


@lru_cache
def _divisions(county: str) -> tuple[dict[str, object], ...]:
    call_command("load_divisions", "--region", county, stdout=io.StringIO())
    return tuple(
        model_to_dict(each)
        for each in Division.objects.all()
        if county.startswith(each.code) or each.code.startswith(county)
    )


@lru_cache
def _calendar() -> tuple[dict[str, object], ...]:
    call_command("load_calendar", verbosity=0)
    return tuple(model_to_dict(each) for each in CalendarDay.objects.filter(day__year=2026))


def open_bureau(county: str, settings: Settings, folder: Path) -> Bureau:
    """Return a county's bureau with its real divisions, the published calendar and four officers."""
    settings.DOUDI_DATA = folder / "data"
    settings.DOUDI_DATA.mkdir()
    bureau = Bureau(county, settings, NOW)
    bureau.tick(NOW)
    _load(county)
    of_county = Division.objects.filter(parent_id=county).order_by("code").values_list("code", flat=True)
    east, west = TOWNS.get(county) or of_county[:2]
    bureau.hire("county", Role.COUNTY_OFFICER, county)
    bureau.hire("east", Role.TOWNSHIP_OFFICER, east)
    bureau.hire("west", Role.TOWNSHIP_OFFICER, west)
    bureau.hire("system", Role.SYSTEM_ADMIN, county)
    return bureau


def _load(county: str) -> None:
    """Load divisions and calendar, from the published tables once and from memory after that."""
    divisions, days = _divisions(county), _calendar()
    rows = [
        {("parent_id" if key == "parent" else key): value for key, value in row.items()} for row in divisions
    ]
    Division.objects.bulk_create([Division(**row) for row in rows], ignore_conflicts=True)
    CalendarDay.objects.bulk_create([CalendarDay(**row) for row in days], ignore_conflicts=True)


@pytest.fixture
def bureau(db: None, settings: Settings, tmp_path: Path) -> Bureau:
    """Give the bureau of 阳谷县, of which the demo knows nothing."""
    return open_bureau(YANGGU, settings, tmp_path)


@pytest.fixture
def mountain_bureau(db: None, settings: Settings, tmp_path: Path) -> Bureau:
    """Give the bureau of 芒市, whose people bear names of several parts."""
    return open_bureau(MANGSHI, settings, tmp_path)
