"""Stations, windows and offices: coverage, candidates, staffing, the network and its gaps."""

from __future__ import annotations

from datetime import date

import pytest
from pytest_django import Settings

from doudi.audit.actors import SYSTEM
from doudi.common.scope import Scope
from doudi.kernel.dates import Period
from doudi.regions.models import ServicePoint
from doudi.regions.selectors.points import (
    contacts_of,
    network_gaps,
    station_candidates,
    station_coverage,
    station_lines,
    villages_without_station,
)
from doudi.regions.services.points import (
    ClosesTooEarly,
    MergedIntoItself,
    NoPointHere,
    PointAlreadyThere,
    PointClosed,
    close_point,
    start_running,
)
from doudi.regions.services.standards import Counted, record_figures, set_standard
from doudi.regions.states import FigureKind, StandardKey
from doudi.regions.tests.factories import (
    ABROAD,
    CLOCK,
    COUNTY,
    MONDAY,
    NEXT_VILLAGE,
    NOVEMBER,
    TOWN,
    VILLAGE,
    assistant,
    browser,
    division,
    point,
    text_of,
    villages,
)

pytestmark = pytest.mark.django_db
HERE = Scope((COUNTY,))
TYPED = {
    "name": "陈江救助服务站", "address": "陈江村委会一楼", "phone": "0751-8888001", "hours": "工作日",
    "valid_from": "2026-11-01", "longitude": "113.612000", "latitude": "24.806000",
}  # fmt: skip


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> None:
    settings.APP_CLOCK = CLOCK


def needy(code: str, people: int) -> None:
    record_figures(
        FigureKind.NEEDY, Period.parse("2026-10"), [Counted(code, people)], source="登记册", scope=HERE,
        by=SYSTEM, at=MONDAY,
    )  # fmt: skip


def merged(closing: ServicePoint, taker: ServicePoint | None) -> None:
    close_point(closing, merged_into=taker, on=date(2026, 10, 1), reason="并村", by=SYSTEM, at=MONDAY)


@pytest.mark.clause("YG-4.2f")
def test_stations_cover_villages_and_a_station_below_its_standard_is_listed() -> None:
    all_villages = villages(100)
    stations = [point(village.code, f"{village.name}救助站") for village in all_villages[:98]]
    staffed = assistant(all_villages[0].code, name="甲", phone="13900000001")
    officer = browser()

    coverage = station_coverage(HERE, on=NOVEMBER)
    assert (coverage.share, coverage.missing) == ("98.0%", 2)
    missing = [village.code for village in villages_without_station(HERE, on=NOVEMBER)]
    assert missing == [village.code for village in all_villages[98:]]
    shown = text_of(officer, "/stations/?tab=none")
    assert "98.0%" in shown
    assert all(village.name in shown for village in all_villages[98:])
    assert all_villages[0].name not in shown.partition("<tbody>")[2]

    short = [line for line in station_lines(HERE, on=NOVEMBER) if line.short]
    assert [line.point for line in short] == stations[1:]
    assert staffed.point == stations[0]
    set_standard(
        division(COUNTY), StandardKey.STATION_STAFF, value=2, valid_from=date(2026, 1, 1), document="某文",
        by=SYSTEM, at=MONDAY,
    )  # fmt: skip
    first = next(line for line in station_lines(HERE, on=NOVEMBER) if line.staff)
    assert (first.staff, first.required, first.short) == (1, 2, 1)
    assert f"{all_villages[0].name}救助站" in text_of(officer, "/stations/?tab=short")


@pytest.mark.clause("SX-2.2.4.3")
def test_a_village_with_many_people_in_need_is_a_candidate_until_its_station_is_set_up() -> None:
    division(VILLAGE), division(NEXT_VILLAGE)
    needy(VILLAGE, 120)
    needy(NEXT_VILLAGE, 99)
    officer = browser()

    (candidate,) = station_candidates(HERE, on=NOVEMBER)
    assert (candidate.code, candidate.needy, candidate.threshold) == (VILLAGE, 120, 100)
    assert "陈江村" in text_of(officer, "/stations/?tab=candidates")

    assert officer.post("/stations/new/", TYPED | {"division": VILLAGE}).status_code == 302

    assert station_candidates(HERE, on=NOVEMBER) == []
    shown = text_of(officer, "/stations/?tab=map")
    assert '"name": "\\u9648\\u6c5f' in shown or "陈江救助服务站" in shown
    assert "113.612" in shown
    assert "陈江救助服务站" in text_of(officer, "/stations/?tab=idle")
    made = ServicePoint.objects.get()
    officer.post(f"/stations/{made.pk}/run/", {"on": "2026-11-02"})
    assert "陈江救助服务站" not in text_of(officer, "/stations/?tab=idle")


