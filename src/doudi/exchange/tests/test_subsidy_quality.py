"""The disability subsidies held against the federation's certificates, on the page and in the update file."""

from __future__ import annotations

import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.audit.models import Entry
from doudi.exchange.services.publishing import Wish
from doudi.exchange.tests.factories import COUNTY, VILLAGE, published
from doudi.reading.tests import workbooks as w

pytestmark = pytest.mark.django_db
PAID = ("镇街", "村居", "姓名", "身份证号", "残疾类别", "残疾等级", "重度残疾人护理补贴")
HELD = ("姓名", "身份证号", "残疾类别", "残疾等级", "发证日期", "证件状态")
NAMES = ("残一", "残二", "残三", "残四")


@pytest.fixture(autouse=True)
def november(settings: object) -> None:
    settings.APP_CLOCK = "frozen:2026-11-05T09:00+08:00"  # type: ignore[attr-defined]
    division(VILLAGE)


@pytest.fixture
def client() -> Client:
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


def paid(*levels: str) -> bytes:
    rows = [
        ("新韶镇", "陈江村", name, w.number_of(at), "肢体", level, 240)
        for at, (name, level) in enumerate(zip(NAMES, levels, strict=True))
    ]
    return w.xlsx({"补贴": [PAID, *rows]})


def held(status: str = "有效") -> bytes:
    rows = [
        (name, w.number_of(at), "肢体", "二级", "2026-10-26", status if at == 3 else "有效")
        for at, name in enumerate(NAMES)
    ]
    return w.xlsx({"持证残疾人": [HELD, *rows]})


def figures(client: Client) -> tuple[str, str, int]:
    shown = client.get("/quality/subsidies/").context
    return shown["complete"], shown["agreeing"], shown["figures"].delay


def wrong(client: Client) -> list[tuple[str, tuple[str, ...], str]]:
    rows = client.get("/quality/subsidies/").context["rows"]
    return [(person.name, each.lacking, each.instruction) for each, person in rows]


@pytest.mark.clause("YG-2.2.4f")
def test_a_missing_level_and_one_that_differs_lower_both_rates_until_put_right(client: Client) -> None:
    published(held(), "disability_certificate", name="残疾证.xlsx")
    published(paid("二级", "二级", "", "一级"), "disability_subsidy", name="两补.xlsx")

    assert figures(client) == ("75.0", "66.6", 10)
    assert wrong(client) == [
        ("残三", ("残疾等级",), "残疾等级按残疾人证更新"),
        ("残四", (), "残疾等级按残疾人证更新"),
    ]
    sheet = client.get("/quality/subsidies/sheet/").content
    lines = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert [line[:2] for line in lines[1:]] == [["残三", w.number_of(2)], ["残四", w.number_of(3)]]
    assert Entry.objects.filter(action="exchange.instructions_downloaded").count() == 1

    right = paid("二级", "二级", "二级", "二级")
    published(right, "disability_subsidy", name="两补更正.xlsx", wish=Wish(replaces="latest"))
    assert figures(client) == ("100.0", "100.0", 0)
    assert "全部齐全，与残疾人证一致" in client.get("/quality/subsidies/").content.decode()


def test_a_certificate_that_no_longer_stands_is_told(client: Client) -> None:
    published(held("注销"), "disability_certificate", name="残疾证.xlsx")
    published(paid("二级", "二级", "二级", "二级"), "disability_subsidy", name="两补.xlsx")

    assert wrong(client) == [("残四", (), "残疾人证已失效，请核实后停发")]
    assert figures(client)[:2] == ("100.0", "75.0")


def test_without_the_federations_list_nothing_is_called_wrong(client: Client) -> None:
    published(paid("二级", "二级", "", "二级"), "disability_subsidy", name="两补.xlsx")

    assert figures(client)[:2] == ("75.0", "—")
    assert [name for name, _, _ in wrong(client)] == ["残三"]
    assert "请向残联要名单" in client.get("/quality/subsidies/").content.decode()


def test_before_any_list_the_page_says_what_to_do(client: Client) -> None:
    assert "还没有两项补贴名单" in client.get("/quality/subsidies/").content.decode()


def test_a_supervisor_sees_the_figures_and_takes_no_numbers_away() -> None:
    supervisor = browser_of(officer(Role.SUPERVISOR, COUNTY))
    published(paid("二级", "二级", "", "二级"), "disability_subsidy", name="两补.xlsx")

    assert "导出更新指令" not in supervisor.get("/quality/subsidies/").content.decode()
    assert supervisor.get("/quality/subsidies/sheet/").status_code == 403
