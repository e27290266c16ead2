"""The page of a procedure: steps, clocks, who decides and the values of a place and a day."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client
from django.urls import reverse

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, officer

pytestmark = pytest.mark.django_db
DISTRICT = "350505"


class Words(HTMLParser):
    """Collects what is read."""

    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        self.said.append(data.strip())


def read(client: Client, code: str, query: str) -> str:
    reader = Words()
    reader.feed(client.get(reverse("rulebook:procedure", args=(code,)) + query).content.decode())
    return "".join(reader.said)


def test_the_page_says_what_holds_on_the_day_of_acceptance_at_the_place() -> None:
    client = browser_of(officer(Role.COUNTY_OFFICER, DISTRICT))

    old, new = (read(client, "dibao", f"?region={DISTRICT}&on={day}") for day in ("2021-06-30", "2026-11-02"))

    assert "完成民主评议：5个工作日" in old
    assert "县级入户抽查比例（不低于）30%" in old
    assert "完成民主评议" not in new
    assert "受理到审核确认全程（权限下放）：20个工作日，特殊情况延长到45个工作日" in new
    assert "渐退期：第12个月底本地规定" in new
    assert "骗取救助罚款（不高于）3倍" in new
    assert "审核确认乡镇（街道）不论多少泉港民〔2020〕40号 二4增发、减发、停发县级民政部门不论多少" in new
    assert "本地没有登记：民主评议村（居）民代表占比（不少于）" in new


def test_the_page_says_who_decides_up_to_how_much() -> None:
    client = browser_of(officer(Role.COUNTY_OFFICER, DISTRICT))

    said = read(client, "temporary_relief", f"?region={DISTRICT}&on=2020-06-01")

    assert "审核确认乡镇（街道）不超过3,000元" in said
    assert "审核确认县级困难群众基本生活保障工作协调机制（一事一议）超过5,000元" in said
    assert "审核确认县级民政部门其余" in said
    assert "公示（社会救助暂行办法第四十八条（未核实））" in said


def test_before_the_first_version_the_page_says_that_there_is_none() -> None:
    client = browser_of(officer(Role.COUNTY_OFFICER, DISTRICT))

    assert "没有施行的办理程序" in read(client, "rigid_expense", "?on=2019-12-31")
    assert client.get(reverse("rulebook:procedure", args=("nothing",))).status_code == 404
    listed = client.get(reverse("rulebook:programmes")).content.decode()
    assert reverse("rulebook:procedure", args=("tekun_care",)) in listed


def test_who_may_not_see_the_rules_does_not_see_procedures() -> None:
    client = browser_of(officer(Role.SECURITY_ADMIN, DISTRICT))

    assert client.get(reverse("rulebook:procedure", args=("dibao",))).status_code == 404