@pytest.mark.clause("YG-4.2d")
def test_a_village_finds_its_three_tiers_and_a_missing_tier_is_a_gap() -> None:
    division(NEXT_VILLAGE)
    assistant(NEXT_VILLAGE, "刘桂芳", "13900000002")
    point(VILLAGE, "陈江救助站", phone="0751-8888001")
    point(TOWN, "新韶镇救助窗口", phone="0751-8888002")
    point(COUNTY, "浈江区民政局", phone="0751-8888003")
    assistant(VILLAGE)
    officer = browser()

    shown = text_of(officer, f"/network/?village={VILLAGE}")

    assert "何秀英" in shown
    phones = [contact.point.phone for contact in contacts_of(VILLAGE, on=NOVEMBER) if contact.point]
    assert phones == ["0751-8888001", "0751-8888002", "0751-8888003"]
    assert all(phone in shown for phone in phones)
    (gap,) = network_gaps(HERE, on=NOVEMBER)
    assert (gap.code, gap.missing) == (NEXT_VILLAGE, ("村级救助站",))
    assert "东联村" in shown.partition("缺口 1")[2]

    merged(ServicePoint.objects.get(division=TOWN), None)

    assert [gap.missing for gap in network_gaps(HERE, on=NOVEMBER)] == [
        ("乡镇窗口",),
        ("村级救助站", "乡镇窗口"),
    ]


@pytest.mark.system("三级社会救助工作服务网络")
def test_a_village_without_station_or_assistant_is_a_gap_and_a_merged_point_keeps_its_history() -> None:
    point(TOWN, "窗口"), point(COUNTY, "民政局")
    point(NEXT_VILLAGE, "东联救助站"), assistant(NEXT_VILLAGE)
    closing, taker = point(VILLAGE, "陈江救助站"), ServicePoint.objects.get(division=NEXT_VILLAGE)
    assert [gap.missing for gap in network_gaps(HERE, on=NOVEMBER)] == [("救助协理员",)]

    officer = browser()
    typed = {"on": "2026-11-02", "merged_into": taker.pk, "reason": "并村"}
    assert officer.post(f"/stations/{closing.pk}/close/", typed).status_code == 302

    (gap,) = network_gaps(HERE, on=NOVEMBER)
    assert (gap.code, gap.missing) == (VILLAGE, ("村级救助站", "救助协理员"))
    shown = text_of(officer, f"/network/?village={VILLAGE}")
    history = shown.partition("撤并历史")[2]
    assert "陈江救助站" in history
    assert "2024-01-01 至 2026-11-02" in history
    assert "东联救助站" in history
    assert "接管" in shown
    assert "并入 <a" in text_of(officer, f"/stations/{closing.pk}/")
    assert "并入本站" in text_of(officer, f"/stations/{taker.pk}/")


def test_who_takes_over_is_followed_through_several_mergers() -> None:
    first, second, third = (point(v.code, v.name) for v in villages(3))
    merged(first, second)
    merged(second, third)

    found = contacts_of(first.division_id, on=NOVEMBER)[0]

    assert found.point == third
    assert found.took_over


def test_refusals_of_points_say_the_way_out() -> None:
    made = point()
    with pytest.raises(PointAlreadyThere, match="办理撤并"):
        point()
    with pytest.raises(NoPointHere, match="三级"):
        point("4402")
    with pytest.raises(MergedIntoItself, match="另选网点"):
        merged(made, made)
    with pytest.raises(ClosesTooEarly, match="2024-01-01"):
        start_running(made, on=date(2023, 1, 1), by=SYSTEM, at=MONDAY)
    merged(made, None)
    with pytest.raises(PointClosed, match="已经撤并"):
        merged(made, None)


def test_half_a_position_is_refused_at_the_field() -> None:
    division(VILLAGE)
    answer = browser().post("/stations/new/", TYPED | {"division": VILLAGE, "latitude": ""})

    assert answer.status_code == 400
    assert "要一起填" in answer.content.decode()


def test_points_of_another_county_are_not_there() -> None:
    foreign = point(ABROAD, "谷山救助站")
    officer = browser()

    assert officer.get(f"/stations/{foreign.pk}/").status_code == 404
    assert officer.post(f"/stations/{foreign.pk}/close/", {}).status_code == 404
    assert officer.get(f"/network/?village={ABROAD}").status_code == 404
    assert "谷山救助站" not in text_of(officer, "/stations/")


def test_somebody_who_only_looks_sees_no_forms() -> None:
    made = point()
    looker = browser("TOWNSHIP_OFFICER", TOWN)

    assert "办理撤并" not in text_of(looker, f"/stations/{made.pk}/")
    assert looker.post(f"/stations/{made.pk}/close/", {}).status_code == 404
    assert looker.get("/stations/new/").status_code == 403
