"""What other departments are told of people on aid: granted, asked, fetched, logged; never an account."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.exchange.models import SharedUse, SharingGrant
from doudi.regions.models import Division, Organisation
from tests.county import COUNTY, County, logged_in, name, number, on_dibao, person

ALL = ["NAME", "NUMBER", "PLACE", "CATEGORY", "SINCE", "AMOUNT"]
ACCOUNT = "6217001234567890123"
PURPOSE = "核对参保资助身份"


def liaison(county: County, office: str) -> Client:
    """Return the browser of a department's liaison."""
    seat = Division.objects.get(code=COUNTY)
    made = Organisation.objects.create(name=office, kind="DEPARTMENT", division=seat)
    user = county.hire(Role.DEPARTMENT_LIAISON, COUNTY, username=f"liaison{made.pk}")
    Post.objects.filter(user=user).update(organisation=made)
    return logged_in(user)


def grant(county: County, office: str, fields: list[str] | None = None) -> None:
    """Let a department know something, as the reviewing officer does."""
    said = {
        "office": Organisation.objects.get(name=office).pk,
        "programmes": ["DIBAO", "TEKUN", "TEMPORARY_RELIEF"],
        "fields_told": fields or ALL,
        "purpose": "医疗救助资格核对",
        "basis": "浈府办〔2026〕5号",
    }
    answer = logged_in(county.people["review"]).post("/sharing/grants/", said)
    assert answer.status_code == 302, answer.content.decode()


def ask(browser: Client, order: int, purpose: str = PURPOSE) -> tuple[int, str]:
    answer = browser.post("/sharing/", {"number": number(order), "purpose": purpose})
    return answer.status_code, answer.content.decode().partition("<main")[2]


def fetch(browser: Client, query: str = "") -> dict[str, Any]:
    answer: dict[str, Any] = browser.get(f"/sharing/changes/{query}").json()
    return answer


@pytest.mark.clause("QG-2.1")
def test_the_medical_insurance_office_is_told_whether_somebody_is_on_aid_and_as_what_but_no_account(
    county: County,
) -> None:
    county.send("dibao", [on_dibao(1, 银行账号=ACCOUNT), on_dibao(2)])
    county.send("tekun", [person(3, 供养方式="集中供养")])
    medical = liaison(county, "浈江区医疗保障分局")
    assert ask(medical, 1)[0] == 403
    grant(county, "浈江区医疗保障分局", ["NAME", "CATEGORY"])
    assert SharedUse.objects.count() == 0

    status, page = ask(medical, 1)
    assert (status, "在享" in page, name(1) in page, "最低生活保障（农村）" in page) == (
        200,
        True,
        True,
        True,
    )
    assert [ACCOUNT in page, ACCOUNT[-4:] in page, "450" in page] == [False, False, False]
    assert "特困人员救助供养（集中供养）" in ask(medical, 3)[1]
    unsaid = ask(medical, 9)[1]
    assert "还不能说不在享" in unsaid, "one of the granted lists was never published"
    assert "还没有发布过：临时救助" in unsaid
    assert ask(medical, 1, "查")[0] == 422

    log = list(SharedUse.objects.order_by("pk").values_list("kind", "purpose", "fields", "people"))
    told = ["NAME", "CATEGORY"]
    assert log == [("QUERY", PURPOSE, told, people) for people in (1, 1, 0)]
    assert Entry.objects.filter(action="exchange.sharing_used").count() == 3
    shown = logged_in(county.people["review"]).get("/sharing/grants/").content.decode()
    assert [shown.count(PURPOSE), "姓名、救助类别" in shown] == [3, True]

    book = medical.get("/sharing/list/").content
    rows = CalamineWorkbook.from_filelike(io.BytesIO(book)).get_sheet_by_index(0).to_python()
    assert rows[1] == ["姓名", "救助类别"]
    assert sorted(str(row[0]) for row in rows[2:]) == sorted([name(1), name(2), name(3)])
    county.send("temporary_relief", [person(8, 救助金额="1000", 救助日期="2026-10-12", 救助类型="急难型")])
    assert "授权的名单上没有这个人。" in ask(medical, 9)[1]


@pytest.mark.clause("ZJ-2.1.2a")
def test_the_federation_fetches_only_what_changed_since_with_the_date_and_nobody_without_a_grant(
    county: County,
) -> None:
    county.send("dibao", [on_dibao(1), on_dibao(2), on_dibao(3)])
    federation, other = liaison(county, "浈江区残疾人联合会"), liaison(county, "浈江区教育局")
    grant(county, "浈江区残疾人联合会")

    first = fetch(federation)
    assert (first["fetch"], first["month"], first["data_date"]) == (1, "2026-10", "2026-11-02")
    assert {each["number"] for each in first["people"]} == {number(1), number(2), number(3)}
    assert fetch(federation)["people"] == []

    county.send("dibao", [on_dibao(1), on_dibao(2, 本人月保障金="500"), on_dibao(4)], period="2026-11")
    third = fetch(federation)
    told = {each["number"]: (each["state"], each["name"]) for each in third["people"]}
    assert told == {
        number(2): ("ON", name(2)),
        number(3): ("LEFT", name(3)),
        number(4): ("ON", name(4)),
    }
    assert (third["fetch"], third["month"]) == (3, "2026-11")
    again = fetch(federation, "?after=2")  # the answer was lost on the way
    assert again["people"] == third["people"]
    assert fetch(federation)["people"] == []

    assert other.get("/sharing/changes/").status_code == 403
    assert logged_in(county.people["east"]).get("/sharing/changes/").status_code == 403
    assert Client().get("/sharing/changes/").status_code == 302
    assert Entry.objects.filter(action="exchange.sharing_refused").count() == 1
    assert SharedUse.objects.filter(kind="CHANGES").count() == 5


def test_an_ended_grant_tells_nothing_more_and_another_county_neither(county: County) -> None:
    county.send("dibao", [on_dibao(1)])
    medical = liaison(county, "浈江区医疗保障分局")
    grant(county, "浈江区医疗保障分局")
    assert "在享" in ask(medical, 1)[1]
    logged_in(county.people["review"]).post(f"/sharing/grants/{SharingGrant.objects.get().pk}/end/")
    assert ask(medical, 1)[0] == 403
    assert medical.get("/sharing/list/").status_code == 403
    assert "还没有给您所在的部门授权" in medical.get("/sharing/").content.decode()


def test_before_any_list_nobody_is_said_to_be_off_it(county: County) -> None:
    medical = liaison(county, "浈江区医疗保障分局")
    grant(county, "浈江区医疗保障分局")
    status, page = ask(medical, 1)
    assert (status, "授权的名单还没有发布过" in page, "不在享" in page) == (422, True, False)
    assert "refused" in fetch(medical)
