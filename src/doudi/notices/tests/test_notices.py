"""An office is told once, signs for it, answers; one written on a page sent twice goes out once."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import pytest
from django.test import Client
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import MONDAY, browser_of, officer
from doudi.audit.models import Entry
from doudi.notices.models import Notice
from doudi.notices.services.offices import raise_notice, send_notice

COUNTY, TOWN, OTHER = "440204", "440204101", "440204102"
OTHER_COUNTY, OTHER_COUNTYS_TOWN = "371521", "371521100"
WORDS = "请核对十月新增的脱贫不稳定户"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(settings: Settings) -> None:
    settings.APP_CLOCK = "frozen:2026-11-03T09:00+08:00"


@pytest.fixture
def county() -> User:
    return officer(Role.COUNTY_OFFICER, COUNTY)


@pytest.fixture
def town() -> User:
    return officer(Role.TOWNSHIP_OFFICER, TOWN, name="王芳")


@pytest.fixture
def other() -> User:
    return officer(Role.TOWNSHIP_OFFICER, OTHER)


def told(division: str = TOWN) -> Notice:
    return raise_notice(f"t:{division}", kind="OVERDUE", division=division, text="超期未办结", at=MONDAY)


def send(browser: Client, **changes: object) -> str:
    """Fill in the page of a notice; return what is shown then."""
    given = {"text": WORDS, "answer_by": "2026-11-10", "divisions": [TOWN], "token": str(UUID(int=1))}
    return browser.post("/notices/send/", {**given, **changes}, follow=True).content.decode()


def listed(user: User, query: str = "") -> str:
    return browser_of(user).get(f"/notices/{query}").content.decode()


def acts() -> list[str]:
    return list(Entry.objects.filter(subject_type="notice").order_by("id").values_list("action", flat=True))


def test_the_same_thing_is_told_once_answered_or_not() -> None:
    first = told()
    assert told() == first
    first.settled_at, first.settled_by, first.answer = MONDAY, officer(Role.COUNTY_OFFICER, COUNTY), "已核查"
    first.save()

    assert told().settled_at == MONDAY
    assert Notice.objects.count() == 1


def test_a_notice_goes_to_the_offices_chosen_is_signed_for_and_answered(
    county: User, town: User, other: User
) -> None:
    assert "已发给 2 个单位" in send(browser_of(county), divisions=[TOWN, OTHER])
    mine = Notice.objects.get(division=TOWN)
    assert (mine.text, mine.answer_by, mine.sent_by) == (WORDS, date(2026, 11, 10), county)
    home = browser_of(town).get("/").context["todos"]
    assert [(str(todo.title), str(todo.badge)) for todo in home if todo.address == "/notices/"] == [
        (WORDS, "上级通知")
    ]

    assert "已签收" in browser_of(town).post(f"/notices/{mine.pk}/receive/", follow=True).content.decode()

    page = listed(county)
    assert "王芳" in page
    assert page.count("未签收") == 1
    said = {"answer": "已核对，新增 3 户属实"}
    assert (
        "处置情况已记下"
        in browser_of(town).post(f"/notices/{mine.pk}/settle/", said, follow=True).content.decode()
    )
    assert "新增 3 户属实" in listed(county)
    assert listed(county, "?waiting=1").count("未签收") == 1
    assert "新增 3 户属实" not in listed(county, "?waiting=1")
    assert acts() == [
        "notices.notice_sent",
        "notices.notice_sent",
        "notices.notice_received",
        "notices.notice_settled",
    ]


def test_a_page_sent_twice_sends_one_notice_and_another_page_another(county: User, town: User) -> None:
    browser = browser_of(county)
    send(browser)
    send(browser)
    assert Notice.objects.count() == 1

    send(browser, token=str(uuid4()))

    assert Notice.objects.count() == 2


def test_who_answers_has_signed_and_answers_once(town: User) -> None:
    notice = told()
    browser = browser_of(town)
    browser.post(f"/notices/{notice.pk}/settle/", {"answer": "已派员核查"})
    notice.refresh_from_db()
    assert (notice.received_by, notice.settled_by) == (town, town)

    again = browser.post(f"/notices/{notice.pk}/settle/", {"answer": "另一个说法"}, follow=True)

    assert "已经写过处置情况" in again.content.decode()
    notice.refresh_from_db()
    assert notice.answer == "已派员核查"
    browser.post(f"/notices/{notice.pk}/receive/")
    assert acts() == ["notices.notice_received", "notices.notice_settled"]


@pytest.mark.parametrize("act", ["receive", "settle"])
def test_only_the_office_told_signs_and_answers(act: str, county: User, town: User, other: User) -> None:
    notice = told()
    strangers = (
        county,
        other,
        officer(Role.VILLAGE_ASSISTANT, TOWN),
        officer(Role.DEPARTMENT_LIAISON, COUNTY),
    )
    for stranger in strangers:
        answer = browser_of(stranger).post(f"/notices/{notice.pk}/{act}/", {"answer": "替他们办了"})
        assert answer.status_code == 404

    notice.refresh_from_db()
    assert (notice.received_at, notice.settled_at) == (None, None)
    assert "超期未办结" not in listed(other)
    assert "超期未办结" in listed(county)


def test_a_notice_goes_to_the_offices_right_below_only(county: User, town: User) -> None:
    officer(Role.TOWNSHIP_OFFICER, OTHER_COUNTYS_TOWN)
    for elsewhere in (OTHER_COUNTYS_TOWN, OTHER_COUNTY, COUNTY, "440204101201", "x"):
        send(browser_of(county), divisions=[elsewhere])

    assert not Notice.objects.exists()
    assert browser_of(town).get("/notices/send/").status_code == 403
    assert browser_of(town).post("/notices/send/", {"text": WORDS}).status_code == 403


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": "好 "}, "请写明要各单位做什么"),
        ({"text": "长" * 501}, "500"),
        ({"answer_by": "2026-11-02"}, "回填期限不能早于今天"),
        ({"divisions": []}, "发给"),
        ({"token": "1"}, ""),
    ],
)
def test_what_is_written_wrongly_is_told_and_goes_nowhere(
    county: User, town: User, changes: dict[str, object], sentence: str
) -> None:
    assert sentence in send(browser_of(county), **changes)
    assert not Notice.objects.exists()


def test_an_answer_not_given_in_time_is_shown_as_late(county: User, town: User, settings: Settings) -> None:
    by_the_fifth = date(2026, 11, 5)
    send_notice(uuid4(), divisions=[TOWN], text=WORDS, answer_by=by_the_fifth, by=county, at=MONDAY)
    settings.APP_CLOCK = "frozen:2026-11-05T09:00+08:00"
    assert "过了回填期限" not in listed(county)

    settings.APP_CLOCK = "frozen:2026-11-06T09:00+08:00"

    assert "过了回填期限" in listed(county)


def test_a_notice_of_a_kind_no_longer_declared_is_still_listed(town: User) -> None:
    raise_notice("old:1", kind="GONE", division=TOWN, text="从前的提醒", at=MONDAY, subject=("gone", "1"))

    assert "其他提醒" in listed(town)
