"""Officers settle who somebody is and change households on pages; others do not."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.audit.actors import SYSTEM
from doudi.registry.models import Household, HouseholdAct, HouseholdMember, IdentityQuestion, Person
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import COUNTY, MONDAY, OCTOBER, listed, listing

pytestmark = pytest.mark.django_db

FAMILY = ((1, "陈父", "HEAD"), (2, "陈母", "SPOUSE"), (3, "陈子", "SON"))
REASON = {"happened_on": "2026-11-01", "reason": "户口簿已核对"}


@pytest.fixture(autouse=True)
def november(settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    for code in ("440204101201", "440204102", "371521"):
        division(code)


@pytest.fixture
def county() -> Client:
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


@pytest.fixture
def asked() -> IdentityQuestion:
    lines = [listed(1, "陈大文"), listed(1, "李小兰", row=2)]
    apply_list(listing(lines), by=SYSTEM, at=MONDAY)
    return IdentityQuestion.objects.get()


@pytest.fixture
def home() -> Household:
    lines = [listed(order, name, household_number="7", relation=said) for order, name, said in FAMILY]
    apply_list(listing(lines), by=SYSTEM, at=MONDAY)
    return Household.objects.get()


def living(home: Household) -> set[str]:
    stays = HouseholdMember.objects.filter(household=home, valid_to__isnull=True)
    return set(stays.values_list("person__name", flat=True))


def test_a_question_shows_both_sides_is_settled_and_undone(county: Client, asked: IdentityQuestion) -> None:
    assert "陈大文" in county.get("/questions/").content.decode()
    page = county.get(f"/questions/{asked.pk}/").content.decode()
    assert "陈大文" in page
    assert "李小兰" in page

    county.post(f"/questions/{asked.pk}/two/", {"reason": "两人都有户口簿"})
    assert set(Person.objects.filter(enrolments__voided_at=None).values_list("name", flat=True)) == {
        "陈大文",
        "李小兰",
    }
    answer = county.post(f"/questions/{asked.pk}/undo/", {"reason": "派出所另有答复"}, follow=True)
    assert "核定已撤销" in answer.content.decode()

    county.post(f"/questions/{asked.pk}/same/", {"reason": "笔误，户口簿已核"})
    asked.refresh_from_db()
    assert asked.status == "SAME"
    assert "已核定为“同一人”" in county.get(f"/people/{asked.person_id}/").content.decode()


def test_an_answer_without_a_reason_says_what_is_missing(county: Client, asked: IdentityQuestion) -> None:
    page = county.post(f"/questions/{asked.pk}/same/", {"reason": ""}, follow=True).content.decode()
    assert "请写明核定依据" in page


def test_a_question_of_another_county_is_not_there(asked: IdentityQuestion) -> None:
    foreign = browser_of(officer(Role.COUNTY_OFFICER, "371521"))
    assert foreign.get(f"/questions/{asked.pk}/").status_code == 404
    assert foreign.post(f"/questions/{asked.pk}/same/", {"reason": "户口簿已核对"}).status_code == 404


def test_a_township_looks_at_questions_and_settles_none(asked: IdentityQuestion) -> None:
    town = browser_of(officer(Role.TOWNSHIP_OFFICER, "440204102"))
    assert town.get(f"/questions/{asked.pk}/").status_code == 200
    assert town.post(f"/questions/{asked.pk}/same/", {"reason": "户口簿已核对"}).status_code in (403, 404)
    asked.refresh_from_db()
    assert asked.status == "OPEN"


def test_both_numbers_of_a_joined_person_lead_to_one_card(county: Client) -> None:
    apply_list(listing([listed(1, "陈大文")], period=OCTOBER.previous()), by=SYSTEM, at=MONDAY)
    apply_list(listing([listed(2, "陈大文")], batch=2), by=SYSTEM, at=MONDAY)
    asked = IdentityQuestion.objects.get()
    county.post(f"/questions/{asked.pk}/same/", {"reason": "派出所更正号码"})

    first = county.get(f"/people/{asked.person_id}/").content.decode()
    second = county.get(f"/people/{asked.other_id}/").content.decode()
    assert first.count("最低生活保障") == second.count("最低生活保障")
    assert county.get("/people/").content.decode().count("陈大文") == 1


def test_a_household_is_split_and_the_split_undone(county: Client, home: Household) -> None:
    son = Person.objects.get(name="陈子")
    county.post(f"/households/{home.pk}/split/", {**REASON, "people": [son.pk]})
    assert living(home) == {"陈父", "陈母"}
    assert HouseholdMember.objects.get(person=son, valid_to=None).valid_from == date(2026, 11, 1)

    act = HouseholdAct.objects.get()
    county.post(f"/household-acts/{act.pk}/undo/", {"reason": "登记错误"})
    assert living(home) == {"陈父", "陈母", "陈子"}


def test_a_split_family_stays_split_though_the_list_still_names_it_as_one(
    county: Client, home: Household
) -> None:
    son = Person.objects.get(name="陈子")
    county.post(f"/households/{home.pk}/split/", {**REASON, "people": [son.pk]})
    lines = [listed(order, name, household_number="7", relation=said) for order, name, said in FAMILY]
    apply_list(listing(lines, batch=2, period=OCTOBER.next().next()), by=SYSTEM, at=MONDAY)
    assert living(home) == {"陈父", "陈母"}
    page = county.get(f"/households/{home.pk}/").content.decode()
    assert "2026-12 名册仍与陈母、陈父列在一户，与登记的变动不一致" in page

    apart = [lines[0], lines[1], listed(3, "陈子", household_number="9")]
    apply_list(listing(apart, batch=3, period=OCTOBER.next().next().next()), by=SYSTEM, at=MONDAY)
    assert "不一致" not in county.get(f"/households/{home.pk}/").content.decode()


def test_two_households_are_joined_and_stay_joined(county: Client, home: Household) -> None:
    other = [listed(8, "黄阿妹", household_number="8", relation="HEAD")]
    apply_list(listing(other, batch=2, region="440204102"), by=SYSTEM, at=MONDAY)
    second = Household.objects.exclude(pk=home.pk).get()

    county.post(f"/households/{second.pk}/join/", {**REASON, "other": str(home.pk)})
    assert living(home) == {"陈父", "陈母", "陈子", "黄阿妹"}

    apply_list(
        listing(other, batch=3, region="440204102", period=OCTOBER.next().next()), by=SYSTEM, at=MONDAY
    )
    assert "黄阿妹" in living(home)
    assert "不一致" not in county.get(f"/households/{home.pk}/").content.decode()

    together = [listed(order, name, household_number="7", relation=said) for order, name, said in FAMILY]
    together += [listed(8, "黄阿妹", household_number="8", relation="HEAD")]
    apply_list(listing(together, batch=4, period=OCTOBER.next().next()), by=SYSTEM, at=MONDAY)
    page = county.get(f"/households/{home.pk}/").content.decode()
    assert "2026-12 名册仍与陈父分列两户" in page


def test_the_household_to_join_is_looked_for_by_a_members_name_or_its_number(
    county: Client, home: Household
) -> None:
    other = [listed(8, "黄阿妹", household_number="8", relation="HEAD")]
    apply_list(listing(other, batch=2, region="440204102"), by=SYSTEM, at=MONDAY)
    second = Household.objects.exclude(pk=home.pk).get()
    chooser = f"/households/{second.pk}/join/choose/"

    for_name = county.post(chooser, {"q": "陈母"}).content.decode()
    for_number = county.post(chooser, {"q": "7"}).content.decode()
    own = county.post(chooser, {"q": "黄阿妹"}).content.decode()

    choice = f'name="other" value="{home.pk}"'
    assert choice in for_name
    assert choice in for_number
    assert 'name="other"' not in own
    assert "没有找到这样的家庭" in own
    assert 'name="other"' not in county.get(chooser).content.decode()


def test_a_household_of_another_county_is_no_choice(county: Client, home: Household) -> None:
    far = [listed(8, "黄阿妹", household_number="8", division="371521001")]
    apply_list(listing(far, batch=2, region="371521"), by=SYSTEM, at=MONDAY)
    page = county.post(f"/households/{home.pk}/join/choose/", {"q": "黄阿妹"}).content.decode()
    assert "没有找到这样的家庭" in page
    foreign = browser_of(officer(Role.COUNTY_OFFICER, "371521"))
    assert foreign.post(f"/households/{home.pk}/join/choose/", {"q": "陈母"}).status_code == 404


def test_a_household_gets_another_head_and_another_place(county: Client, home: Household) -> None:
    wife = Person.objects.get(name="陈母")
    county.post(f"/households/{home.pk}/head/", {**REASON, "person": str(wife.pk)})
    county.post(f"/households/{home.pk}/move/", {**REASON, "division": "440204101"})

    home.refresh_from_db()
    assert (home.head, home.division) == (wife, "440204101")
    page = county.get(f"/households/{home.pk}/").content.decode()
    assert "陈母 户" in page
    assert "迁居" in page
    assert "不一致" not in page

    lines = [listed(order, name, household_number="7", relation=said) for order, name, said in FAMILY]
    apply_list(listing(lines, batch=2, period=OCTOBER.next().next()), by=SYSTEM, at=MONDAY)
    page = county.get(f"/households/{home.pk}/").content.decode()
    assert "2026-12 名册仍写陈父为户主" in page


@pytest.mark.parametrize(
    ("act", "typed", "sentence"),
    [
        ("split", {}, "分户要至少留下一人"),
        ("join", {"other": "999999"}, "没有找到要并入的家庭"),
        ("move", {"division": "44"}, "请选择迁入的乡镇"),
        ("head", {"person": "999999"}, "请选择这一户里的人"),
        ("move", {"division": "440204101", "happened_on": "2026-11-03"}, "生效日不能晚于今天"),
    ],
)
def test_an_act_that_cannot_be_says_what_to_do(
    county: Client, home: Household, act: str, typed: dict[str, str], sentence: str
) -> None:
    page = county.post(f"/households/{home.pk}/{act}/", REASON | typed, follow=True).content.decode()
    assert sentence in page
    assert not HouseholdAct.objects.exists()


def test_a_household_of_another_county_is_changed_by_nobody_else(home: Household) -> None:
    foreign = browser_of(officer(Role.COUNTY_OFFICER, "371521"))
    wife = Person.objects.get(name="陈母")
    answer = foreign.post(f"/households/{home.pk}/head/", {**REASON, "person": str(wife.pk)})
    assert answer.status_code == 404
