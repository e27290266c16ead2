"""The quality of a county's data on its page: faults, scores by township, and what putting right does."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.audit.models import Entry
from doudi.exchange.services.publishing import Wish
from doudi.exchange.tests.factories import (
    COUNTY,
    DIBAO_HEADING,
    TOWN,
    VILLAGE,
    dibao_row,
    published,
    wrong_number,
)
from doudi.reading.tests import workbooks as w
from doudi.registry.models import Household, Person

pytestmark = pytest.mark.django_db
OTHER_TOWN = "440204102"
DEATHS = ("死者姓名", "死者身份证号", "死亡日期", "登记类型")


@pytest.fixture(autouse=True)
def november(settings: object) -> None:
    settings.APP_CLOCK = "frozen:2026-11-05T09:00+08:00"  # type: ignore[attr-defined]
    division(VILLAGE)
    division(OTHER_TOWN)


@pytest.fixture
def client() -> Client:
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


def family(number: str) -> bytes:
    """Return a list of a couple, a person whose number is `number`, and one of another township."""
    couple = [
        dibao_row(1, 户编号="H1", 身份证号码=w.number_of(1), 与户主关系="户主", 姓名="王大山"),
        dibao_row(2, 户编号="H1", 身份证号码=w.number_of(2), 与户主关系="配偶", 姓名="李小溪"),
    ]
    others = [
        dibao_row(3, 户编号="H3", 姓名="赵三江", 身份证号码=number),
        dibao_row(4, 户编号="H4", 姓名="钱四海", 镇街="乐园镇", 村居=""),
    ]
    return w.xlsx({"名单": [DIBAO_HEADING, *couple, *others]})


def dead(kind: str = "死亡") -> bytes:
    return w.xlsx({"死亡名单": [DEATHS, ("王大山", w.number_of(1), "2026-10-03", kind)]})


def scores(client: Client) -> dict[str, str]:
    answer = client.get("/quality/")
    return {each.place: score for each, _, score in answer.context["rows"]}


def faults(client: Client, query: str = "") -> list[tuple[str, str]]:
    answer = client.get(f"/quality/{query}")
    return [(kind, fault.title) for fault, kind, _ in answer.context["lines"]]


@pytest.mark.clause("SX-2.4.1.1")
def test_a_wrong_check_digit_and_a_dead_head_are_faults_until_put_right_and_the_score_rises(
    client: Client,
) -> None:
    published(family(wrong_number(3)))
    published(dead(), "cremation", name="死亡名单.xlsx")

    before = scores(client)
    assert faults(client) == [("格式", "身份证号校验位不对"), ("逻辑", "户主已去世，没有更换户主")]
    assert "王大山" in client.get("/quality/?kind=LOGIC").content.decode()

    published(family(w.number_of(3)), name="低保10月更正.xlsx", wish=Wish(replaces="latest"))
    between = scores(client)
    home = Household.objects.get(head__name="王大山")
    heir = Person.objects.get(name="李小溪")
    act = {"person": heir.pk, "happened_on": "2026-10-05", "reason": "户主已去世，由配偶任户主"}
    client.post(f"/households/{home.pk}/head/", act)

    assert faults(client) == []
    assert float(before[TOWN]) < float(between[TOWN]) < float(scores(client)[TOWN]) == 100
    assert before[OTHER_TOWN] == "100.0"


def test_a_death_that_was_taken_back_makes_no_fault(client: Client) -> None:
    published(family(w.number_of(3)))
    published(dead(), "cremation", name="死亡名单.xlsx")
    published(dead("恢复户口"), "cremation", name="恢复名单.xlsx", wish=Wish(beside=True))

    assert faults(client) == []


def test_the_list_is_narrowed_by_kind_and_township(client: Client) -> None:
    published(family(wrong_number(3)))
    published(dead(), "cremation", name="死亡名单.xlsx")

    assert faults(client, "?kind=FORMAT") == [("格式", "身份证号校验位不对")]
    assert len(faults(client, f"?place={TOWN}")) == 2
    assert faults(client, f"?place={OTHER_TOWN}") == []


def test_a_township_sees_its_own_alone() -> None:
    published(family(wrong_number(3)))
    west = browser_of(officer(Role.TOWNSHIP_OFFICER, OTHER_TOWN))

    assert scores(west) == {OTHER_TOWN: "100.0"}
    assert faults(west) == []


def test_two_names_under_one_number_are_a_conflict_of_sources(client: Client) -> None:
    published(family(w.number_of(3)))
    other = w.xlsx({"名单": [DIBAO_HEADING, dibao_row(3, 户编号="H3", 姓名="孙五湖")]})
    published(other, name="另一份.xlsx", wish=Wish(beside=True))

    assert ("来源冲突", "同号异名") in faults(client)


def test_the_workbook_has_scores_and_faults_and_is_in_the_trail(client: Client) -> None:
    published(family(wrong_number(3)))

    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/quality/sheet/").content))

    assert book.sheet_names == ["质量分", "错误清单"]
    lines = book.get_sheet_by_name("错误清单").to_python()
    assert [line[2] for line in lines[1:]] == ["身份证号校验位不对"]
    assert not re.search(r"\d{17}", str(lines))
    assert Entry.objects.filter(action="exchange.quality_downloaded").count() == 1


def test_before_any_list_the_page_says_what_to_do(client: Client) -> None:
    assert "还没有可以检查的名册" in client.get("/quality/").content.decode()


def test_a_departments_liaison_does_not_see_it() -> None:
    liaison = browser_of(officer(Role.DEPARTMENT_LIAISON, COUNTY))
    assert liaison.get("/quality/").status_code == 403
