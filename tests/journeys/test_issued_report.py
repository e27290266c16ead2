"""A month is closed: its report gets a number and stays as it was issued, whatever happens after."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from pypdf import PdfReader
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.documents.models import IssuedFile, IssuedPaper
from doudi.kernel.dates import Period
from doudi.monitoring.jobs import issue_report_of_month
from doudi.monitoring.services.month import close_month, submit_month
from doudi.monitoring.services.month_papers import MonthNotClosed, issue_month_report
from tests.county import COUNTY, County, build_county, logged_in, monitored, on_dibao, person

OCTOBER = Period.parse("2026-10")
NUMBER = "浈江区监测月报〔2026〕1号"


@pytest.fixture
def county(db: None, settings: Settings, tmp_path: Path) -> County:
    """A county whose month is submitted."""
    settings.DOUDI_DATA = tmp_path / "data"
    settings.DOUDI_DATA.mkdir()
    county = build_county()
    county.send("poverty_register", [monitored(0), monitored(1)])
    county.send("dibao", [on_dibao(0), on_dibao(1)])
    county.send("tekun", [person(9, 供养方式="分散供养")])
    county.compare()
    for entry in county.entries("aid-without-register"):
        answer = {"outcome": "CORRECTED", "reason": "已经核对过名册"}
        logged_in(county.people["east"]).post(f"/ledger/{entry.pk}/conclude/", answer)
    submit_month(COUNTY, OCTOBER, by=county.people["county"], at=county.at)
    return county


def files_of(browser: Client) -> dict[str, bytes]:
    """Return every form of the issued report, as downloaded."""
    return {file.form: browser.get(f"/papers/issued/{file.pk}/").content for file in IssuedFile.objects.all()}


def test_the_report_of_a_closed_month_is_numbered_and_stays_as_issued(
    county: County, settings: Settings
) -> None:
    with pytest.raises(MonthNotClosed):
        issue_month_report(COUNTY, OCTOBER)
    review = logged_in(county.people["review"])
    close_month(COUNTY, OCTOBER, by=county.people["review"], at=county.at)
    call_command("run_due_jobs")

    paper = IssuedPaper.objects.get()
    assert (paper.number, paper.issued_by, paper.issued_at) == (NUMBER, county.people["review"], county.at)
    shown = review.get("/month/").content.decode()
    assert NUMBER in shown
    kept = files_of(review)
    words = "".join(page.extract_text() for page in PdfReader(io.BytesIO(kept["pdf"])).pages)
    assert NUMBER in words.replace("\n", "").replace(" ", "")
    assert "不能作为正式数据" not in words
    book = CalamineWorkbook.from_filelike(io.BytesIO(kept["excel"]))
    assert NUMBER in str(book.get_sheet_by_name("总述").to_python()[1][0])

    county.send("poverty_register", [monitored(0), monitored(5)], period="2026-11")
    settings.APP_CLOCK = "frozen:2027-02-01T09:00+08:00"
    assert issue_report_of_month(COUNTY, "2026-10") == f"月报已签发：{NUMBER}。"

    review = logged_in(county.people["review"])
    assert files_of(review) == kept
    assert IssuedPaper.objects.count() == 1
    assert Entry.objects.filter(action="documents.paper_opened").count() == 4
    assert NUMBER in review.get("/papers/issued/").content.decode()


def test_what_a_county_issued_is_nobody_elses(county: County) -> None:
    close_month(COUNTY, OCTOBER, by=county.people["review"], at=county.at)
    call_command("run_due_jobs")
    file = IssuedFile.objects.first()
    assert file is not None
    city = logged_in(county.hire(Role.SUPERVISOR, "4402"))

    assert city.get(f"/papers/issued/{file.pk}/").status_code == 200
    village = county.hire(Role.VILLAGE_ASSISTANT, COUNTY)
    for stranger in (logged_in(county.people["east"]), logged_in(village)):
        assert stranger.get(f"/papers/issued/{file.pk}/").status_code == 404
        assert NUMBER not in stranger.get("/papers/issued/").content.decode()
        assert NUMBER not in stranger.get("/month/").content.decode()
