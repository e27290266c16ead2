"""A department pushes its list, the bureau answers who is on aid; overdue is told, fields change by both."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.accounts.models import Post
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.exchange.models import Cooperation, CooperationChange, CooperationReturn
from doudi.exchange.services.importing import import_file
from doudi.exchange.services.receiving import Sender
from doudi.kernel.dates import Period
from doudi.regions.models import Organisation
from tests.clauses.test_sharing import liaison
from tests.county import COUNTY, County, logged_in, monitored, name, number, on_dibao, person, workbook

OFFICE = "浈江区乡村振兴局"
BUREAU, OURS = "/sharing/cooperation/", "/sharing/ours/"


def push(county: County, *orders: int, period: str = "2026-10") -> None:
    """Send the register of monitored families as the department sends it, one number wrong."""
    office = Organisation.objects.get(name=OFFICE)
    rows = [*(monitored(order) for order in orders), {**monitored(99), "身份证号": "440204196005170990"}]
    import_file(
        workbook(rows),
        name=f"监测户-{period}.xlsx",
        source="poverty_register",
        region=COUNTY,
        period=Period.parse(period),
        sender=Sender(f"office:{office.pk}", OFFICE),
        by=SYSTEM,
        at=county.at,
        publish=True,
    )


def agree(county: County, days: int = 31) -> Client:
    """Set down the agreement, as the reviewing officer does; return the officer's browser."""
    desk = logged_in(county.people["review"])
    said = {
        "office": Organisation.objects.get(name=OFFICE).pk,
        "source": "poverty_register",
        "liaison": "李联络",
        "matters": "监测对象应兜尽兜",
        "fields_told": ["CATEGORY"],
        "cycle_days": days,
    }
    answer = desk.post(BUREAU, said)
    assert answer.status_code == 302, answer.content.decode()
    return desk


def answered(browser: Client) -> list[list[str]]:
    """Return the newest answer as the department downloads it."""
    content = browser.get(f"{OURS}returns/{CooperationReturn.objects.latest('pk').pk}/").content
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    return [[str(cell) for cell in row] for row in sheet.to_python()]


def send_back(desk: Client) -> str:
    page = desk.post(f"{BUREAU}{Cooperation.objects.get().pk}/return/", follow=True)
    return str(page.content.decode())


def _refused_for_one_person(county: County, theirs: Client, change: CooperationChange) -> None:
    """See that one person with an account on each side confirms nothing of their own."""
    other = Post.objects.get(organisation__name=OFFICE).user
    whose, other.person_key = other.person_key, county.people["review"].person_key
    other.save(update_fields=["person_key"])
    refused = theirs.post(f"{OURS}changes/{change.pk}/confirm/", follow=True).content.decode()
    assert "提出的一方不能自己确认" in refused
    other.person_key = whose
    other.save(update_fields=["person_key"])


@pytest.mark.clause("SX-3.2.1")
def test_pushed_families_come_back_with_their_state_silence_is_told_and_fields_change_by_both(
    county: County, settings: Settings
) -> None:
    theirs = liaison(county, OFFICE)
    county.send("dibao", [on_dibao(1)])
    county.send("tekun", [person(2, 供养方式="分散供养")])
    desk = agree(county)
    assert "没有可回送的人" in send_back(desk)
    push(county, 1, 2, 3)
    assert "已回送" in send_back(desk)
    head, *rows = answered(theirs)
    assert head == ["姓名", "身份证号", "是否在享", "救助类别"]
    assert rows[:3] == [
        [name(1), number(1), "在享", "最低生活保障（农村）"],
        [name(2), number(2), "在享", "特困人员救助供养（分散供养）"],
        [name(3), number(3), "不在享", ""],
    ]
    assert [row[2] for row in rows[3:]] == ["号码有误，未核"]
    assert "天没有" not in theirs.get(OURS).content.decode()

    settings.APP_CLOCK = "frozen:2026-12-05T09:00+08:00"
    desk = logged_in(county.people["review"])
    theirs = logged_in(Post.objects.get(organisation__name=OFFICE).user)
    for shown in (desk.get(BUREAU), theirs.get(OURS)):
        page = shown.content.decode()
        assert "超过 31 天没有收到" in page
        assert "超过 31 天没有回送在享状态" in page

    wanted = {"fields": ["CATEGORY", "SINCE"], "reason": "核对起始月份"}
    desk.post(f"{BUREAU}{Cooperation.objects.get().pk}/propose/", wanted)
    change = CooperationChange.objects.get()
    own = desk.post(f"{BUREAU}changes/{change.pk}/confirm/", follow=True).content.decode()
    assert "提出的一方不能自己确认" in own
    send_back(desk)
    assert answered(theirs)[0] == ["姓名", "身份证号", "是否在享", "救助类别"]
    _refused_for_one_person(county, theirs, change)
    theirs.post(f"{OURS}changes/{change.pk}/confirm/")
    send_back(desk)
    assert answered(theirs)[0] == ["姓名", "身份证号", "是否在享", "救助类别", "起始日"]
    assert Entry.objects.filter(action="exchange.state_returned").count() == 3


def test_the_department_proposes_and_the_bureau_confirms_one_change_at_a_time(county: County) -> None:
    theirs = liaison(county, OFFICE)
    desk = agree(county)
    page = theirs.get(OURS).content.decode()
    assert ["李联络" in page, "监测对象应兜尽兜" in page] == [True, True]
    address = f"{OURS}{Cooperation.objects.get().pk}/propose/"
    assert "写明变更事由" in theirs.post(address, {"reason": "要"}, follow=True).content.decode()
    wanted = {"fields": ["PLACE"], "reason": "按村居核对"}
    theirs.post(address, wanted)
    assert "还有一项字段变更" in theirs.post(address, wanted, follow=True).content.decode()
    assert "确认字段变更" in desk.get(BUREAU).content.decode()
    desk.post(f"{BUREAU}changes/{CooperationChange.objects.get().pk}/confirm/")
    assert Cooperation.objects.get().fields == ["PLACE"]


def test_another_department_neither_sees_nor_downloads_it(county: County) -> None:
    liaison(county, OFFICE)
    desk, other = agree(county), liaison(county, "浈江区教育局")
    push(county, 1)
    send_back(desk)
    assert OFFICE not in other.get(OURS).content.decode()
    assert other.get(f"{OURS}returns/{CooperationReturn.objects.get().pk}/").status_code == 404
    assert other.get(BUREAU).status_code == 403
