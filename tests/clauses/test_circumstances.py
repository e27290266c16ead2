"""What is known of families and what departments gave them: gaps are named, and what was given twice."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from doudi.audit.models import Entry
from doudi.circumstances.models import AidGiven
from doudi.registry.models import Household, Person
from tests.clauses.test_caring import read
from tests.county import County, logged_in, monitored, name, number, on_dibao, person

CHILD = date(2014, 9, 1)
AID = {"form": "MONEY", "given_on": "2026-10-20", "amount": "3200.00"}


def home_of(order: int) -> int:
    """Return the household headed by the person of an order."""
    return Household.objects.get(head__name=name(order)).pk


def three_families(county: County) -> dict[int, int]:
    """Return the households of three families of the watched classes; a fourth family is lifted."""
    kinds = {1: "未脱贫户", 2: "边缘易致贫户", 3: "脱贫不稳定户"}
    told = {"年人均纯收入": "6200", "劳动能力": "普通劳动力"}
    rows = [
        monitored(order, kind, 户编号=f"P{order}", 与户主关系="户主", **told) for order, kind in kinds.items()
    ]
    lifted = monitored(4, "脱贫户", 户编号="P4", 与户主关系="户主")
    county.send("poverty_register", [*rows, lifted])
    return {order: home_of(order) for order in kinds}


def fill(browser: Client, home: int, aspect: str, words: str) -> None:
    """Say what was found of one aspect of a family."""
    said = {"aspect": aspect, "words": words, "source": "入户走访", "found_on": "2026-11-02"}
    browser.post(f"/households/{home}/conditions/", said)


@pytest.mark.clause("ZJ-3.1c")
def test_one_family_in_three_without_housing_makes_sixty_seven_percent_until_it_is_filled_in(
    county: County,
) -> None:
    homes, east = three_families(county), logged_in(county.people["east"])
    for home in homes.values():
        fill(east, home, "HEALTH", "无大病")
        fill(east, home, "EDUCATION", "没有在校学生")
    fill(east, homes[1], "HOUSING", "砖混两间，安全")
    fill(east, homes[2], "HOUSING", "砖混三间，安全")

    before = east.get("/conditions/")
    assert (before.context["percent"], before.context["total"]) == (67, 3)
    page = before.content.decode()
    assert "67%" in page
    (gap,) = before.context["gaps"]
    assert gap.home == homes[3]
    assert [str(each.label) for each in gap.lacking] == ["住房情况"]
    assert page.count("缺：住房情况") == 1
    assert "缺：住房情况" in read(east, f"/households/{homes[3]}/conditions/")
    rates = {str(label): rate for label, rate in before.context["rates"]}
    assert rates.pop("住房情况") == 67
    assert rates == dict.fromkeys(("收入", "健康情况", "教育情况", "劳动力", "成员关系"), 100)

    fill(east, homes[3], "HOUSING", "土坯房一间，鉴定为C级")
    after = east.get("/conditions/")
    assert (after.context["percent"], after.context["gaps"]) == (100, [])
    assert "100%" in after.content.decode()
    assert "土坯房一间，鉴定为C级" in read(east, f"/households/{homes[3]}/conditions/")
    fill(east, homes[3], "HOUSING", "")
    assert east.get("/conditions/").context["percent"] == 100  # still unclear takes the place of nothing


def two_families_with_a_pupil(county: County) -> tuple[int, int]:
    """Return two households on dibao, a head and a pupil in each."""
    rows = []
    for head, pupil in ((1, 2), (3, 4)):
        rows.append(on_dibao(head, 户编号=f"D{head}", 与户主关系="户主"))
        rows.append(person(pupil, CHILD, 户编号=f"D{head}", 与户主关系="子", 城乡类别="农村"))
    county.send("dibao", rows)
    pupils = [
        {"学生姓名": name(order), "学生身份证号": number(order, CHILD), "学段": "小学", "学籍状态": "在籍"}
        for order in (2, 4)
    ]
    county.send("student", pupils)
    return home_of(1), home_of(3)


@pytest.mark.clause("SX-3.2.2")
def test_a_familys_aid_stands_on_one_page_with_what_was_given_twice_and_what_is_missing(
    county: County,
) -> None:
    home, other = two_families_with_a_pupil(county)
    east, address = logged_in(county.people["east"]), f"/households/{home}/aid/"
    head, pupil = Person.objects.get(name=name(1)).pk, Person.objects.get(name=name(2)).pk
    ward = {"bill": "ZY-20260903-17", "spent_on": "2026-09-03", "spent": "8600.00"}
    medical = {**AID, **ward, "person": head, "kind": "MEDICAL", "title": "住院医疗救助", "office": "医保"}
    school = {**AID, "person": pupil, "kind": "EDUCATION", "title": "寄宿生生活补助", "office": "教育"}
    assert "建议教育救助" in read(east, address)
    assert [east.post(address, given).status_code for given in (medical, school)] == [302, 302]

    page = east.get(address)
    three = [("生活", "最低生活保障"), ("医疗", "住院医疗救助"), ("教育", "寄宿生生活补助")]
    assert [(line.kind, line.title) for line in page.context["lines"]] == three
    assert [title for _, title in three if title not in page.content.decode()] == []
    assert (page.context["twice"], page.context["missing"]) == ([], [])

    again = {**medical, "kind": "LIVING", "title": "临时救助（医疗支出）", "office": "民政", "amount": "2000"}
    east.post(address, again)
    hint = "同一笔支出报了两次：医保“住院医疗救助”与民政“临时救助（医疗支出）”"
    assert hint in read(east, address)
    east.post(f"/aid/{AidGiven.objects.get(office='民政').pk}/take-back/")
    assert "报了两次" not in read(east, address)

    assert f"建议教育救助：{name(4)} 在校" in read(east, f"/households/{other}/aid/")
    assert Entry.objects.filter(action="registry.household_viewed", subject_id=str(other)).count() == 1
    assert "建议教育救助" not in read(east, address)
    assert logged_in(county.people["west"]).get(address).status_code == 404


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"amount": ""}, "给钱款的要填金额"),
        ({"amount": "-3"}, "0"),
        ({"given_on": "2026-11-04"}, "日期不能晚于今天"),
        ({"spent_on": "2026-09-03"}, "支出日和支出金额要一起填"),
        ({"person": "999999"}, "999999"),
    ],
)
def test_aid_that_cannot_be_says_what_to_do(county: County, typed: dict[str, str], sentence: str) -> None:
    county.send("dibao", [on_dibao(1, 户编号="D1", 与户主关系="户主")])
    head = Person.objects.get(name=name(1)).pk
    given = {**AID, "person": str(head), "kind": "MEDICAL", "title": "医疗救助", "office": "医保"}
    answer = logged_in(county.people["east"]).post(f"/households/{home_of(1)}/aid/", given | typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not AidGiven.objects.exists()
