"""Care files refuse what cannot be, and nobody of another county sees or changes them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.audit.actors import SYSTEM
from doudi.circumstances.models import BereavedFamily, CareRecord, CareRound
from doudi.circumstances.selectors.caring import care_files, review_days, stale_care
from doudi.circumstances.selectors.epidemic import is_too_old, latest_surveys
from doudi.circumstances.services.caring import enter_care, set_review_period
from doudi.circumstances.services.epidemic import record_survey
from doudi.circumstances.states import ReviewSubject
from doudi.common.scope import Scope
from doudi.registry.models import Person
from doudi.registry.services.enrolment import apply_list
from doudi.registry.tests.factories import COUNTY, MONDAY, listed, listing

pytestmark = pytest.mark.django_db

CHILD = {
    "kind": "LEFT_BEHIND_CHILD",
    "guardian": "祖母",
    "whereabouts": "父母在东莞",
    "way": "VISIT",
    "valid_from": "2026-10-01",
}
VILLAGE, HERE = "440204101201", "440204101"
LOSS = {"loss": "DIED", "contact": "妇联主任", "care_way": "每月上门"}


@pytest.fixture(autouse=True)
def november(settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    for code in (VILLAGE, "371521100"):
        division(code)


@pytest.fixture
def county() -> Client:
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


@pytest.fixture
def child() -> Person:
    apply_list(listing([listed(1, "陈小文", born=date(2015, 5, 17), division=VILLAGE)]), by=SYSTEM, at=MONDAY)
    return Person.objects.get()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"guardian": ""}, "儿童要填监护人"),
        ({"whereabouts": " "}, "留守人员要填外出者去向"),
        ({"kind": "CHILD_IN_DIFFICULTY"}, "困境儿童要选困境类型"),
        ({"kind": "LEFT_BEHIND_ELDER"}, "年龄或性别不符合“留守老人”"),
        ({"valid_from": "2026-11-03"}, "日期不能晚于今天"),
        ({"valid_from": "2026-02-30"}, "有效的日期"),
        ({"kind": "EMPEROR"}, "EMPEROR"),
    ],
)
def test_an_entry_that_cannot_be_says_what_to_do(
    county: Client, child: Person, typed: dict[str, str], sentence: str
) -> None:
    answer = county.post(f"/people/{child.pk}/care/", CHILD | typed)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not CareRecord.objects.exists()


def test_a_kind_is_entered_once_and_again_only_after_it_ended(county: Client, child: Person) -> None:
    county.post(f"/people/{child.pk}/care/", CHILD)
    again = county.post(f"/people/{child.pk}/care/", CHILD)
    assert "这个类别已经登记" in again.content.decode()

    record = CareRecord.objects.get()
    left = {"left_on": "2026-11-02", "because": "CAME_BACK", "note": "父亲已返乡"}
    county.post(f"/care-records/{record.pk}/leave/", left)
    twice = county.post(f"/care-records/{record.pk}/leave/", left, follow=True).content.decode()
    assert "这条已经移出" in twice
    county.post(f"/people/{child.pk}/care/", CHILD | {"valid_from": "2026-11-02"})
    assert CareRecord.objects.count() == 2


@pytest.mark.parametrize("day", ["2026-09-30", "2026-11-03"])
def test_a_check_lies_between_the_beginning_and_today(county: Client, child: Person, day: str) -> None:
    county.post(f"/people/{child.pk}/care/", CHILD)
    record = CareRecord.objects.get()

    said = {"checked_on": day, "way": "PHONE"}
    page = county.post(f"/care-records/{record.pk}/check/", said, follow=True).content.decode()

    assert "日期不能晚于今天，也不能早于登记的起始日" in page
    assert record.checks.count() == 1


def test_who_was_entered_wrongly_is_counted_in_no_month(county: Client, child: Person) -> None:
    county.post(f"/people/{child.pk}/care/", CHILD)
    assert dict(county.get("/care/").context["counts"])["留守儿童"] == 1
    wrong = {"left_on": "2026-11-02", "because": "ENTERED_WRONGLY", "note": "父母一直在家"}
    county.post(f"/care-records/{CareRecord.objects.get().pk}/leave/", wrong)
    assert dict(county.get("/care/").context["counts"])["留守儿童"] == 0


@pytest.mark.parametrize("days", ["0", "367", "九十"])
def test_a_period_is_a_number_of_days_within_a_year(county: Client, days: str) -> None:
    page = county.post("/care/period/", {"days": days}, follow=True).content.decode()
    assert "周期要在 1 到 366 天之间" in page or "整数" in page
    assert county.get("/care/").context["days"] == 90


def test_a_round_has_a_name_of_its_own_and_is_confirmed_for_ones_own_villages_only(county: Client) -> None:
    asked = {"title": "十一月排查", "begins_on": "2026-11-01", "due_on": "2026-11-30"}
    late = {**asked, "due_on": "2026-10-31"}
    assert "日期不能晚于" in county.post("/care/rounds/begin/", late, follow=True).content.decode()
    county.post("/care/rounds/begin/", asked)
    assert "同名的排查" in county.post("/care/rounds/begin/", asked, follow=True).content.decode()

    address = f"/care/rounds/{CareRound.objects.get().pk}/"
    other_town = browser_of(officer(Role.TOWNSHIP_OFFICER, "440204102"))
    page = other_town.post(f"{address}confirm/", {"villages": [VILLAGE]}, follow=True).content.decode()
    assert "请勾选本辖区还没有确认的村" in page
    town = browser_of(officer(Role.TOWNSHIP_OFFICER, HERE))
    assert (
        "1 个村（居）已确认"
        in town.post(f"{address}confirm/", {"villages": [VILLAGE]}, follow=True).content.decode()
    )
    assert "都已确认" in county.get("/care/rounds/").content.decode()


def test_another_county_finds_no_file_no_round_and_no_family(county: Client, child: Person) -> None:
    county.post(f"/people/{child.pk}/care/", CHILD)
    county.post("/care/rounds/begin/", {"title": "十一月", "begins_on": "2026-11-01", "due_on": "2026-11-30"})
    carer = browser_of(officer(Role.FAMILY_CARER, COUNTY))
    carer.post(f"/people/{child.pk}/bereavement/", LOSS)
    foreign = browser_of(officer(Role.COUNTY_OFFICER, "371521"))
    far_carer = browser_of(officer(Role.FAMILY_CARER, "371521"))

    record, asked, file = CareRecord.objects.get(), CareRound.objects.get(), BereavedFamily.objects.get()
    assert foreign.get(f"/people/{child.pk}/care/").status_code == 404
    assert foreign.post(f"/people/{child.pk}/care/", CHILD).status_code == 404
    assert foreign.post(f"/care-records/{record.pk}/check/").status_code == 404
    assert foreign.post(f"/care-records/{record.pk}/leave/").status_code == 404
    assert foreign.get(f"/care/rounds/{asked.pk}/").status_code == 404
    assert foreign.post(f"/care/rounds/{asked.pk}/confirm/").status_code == 404
    assert far_carer.get(f"/people/{child.pk}/bereavement/").status_code == 404
    assert far_carer.post(f"/bereaved/{file.pk}/close/", {"reason": "登记有误"}).status_code == 404
    assert "陈小文" not in foreign.get("/care/").content.decode()
    assert "还没有登记" in far_carer.get("/bereaved/").content.decode()


def test_a_bereaved_family_has_one_file_that_is_taken_down_for_a_reason(child: Person) -> None:
    carer = browser_of(officer(Role.FAMILY_CARER, COUNTY))
    ahead = carer.post(f"/people/{child.pk}/bereavement/", LOSS | {"happened_on": "2026-11-03"})
    assert "发生日不能晚于今天" in ahead.content.decode()
    carer.post(f"/people/{child.pk}/bereavement/", LOSS)
    again = carer.post(f"/people/{child.pk}/bereavement/", LOSS)
    assert "已有失独家庭档案" in again.content.decode()
    file = BereavedFamily.objects.get()

    address = f"/bereaved/{file.pk}/close/"
    assert "撤下档案要写明事由" in carer.post(address, {"reason": "错"}, follow=True).content.decode()
    assert "档案已撤下" in carer.post(address, {"reason": "登记有误"}, follow=True).content.decode()
    assert carer.post(address, {"reason": "登记有误"}).status_code == 404
    assert "子女死亡</span>" not in carer.get(f"/people/{child.pk}/").content.decode()


def test_who_may_only_look_sees_the_file_and_enters_nothing(child: Person) -> None:
    above = browser_of(officer(Role.SUPERVISOR, "4402"))

    assert "登记一种情况" not in above.get(f"/people/{child.pk}/care/").content.decode()
    above.post(f"/people/{child.pk}/care/", CHILD)

    assert not CareRecord.objects.exists()


def test_each_county_of_a_city_looks_again_after_its_own_days(county: Client) -> None:
    places = {"陈小文": VILLAGE, "李小文": "440205101201", "黄小文": "440222101201"}
    born = date(2015, 5, 17)
    rows = [
        listed(order, name, born=born, division=place, household_number=name)
        for order, (name, place) in enumerate(places.items(), 1)
    ]
    apply_list(listing(rows, region="4402"), by=SYSTEM, at=MONDAY)
    chief = User.objects.get(username="county-officer.440204")
    asked = date(2026, 9, 20)
    for person in Person.objects.all():
        enter_care(
            person, kind="CHILD_IN_DIFFICULTY", difficulty="POOR_FAMILY", guardian="祖母", valid_from=asked,
            by=chief, at=MONDAY - timedelta(days=43),
        )  # fmt: skip
        record_survey(
            person, isolation="NONE", health="WELL", supplies="ENOUGH", care="CARED", checked_on=asked,
            way="VISIT", by=chief, at=MONDAY,
        )  # fmt: skip
    for subject in ReviewSubject:
        set_review_period("440204", subject=subject, days=30, by=chief, at=MONDAY)
        set_review_period("440205", subject=subject, days=366, by=chief, at=MONDAY)
    city, on = Scope.of(["4402"]), date(2026, 11, 2)
    usual = {subject: review_days(subject).usual for subject in ReviewSubject}

    stale = {record.person.name for record in stale_care(city, on=on)}
    files = {
        file.person.name for file in care_files(Person.objects.all(), scope=city, on=on) if file.is_stale
    }
    days = review_days(ReviewSubject.EPIDEMIC)
    surveys = latest_surveys(city).values()
    old = {each.survey.person.name for each in surveys if is_too_old(each, days, on=on)}

    def expected(subject: ReviewSubject) -> set[str]:
        return {"陈小文"} | ({"黄小文"} if usual[subject] < (on - asked).days else set())

    assert stale == files == expected(ReviewSubject.CARE)
    assert old == expected(ReviewSubject.EPIDEMIC)
    above = browser_of(officer(Role.SUPERVISOR, "4402"))
    assert "超过 各县设定的天数没" in above.get("/care/").content.decode()
