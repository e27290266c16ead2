"""What is open to a family and what counts of its expenses, by its county and with each rule's number."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from django.test import Client

from doudi.audit.actors import SYSTEM
from doudi.registry.models import Household, HouseholdMember, Person
from doudi.rulebook import catalogue
from doudi.studies.services.facts import NewSheet, record_sheets
from doudi.studies.states import FactSource
from tests.clauses.rule_answers import approved, files
from tests.county import COUNTY, County, logged_in, name, on_dibao, person

OFFICE = "浈江区民政局"
NOVEMBER, TODAY = date(2026, 11, 1), date(2026, 11, 2)


def known(order: int) -> Person:
    """Return the person of an order."""
    return Person.objects.get(name=name(order))


def change_told(browser: Client, address: str) -> Mapping[str, set[str]]:
    """Return what the newest change of layer on a card stops, lets go on and adds."""
    card = browser.get(address).content.decode().partition("分层与可享项目")[2]
    newest = re.search(r"起：(.*?)</p>", card, re.S)
    assert newest is not None
    told = re.findall(r"(应停|可续|新增)：([^<]+)", newest[1])
    return {what: set(items.strip().split("、")) for what, items in told}


def recognised(browser: Client, order: int, category: str, since: date) -> None:
    """Have the township register that a person's family is in a layer."""
    said = {"category": category, "recognised_by": OFFICE, "reason": "收入在一倍半以内"}
    answer = browser.post(
        f"/people/{known(order).pk}/recognition/", {**said, "valid_from": since.isoformat()}
    )
    assert answer.status_code == 302


@pytest.mark.clause("MS-2.5b")
def test_a_family_that_changes_its_layer_is_told_what_stops_and_what_goes_on(county: County) -> None:
    alone = {"户编号": "D1", "与户主关系": "户主"}
    county.send(
        "dibao", [on_dibao(1, **alone), on_dibao(2, 户编号="D2", 与户主关系="户主")], period="2026-10"
    )
    east = logged_in(county.people["east"])
    recognised(east, 1, "NEAR_DIBAO", NOVEMBER)
    county.send("dibao", [on_dibao(2, 户编号="D2", 与户主关系="户主")], period="2026-11")
    card = f"/households/{HouseholdMember.objects.get(person=known(1)).household_id}/"

    told = change_told(east, card)

    page = east.get(card).content.decode()
    assert "2026-11-01 起：低保边缘家庭" in page
    assert "关于加强低收入人口动态监测做好分层分类社会救助工作的意见四" in page
    assert {"最低生活保障金", "价格临时补贴", "定额资助参保"} <= told["应停"]
    assert {"医疗救助", "教育救助", "临时救助"} <= told["可续"]
    assert told["新增"] == {"重残重病人员参照单人户纳入低保"}
    assert not told["应停"] & told["可续"]

    packages = files().parameters(COUNTY, NOVEMBER)["low_income.packages"].written["value"]
    narrowed = packages | {"MEDICAL": packages["MEDICAL"] | {"NEAR_DIBAO": "CLOSED"}}
    approved({"low_income.packages": (narrowed, NOVEMBER)}, reason="十一月起执行", above=True)
    after = change_told(east, card)
    assert after["应停"] == told["应停"] | {"医疗救助"}
    assert after["可续"] == told["可续"] - {"医疗救助"}


def tried(browser: Client, **facts: str) -> str:
    """Return the page that tries a rural family newly recognised as near dibao."""
    family = {
        "programme": "LAYER", "region": COUNTY, "on": "2026-11-02", "act": "assess", "h.area_kind": "RURAL",
        "h.layer_before": "NONE", "h.layer_now": "NEAR_DIBAO",
        "m1.relation": "HEAD", "m1.born_on": "1985-03-01",
    }  # fmt: skip
    answer = browser.post("/rules/try/", family | {f"m1.{fact}": said for fact, said in facts.items()})
    assert answer.status_code == 200
    return answer.content.decode()


def lines(page: str) -> dict[str, tuple[str, str]]:
    """Return each step of a sheet on a page, of a member with who: what came out, the rule's number."""
    found: dict[str, tuple[str, str]] = {}
    for row in re.findall(r'<tr>\s*<td data-label="对象">.*?</tr>', page, re.S):
        who, step, result, basis = re.findall(r"<td.*?</td>", row, re.S)
        label, number = re.search(r"<b>(.*?)</b>", step), re.search(r"规则 ([A-Z_]+\.\w+)", basis)
        assert label is not None
        assert number is not None
        name = label[1] if "全家" in who else f"{label[1]}·{bare(who)}"
        found[name] = (bare(result), number[1])
    return found


def bare(content: str) -> str:
    """Return what a cell says."""
    return re.sub(r"<[^>]+>", "", content)


