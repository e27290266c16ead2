"""What families lack is suggested an answer, put in hand and timed; a survey that finds a lack says so."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from doudi.audit.models import Entry
from doudi.circumstances.models import Need
from doudi.registry.models import Household
from tests.clauses.test_caring import morning, read
from tests.county import County, logged_in, name, on_dibao

LACKS = {"words": "住房漏雨+子女辍学", "source": "VISIT", "found_on": "2026-11-01"}
SURVEY = {
    "isolation": "AT_HOME",
    "health": "WELL",
    "supplies": "ENOUGH",
    "care": "NOT_NEEDED",
    "checked_on": "2026-11-03",
    "way": "PHONE",
}


def homes(county: County, *orders: int) -> list[int]:
    """Return families of one person each, as a list makes them known."""
    rows = [on_dibao(order, 户编号=f"D{order}", 与户主关系="户主") for order in orders]
    county.send("dibao", rows)
    found = Household.objects.in_bulk()
    by_head = {home.head.name: pk for pk, home in found.items() if home.head}
    return [by_head[name(order)] for order in orders]


@pytest.mark.clause("ZJ-2.1.2c")
def test_a_leaking_roof_and_a_child_out_of_school_get_two_suggestions_and_a_clock(
    county: County, settings: Settings
) -> None:
    (home,) = homes(county, 1)
    east = logged_in(county.people["east"])
    page = east.post(f"/households/{home}/needs/", LACKS, follow=True).content.decode()
    lines = east.get(f"/households/{home}/needs/").context["lines"]
    assert [line.need.kind for line in lines] == ["HOUSING", "EDUCATION"]
    basis = "国务院令第649号第三十"
    told = ("住房救助", "住建受理", f"{basis}七条", "教育救助", "教育受理", f"{basis}三条")
    assert [words for words in told if words not in page] == []
    assert [words for words in ("医疗救助", "临时救助") if words in page] == []

    housing, chosen = Need.objects.get(kind="HOUSING"), {"programme": "住房救助"}
    started = east.post(f"/needs/{housing.pk}/start/", chosen, follow=True).content.decode()
    assert "已发起住房救助，从今天开始计时" in started
    assert "处理中" in started
    assert "2026-11-03 发起，已办 0 天" in started
    late = morning(settings, "2026-11-09", county.people["east"])
    assert "2026-11-03 发起，已办 6 天" in read(late, f"/households/{home}/needs/")
    whole = late.get("/needs/").context
    assert (whole["open_count"], whole["started_count"], whole["waits"].met) == (1, 1, 0)

    late.post(f"/needs/{housing.pk}/meet/", {"reason": "危房改造已验收"})
    education = Need.objects.get(kind="EDUCATION")
    later = morning(settings, "2026-11-12", county.people["east"])
    later.post(f"/needs/{education.pk}/start/", {"programme": "教育救助"})
    later.post(f"/needs/{education.pk}/meet/", {"reason": "已复学并减免学费"})
    listed = later.get("/needs/?status=MET")
    waits = listed.context["waits"]
    assert (waits.met, waits.average, waits.longest) == (2, "9.5", 11)
    assert "9.5" in listed.content.decode()
    assert "最长 11 天" in listed.content.decode()
    assert Entry.objects.filter(action__startswith="registry.need_").count() == 6


@pytest.mark.clause("YG-2.1.9a")
def test_a_lack_found_in_an_epidemic_is_a_need_and_a_survey_grows_old_after_the_countys_days(
    county: County, settings: Settings
) -> None:
    lacking, supplied = homes(county, 1, 2)
    officer = county.people["east"]
    east = logged_in(officer)
    logged_in(county.people["county"]).post("/epidemic/period/", {"days": "7"})
    before = Need.objects.count()
    said = {**SURVEY, "supplies": "LACKING", "note": "米和油只够两天", "way": "VISIT"}
    east.post(f"/households/{lacking}/epidemic/", said)
    east.post(f"/households/{supplied}/epidemic/", SURVEY)

    assert Need.objects.count() == before + 1
    ((line, _, home),) = east.get("/needs/").context["lines"]
    assert (line.need.kind, line.need.source, home) == ("LIVING", "EPIDEMIC", lacking)
    assert "疫情期间缺生活物资：米和油只够两天" in read(east, "/needs/")
    row = read(east, f"/households/{lacking}/epidemic/")
    for words in ("2026-11-03", "入户", "居家隔离", "健康", "缺物资", "不需要照料", "米和油只够两天"):
        assert words in row
    east.post(f"/households/{lacking}/epidemic/", said)
    assert Need.objects.count() == before + 1

    seventh = morning(settings, "2026-11-10", officer)
    assert seventh.get("/epidemic/?stale=1").context["lines"] == []
    seventh.post(f"/households/{supplied}/epidemic/", {**SURVEY, "checked_on": "2026-11-10"})
    eighth = morning(settings, "2026-11-11", officer)
    old = eighth.get("/epidemic/?stale=1")
    assert [(home, head) for home, head, _, _, _ in old.context["lines"]] == [(lacking, name(1))]
    assert len(eighth.get("/epidemic/").context["lines"]) == 2


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"words": "缺"}, "请写明情况"),
        ({"words": "家里有点事"}, "看不出是哪一类需求"),
        ({"found_on": "2026-11-04"}, "日期不能晚于今天"),
        ({"kinds": ["GOLD"]}, "GOLD"),
    ],
)
def test_a_need_that_cannot_be_says_what_to_do(
    county: County, typed: dict[str, object], sentence: str
) -> None:
    (home,) = homes(county, 1)
    answer = logged_in(county.people["east"]).post(f"/households/{home}/needs/", LACKS | typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Need.objects.exists()


def test_a_need_moves_one_way_and_only_for_its_own_people(county: County) -> None:
    (home,) = homes(county, 1)
    east, west = logged_in(county.people["east"]), logged_in(county.people["west"])
    east.post(f"/households/{home}/needs/", {**LACKS, "words": "住房漏雨"})
    need = Need.objects.get()

    assert west.get(f"/households/{home}/needs/").status_code == 404
    assert west.post(f"/households/{home}/epidemic/", SURVEY).status_code == 404
    assert west.post(f"/needs/{need.pk}/start/", {"programme": "住房救助"}).status_code == 404
    other = east.post(f"/needs/{need.pk}/start/", {"programme": "教育救助"}, follow=True).content.decode()
    assert "请从给出的救助建议里选一项" in other
    short = east.post(f"/needs/{need.pk}/drop/", {"reason": ""}, follow=True).content.decode()
    assert "请写明情况" in short
    east.post(f"/needs/{need.pk}/drop/", {"reason": "屋顶已自行修好"})
    again = east.post(f"/needs/{need.pk}/start/", {"programme": "住房救助"}, follow=True).content.decode()
    assert "这项需求已经是“不再需要”" in again


def test_a_survey_ahead_of_today_is_refused(county: County) -> None:
    (home,) = homes(county, 1)
    east: Client = logged_in(county.people["east"])
    ahead = east.post(f"/households/{home}/epidemic/", {**SURVEY, "checked_on": "2026-11-04"})
    assert ahead.status_code == 422
    assert "核查日不能晚于今天" in ahead.content.decode()


@pytest.mark.parametrize(
    "path", ["/needs/", "/needs/?sheet=1", "/epidemic/", "/epidemic/?sheet=1", "/epidemic/?stale=1"]
)
def test_a_county_with_more_families_asks_the_database_no_more_often(
    county: County, settings: Settings, path: str
) -> None:
    some, officer = homes(county, 1, 2, 3, 4), county.people["east"]
    east = logged_in(officer)
    east.post(f"/households/{some[0]}/epidemic/", {**SURVEY, "supplies": "LACKING"})
    late = morning(settings, "2026-11-20", officer)
    late.get("/needs/")
    with CaptureQueriesContext(connection) as one:
        late.get(path)
    for home in some[1:]:
        late.post(f"/households/{home}/epidemic/", {**SURVEY, "supplies": "LACKING"})
    late.get("/needs/")  # shows the messages of the posts, which are stored
    with CaptureQueriesContext(connection) as four:
        answer = late.get(path)

    assert answer.status_code == 200
    assert Need.objects.count() == len(some)
    assert len(four) == len(one)
