"""Divisions come from the published edition; statutory days from the published calendar."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from doudi.common.scope import Scope
from doudi.regions.models import CalendarDay, Division
from doudi.regions.selectors import (
    CalendarMissing,
    division_names,
    divisions_below,
    divisions_within,
    name_path,
    nth_working_day,
)
from doudi.regions.services import DivisionUnknown, load_divisions
from doudi.regions.states import DivisionKind, Level

PUBLISHED = {
    "provinces": [("44", "广东省")],
    "cities": [("4402", "韶关市")],
    "areas": [("440203", "武江区"), ("440204", "浈江区")],
    "streets": [
        ("440204001", "东河街道"),
        ("440204102", "犁市镇"),
        ("440204403", "曲仁矿务局曲仁管理区"),
        ("440204502", "浈江农场"),
    ],
    "villages": [("440204001001", "陵西路社区居民委员会"), ("440204102200", "犁市村民委员会")],
}


@pytest.fixture
def files(tmp_path: Path) -> Path:
    for name, rows in PUBLISHED.items():
        with (tmp_path / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["code", "name"])
            writer.writerows(rows)
    return tmp_path


@pytest.mark.django_db
def test_a_county_brings_what_is_above_and_below_it_and_nothing_beside_it(files: Path) -> None:
    assert load_divisions(files, "440204") == 9
    assert not Division.objects.filter(code="440203").exists()
    assert Division.objects.get(code="440204102200").parent_id == "440204102"
    assert [d.code for d in divisions_below("440204", level=Level.VILLAGE)] == [
        "440204001001",
        "440204102200",
    ]


@pytest.mark.django_db
def test_loading_again_adds_nothing(files: Path) -> None:
    load_divisions(files, "440204")
    assert load_divisions(files, "440204") == 0


@pytest.mark.django_db
def test_mines_and_farms_are_kept_as_what_they_are(files: Path) -> None:
    load_divisions(files, "440204")
    kinds = dict(divisions_below("440204", level=Level.TOWNSHIP).values_list("code", "kind"))
    assert kinds == {
        "440204001": DivisionKind.SUBDISTRICT,
        "440204102": DivisionKind.TOWN,
        "440204403": DivisionKind.PSEUDO,
        "440204502": DivisionKind.FARM,
    }


@pytest.mark.django_db
def test_a_province_can_stop_at_its_townships(files: Path) -> None:
    load_divisions(files, "44", deepest=Level.TOWNSHIP)
    assert not Division.objects.filter(level=Level.VILLAGE).exists()
    assert Division.objects.filter(level=Level.TOWNSHIP).count() == 4


@pytest.mark.django_db
def test_an_unknown_code_is_refused_with_the_way_out(files: Path) -> None:
    with pytest.raises(DivisionUnknown, match="县级 6 位"):
        load_divisions(files, "999999")


@pytest.mark.django_db
def test_a_village_is_named_with_its_township(files: Path) -> None:
    load_divisions(files, "440204")
    assert name_path("440204102200") == "犁市镇 / 犁市村民委员会"
    assert name_path("440204") == "浈江区"
    assert division_names(["440204", "000000"]) == {"440204": "浈江区"}
    assert divisions_within(Scope(("440204001",)), level=Level.VILLAGE).count() == 1


@pytest.fixture
def calendar(db: None) -> None:
    call_command("load_calendar")


def test_the_national_day_week_does_not_count(calendar: None) -> None:
    # 2026-10-01 to 10-07 are holidays, 2026-10-10 is a Saturday made a working day
    assert nth_working_day(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert nth_working_day(date(2026, 9, 30), 3) == date(2026, 10, 10)


def test_the_calendar_refuses_where_it_ends_until_a_notice_is_loaded(calendar: None, tmp_path: Path) -> None:
    with pytest.raises(CalendarMissing, match="load_calendar"):
        nth_working_day(date(2026, 12, 28), 10)

    notice = tmp_path / "2027.csv"
    notice.write_text("2027-01-01,0\n2027-01-02,0\n2027-01-03,0\n2027-01-04,1\n", encoding="utf-8")
    call_command("load_calendar", "--notice", str(notice), "--source", "某通知")

    assert nth_working_day(date(2026, 12, 31), 1) == date(2027, 1, 4)


def test_a_hole_in_the_calendar_is_not_jumped(calendar: None) -> None:
    CalendarDay.objects.filter(day=date(2026, 3, 4)).delete()
    with pytest.raises(CalendarMissing):
        nth_working_day(date(2026, 3, 2), 5)


class WorkingDays(TestCase):
    """Laws of the statutory clock."""

    @classmethod
    def setUpTestData(cls) -> None:
        call_command("load_calendar")

    @given(
        start=st.dates(date(2004, 1, 1), date(2026, 9, 1)), first=st.integers(1, 20), more=st.integers(1, 20)
    )
    def test_counting_in_two_steps_is_counting_at_once(self, start: date, first: int, more: int) -> None:
        assert nth_working_day(nth_working_day(start, first), more) == nth_working_day(start, first + more)