@pytest.mark.clause("ZJ-2.1.4b")
def test_two_families_of_one_village_get_what_their_class_needs_with_the_rule_that_says_so(
    county: County,
) -> None:
    clerk = logged_in(county.people["east"])
    severe = lines(tried(clerk, disability_kind="LIMB", disability_level="1"))
    common = lines(tried(clerk))

    needed = ("重残重病人员参照单人户纳入低保", "访视照料等服务类救助", "重度残疾人护理补贴")
    assert [severe[item][0] for item in needed] == ["新增", "新增", "可续"]
    assert [common[item][0] for item in needed] == ["两个层级都没有"] * 3
    assert (severe["救助档次"], common["救助档次"]) == (("一档", "LAYER.grade"), ("三档", "LAYER.grade"))
    assert [each["核查间隔"][0] for each in (severe, common)] == ["12个月", "6个月"]
    assert severe[needed[0]][1] == "LAYER.change_single_person"
    rule = clerk.get(f"/rules/programmes/LAYER/?region={COUNTY}&on=2026-11-02").content.decode()
    assert 'id="change_single_person"' in rule
    assert "四(一)" in rule


FAMILY = (
    {"relation": "HEAD", "born_on": "1980-01-01", "wages_fen": 150_000, "travel_cost_fen": 10_000},
    {"relation": "CHILD", "born_on": "2010-01-01", "schooling": "SENIOR", "study_cost_fen": 50_000}
    | {"study_proof": True},
)
WORK, STUDY, INCOME = "就业成本扣减·成员1", "因学刚性支出扣减·成员2", "核定家庭月收入"


def typed(fact: str, said: object) -> str:
    """Return a fact as a clerk types it: amounts in yuan."""
    if isinstance(said, bool):
        return "yes" if said else "no"
    return str(int(str(said)) // 100) if fact.endswith("_fen") else str(said)


def in_county(browser: Client, region: str) -> str:
    """Return the page that tries the family in a county."""
    family = {
        f"m{place}.{fact}": typed(fact, said)
        for place, member in enumerate(FAMILY, start=1)
        for fact, said in member.items()
    }
    question = {"programme": "DIBAO", "region": region, "on": "2026-11-02", "h.area_kind": "RURAL"}
    answer = browser.post("/rules/try/", {**question, **family, "rest": "none", "act": "assess"})
    assert answer.status_code == 200
    return answer.content.decode()


def on_record(county: County) -> Household:
    """Return the family as a household of the county whose facts are on record."""
    county.send("dibao", [on_dibao(1, 户编号="D1", 与户主关系="户主")])
    home = HouseholdMember.objects.get(person=known(1)).household
    facts = {"area_kind": "RURAL", "members": list(FAMILY)}
    sheet = NewSheet(home.pk, home.division, facts, [known(1).pk, None], NOVEMBER)
    record_sheets([sheet], source=FactSource.TYPED, by=SYSTEM, at=county.at)
    return home


def without_paper() -> Mapping[str, tuple[Any, date]]:
    """Return what dibao goes by here and no document says, for the county to say by its own."""
    rules = catalogue.book()
    held = rules.parameters(COUNTY, TODAY)
    asked = [held[key] for key in rules.programmes["DIBAO"].parameters if key in held]
    return {one.key: (one.written["value"], date(2026, 1, 1)) for one in asked if not one.document}


def kept(browser: Client, home: Household) -> tuple[str, str]:
    """Have the family's sheet computed and kept; return its address and its page."""
    said = {"programme": "DIBAO", "on": "2026-11-02"}
    answer = browser.post(f"/rules/sheets/of/{home.pk}/", said)
    assert answer.status_code == 302
    return answer["Location"], browser.get(answer["Location"]).content.decode()


@pytest.mark.clause("SX-2.1.1.6")
def test_the_same_expense_counts_by_each_county_s_own_table(county: County) -> None:
    approved({"dibao.standard_rural": (1000, date(2026, 1, 1))}, reason="补登")
    approved(without_paper(), reason="全国没有文件的，按县文件登记")
    clerk, home = logged_in(county.people["east"]), on_record(county)
    here, there = lines(in_county(clerk, COUNTY)), lines(in_county(clerk, "350505"))
    assert (here[INCOME], there[INCOME]) == (
        ("1,400.00元/月", "DIBAO.income"),
        ("900.00元/月", "DIBAO.income"),
    )
    assert here[WORK] == there[WORK] == ("100.00元/月", "DIBAO.work_cost")
    assert STUDY not in here
    assert there[STUDY] == ("500.00元/月", "DIBAO.study_deduction")
    rules = clerk.get("/rules/programmes/DIBAO/?region=350505&on=2026-11-02").content.decode()
    assert [f'id="{step}"' in rules for step in ("work_cost", "study_deduction", "income")] == [True] * 3

    address, old = kept(clerk, home)
    assert lines(old)[INCOME] == here[INCOME]
    table = {"income.rigid_causes": ["ILLNESS", "DISABILITY", "STUDY"], "income.study_cap": 300}
    approved({key: (value, TODAY) for key, value in table.items()}, above=True)
    _, new = kept(clerk, home)
    assert (lines(new)[INCOME][0], lines(new)[STUDY][0]) == ("1,100.00元/月", "300.00元/月")
    assert lines(clerk.get(address).content.decode()) == lines(old)
    assert "逐行重算" in clerk.get(address).content.decode()


def test_people_on_no_list_have_no_package(county: County) -> None:
    county.send("tekun", [person(9, 供养方式="分散供养")], period="2026-10")
    card = logged_in(county.people["east"]).get(f"/people/{known(9).pk}/").content.decode()

    assert "2026-10-01 起：特困人员" in card
    assert "特困供养" in card
