"""What officers do on the pages: find a family, take its applications in, do the one next step, decide."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.audit.models import Entry
from doudi.casework.models import Application
from doudi.casework.tests.families import deciding_county, family
from doudi.casework.tests.walking import applied, step
from doudi.common import clock
from doudi.publicity.services.posting import end_notices
from tests.county import COUNTY, VILLAGE, County, logged_in


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_DATA = tmp_path
    return deciding_county()


def test_a_family_is_found_and_its_applications_are_taken_in_at_once(county: County) -> None:
    home = family()
    east = logged_in(county.people["east"])

    found = east.post("/apply/", {"who": "陈大文"})
    assert found.url == f"/apply/of/{home.pk}/"  # type: ignore[attr-defined]
    page = east.get(found.url).content.decode()  # type: ignore[attr-defined]
    assert "最低生活保障" in page
    seen = ("casework.family_searched", "casework.family_viewed")
    assert list(Entry.objects.filter(action__in=seen).values_list("action", flat=True)) == list(seen)

    given = {"applicant": home.head_id, "wanted": ["DIBAO", "NEAR_DIBAO"], "way": "OWN", "reason": "收入少"}
    answer = east.post(f"/apply/of/{home.pk}/", {**given, "filed_on": "2026-11-02"})
    made = Application.objects.get(programme="DIBAO")
    assert (answer.status_code, answer.url) == (302, f"/filings/{made.filing_id}/")  # type: ignore[attr-defined]
    assert made.number == "440204-2026-00001"
    assert "材料清单" in east.get(f"/filings/{made.filing_id}/").content.decode()

    shown = east.get(f"/applications/{made.pk}/").content.decode()
    assert "下一步：收齐材料" in shown
    assert "低保边缘家庭认定" in shown


def test_an_application_is_walked_on_its_pages_from_papers_to_a_decision(
    county: County, settings: Settings
) -> None:
    made = applied(county)
    east, office = logged_in(county.people["east"]), logged_in(county.people["county"])
    day = {"on": "2026-11-02"}
    act(east, made, "record", event="ACCEPTED", **day)
    act(east, made, "record", event="SURVEY_STARTED", **day)
    act(east, made, "record", event="SURVEY_DONE", **day)
    act(east, made, "enter", step="PRELIMINARY", **day)
    act(east, made, "opinion", event="PRELIMINARY", verdict="AGREE", text="收入低于标准，拟同意", **day)
    act(east, made, "post", event="PUBLICITY_BEGUN", village=VILLAGE, place="村务公开栏")

    settings.APP_CLOCK = "frozen:2026-11-10T09:00+08:00"
    end_notices(COUNTY, at=clock.now())
    later = {"on": "2026-11-10"}
    act(office, made, "record", event="SUBMITTED", **later)
    act(office, made, "opinion", event="OPINION", verdict="AGREE", text="收入低于标准，拟同意", **later)

    review = logged_in(county.people["review"])
    shown = review.get(f"/applications/{made.pk}/")
    assert "县级民政部门" in shown.content.decode()
    act(review, made, "decide", verdict="AGREE", seen=shown.context["seen"], saw_unverified="on")
    assert "每月 1000.00 元" in review.get(f"/applications/{made.pk}/").content.decode().replace(",", "")

    sheet = office.get("/applications/export/")
    assert sheet.status_code == 200
    ((_, status),) = [(row[0], row[8]) for row in rows_of(sheet.content)[-1:]]
    assert status == "确认同意"


def test_what_is_wrong_is_said_on_the_page_and_nothing_happens(county: County) -> None:
    made = applied(county)
    east = logged_in(county.people["east"])
    wrong = [
        ("record", {"event": "ACCEPTED", "on": "2026-11-09"}, "不能晚于今天"),
        ("record", {"event": "SURVEY_DONE", "on": "2026-11-02"}, "还不能登记"),
        ("record", {"event": "CONFIRMED", "on": "2026-11-02"}, "还不能登记"),
        ("enter", {"step": "SURVEY", "on": "2026-11-02"}, "没有登记"),
        ("enter", {"step": "PAY", "on": "2026-11-02"}, "还不能登记"),
        ("record", {"event": "ACCEPTED", "on": "明天"}, "日期"),
    ]
    for page, given, said in wrong:
        answer = east.post(f"/applications/{made.pk}/{page}/", given)
        assert (answer.status_code, said in answer.content.decode()) == (422, True), (page, given)
    assert step(made) == "ACCEPT"


def test_an_application_elsewhere_is_as_if_there_were_none(county: County) -> None:
    made = applied(county)
    west = logged_in(county.people["west"])
    for address in (f"/applications/{made.pk}/", f"/filings/{made.filing_id}/"):
        assert west.get(address).status_code == 404
    assert west.post(f"/applications/{made.pk}/record/", {"event": "ACCEPTED"}).status_code == 404
    assert west.post(f"/filings/{made.filing_id}/missing/").status_code == 404


def act(client: Client, made: Application, page: str, **given: object) -> None:
    """Send a form of an application's page and expect it to be done."""
    answer = client.post(f"/applications/{made.pk}/{page}/", given)
    assert answer.status_code == 302, re.findall(r"invalid-feedback[^>]*>([^<]+)", answer.content.decode())


def rows_of(content: bytes) -> list[list[Any]]:
    """Return the rows of a workbook."""
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
