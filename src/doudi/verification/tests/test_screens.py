"""What officers do on the pages, from the authority to a dispute; officers of other places see nothing."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from doudi.casework.tests.families import family
from doudi.documents.tests.files import scan
from doudi.registry.models import Household
from doudi.verification.catalogue import item_labels
from doudi.verification.models import CheckAuthorisation, FinancialCheck
from doudi.verification.services.checking import start_check
from doudi.verification.tests.checked import MONDAY, allow_all, answered, on, people_of
from doudi.work.models import Task
from doudi.work.services.moves import Act
from tests.clauses.rule_answers import approved
from tests.county import COUNTY, County, build_county, logged_in


@pytest.fixture
def county(db: None, settings: Settings) -> County:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    return build_county()


def sent(client: Client, page: str, **given: object) -> None:
    answer = client.post(page, given)
    assert answer.status_code == 302, re.findall(r"invalid-feedback[^>]*>([^<]+)", answer.content.decode())


def authorised(east: Client, home: Household) -> None:
    """Let everybody of a household sign, on the page."""
    signed = {
        "items": list(item_labels()), "signer": "SELF", "signed_on": "2026-11-02",
        "valid_from": "2026-11-02", "valid_to": "2027-05-01",
    }  # fmt: skip
    for person in people_of(home):
        paper = SimpleUploadedFile("授权书.pdf", scan(), "application/pdf")
        sent(east, f"/checks/of/{home.pk}/authorise/", person=person.pk, paper=paper, **signed)


def all_answered(officer: Client, check: FinancialCheck) -> None:
    """Write down on the pages that no source has anything."""
    for query in check.queries.all():
        page = f"/checks/{check.pk}/answer/{query.pk}/"
        assert officer.get(page).status_code == 200
        sent(officer, page, is_found="no", as_of="2026-11-02", proof="查询单1号")


@pytest.mark.clause("SX-2.4.2.1")
def test_a_family_is_checked_from_its_authority_to_a_verified_report(county: County) -> None:
    home = family()
    east, officer = logged_in(county.people["east"]), logged_in(county.people["county"])
    refused = east.post(f"/checks/of/{home.pk}/request/", {"subject": "DIBAO"})
    assert refused.status_code == 422
    assert "没有有效的核对授权" in refused.content.decode()

    authorised(east, home)
    sent(east, f"/checks/of/{home.pk}/request/", subject="DIBAO")
    check = FinancialCheck.objects.get()
    assert east.post(f"/checks/{check.pk}/start/").status_code == 404

    sent(officer, f"/checks/{check.pk}/start/")
    all_answered(officer, check)
    sent(officer, f"/checks/{check.pk}/report/")
    report = check.reports.select_related("paper").get()
    shown = east.get(f"/checks/{check.pk}/").content.decode()
    assert report.code in shown
    assert "家庭对报告有异议" in shown
    assert "陈大文" in east.get("/checks/").content.decode()

    asked = {"number": report.paper.number, "code": report.code}
    assert "是本系统出具的报告" in east.post("/checks/verify/", asked).content.decode()
    assert "查不到这样的报告" in east.post("/checks/verify/", {**asked, "code": "0"}).content.decode()
    sent(east, f"/checks/{check.pk}/dispute/", text="存款不是我的", said_on="2026-11-02")
    # ten working days: 3–6 Nov (4), 9–13 (9), 16 (10)
    looking = Task.objects.get(kind="check_dispute", subject_id=str(check.pk), state="OPEN")
    assert looking.due_on == date(2026, 11, 16)
    page = east.get(f"/checks/{check.pk}/").content.decode()
    assert "异议复查中" in page
    assert "2026-11-16（计时中）" in page
    sent(east, f"/checks/{check.pk}/settle/", is_upheld="yes", text="存款是村集体的")
    sent(officer, f"/checks/{check.pk}/report/")
    again = check.reports.select_related("paper").order_by("-id")[0]
    assert again.paper.number != report.paper.number
    # both are still found under their numbers, and the page says which one counts
    first = east.post("/checks/verify/", asked).content.decode()
    asked = {"number": again.paper.number, "code": again.code}
    assert "之后又出过新的报告" in first
    assert "之后又出过新的报告" not in east.post("/checks/verify/", asked).content.decode()


def test_another_townships_officer_sees_none_of_it(county: County) -> None:
    home = family()
    check = answered(county, home)
    authority, query = CheckAuthorisation.objects.all()[0], check.queries.all()[0]
    west = logged_in(county.people["west"])
    pages = [f"/checks/{check.pk}/", f"/checks/of/{home.pk}/", f"/checks/authorisations/{authority.pk}/"]
    acts = [
        f"/checks/{check.pk}/dispute/", f"/checks/{check.pk}/settle/", f"/checks/of/{home.pk}/request/",
        f"/checks/of/{home.pk}/authorise/", f"/checks/authorisations/{authority.pk}/withdraw/",
    ]  # fmt: skip
    assert [west.get(page).status_code for page in pages] == [404] * 3
    assert [west.post(page).status_code for page in acts] == [404] * 5
    assert "陈大文" not in west.get("/checks/").content.decode()
    assert west.get(f"/checks/{check.pk}/answer/{query.pk}/").status_code == 404


def test_a_query_of_another_check_is_not_answered_through_this_one(county: County) -> None:
    first, second = answered(county, family()), answered(county, family(name="李小明"))
    foreign = second.queries.all()[0]
    page = f"/checks/{first.pk}/answer/{foreign.pk}/"
    assert logged_in(county.people["county"]).get(page).status_code == 404


def test_an_authority_is_withdrawn_on_its_page(county: County) -> None:
    home = family()
    answered(county, home)
    authority, east = CheckAuthorisation.objects.all()[0], logged_in(county.people["east"])
    page = f"/checks/authorisations/{authority.pk}/"
    assert "有效" in east.get(page).content.decode()
    sent(east, page + "withdraw/", reason="")
    assert "已撤回" in east.get(page).content.decode()
    assert "不能查" in east.get(f"/checks/of/{home.pk}/").content.decode()


@pytest.mark.clause("SX-2.4.2.2")
def test_kinds_of_families_are_checked_while_the_county_says_so_and_counted_by_kind(
    county: County, capsys: pytest.CaptureFixture[str]
) -> None:
    near, more, poor = family(children=1), family(name="李小明"), family(name="王有福")
    east, officer = logged_in(county.people["east"]), county.people["county"]
    for home, subject in ((near, "NEAR_DIBAO"), (poor, "DIBAO")):
        allow_all(county, home)
        sent(east, f"/checks/of/{home.pk}/request/", subject=subject)
    for check in FinancialCheck.objects.all():
        start_check(check, act=Act(on(MONDAY), officer))
    page = " ".join(east.get("/checks/").content.decode().split())
    assert "<dt>低保边缘家庭</dt> <dd>3 人</dd>" in page.replace("</dt><dd>", "</dt> <dd>")
    call_command("list_checks", "--region", COUNTY, "--json")
    said = json.loads(capsys.readouterr().out)["people"]
    assert said == {"DIBAO": 2, "TEKUN": 0, "NEAR_DIBAO": 3, "OTHER_LOW_INCOME": 0}
    call_command("list_checks", "--region", COUNTY, "--year", "2025", "--json")
    assert set(json.loads(capsys.readouterr().out)["people"].values()) == {0}

    narrower = {"verification.subjects": (["DIBAO", "TEKUN"], MONDAY)}
    approved(narrower, explanation="县里先核对低保和特困，其余明年起")
    allow_all(county, more)
    with_near = {"subject": "NEAR_DIBAO"}
    assert east.post(f"/checks/of/{more.pk}/request/", with_near).status_code == 422
    assert "低保边缘家庭" not in east.get(f"/checks/of/{more.pk}/").content.decode()
    assert FinancialCheck.objects.count() == 2
    sent(east, f"/checks/of/{more.pk}/request/", subject="DIBAO")
