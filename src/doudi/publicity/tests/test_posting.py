"""A notice holds three facts at most, of nobody who must not be posted, for its days, and is gone after."""

from __future__ import annotations

import io
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import MONDAY, browser_of, officer
from doudi.audit.models import Entry
from doudi.notices.models import Notice
from doudi.publicity.models import PublicNotice
from doudi.publicity.rules.posting import AMOUNT, MEMBERS, NAME, NEVER, posted, why_never
from doudi.publicity.selectors.notices import RUNNING, programmes_posted, terms_of
from doudi.publicity.services.posting import NeverPosted, ToPost, post_notice, take_objection
from doudi.work.models import Task
from doudi.work.tests.test_at_once import at_once
from tests.county import START, build_county
from tests.county import VILLAGE as EAST_VILLAGE

TOWN, VILLAGE = "440204101", "440204101201"
TODAY = date(2026, 11, 2)
GROWN = date(1960, 5, 17)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(settings: Settings, tmp_path: Path) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_DATA = tmp_path


@pytest.fixture
def town() -> User:
    officer(Role.VILLAGE_ASSISTANT, VILLAGE)
    return officer(Role.TOWNSHIP_OFFICER, TOWN)


def wanted(**changes: object) -> ToPost:
    given: dict[str, object] = {
        "programme": "DIBAO",
        "division": VILLAGE,
        "place": "村务公开栏",
        "name": "张国英",
        "born_on": GROWN,
        "members": 3,
        "amount_fen": 98_050,
        "begins_on": TODAY,
    }
    return ToPost(**{**given, **changes})  # type: ignore[arg-type]


def post(browser: Client, **changes: object) -> str:
    given = {
        "programme": "DIBAO",
        "division": VILLAGE,
        "place": "村务公开栏",
        "name": "张国英",
        "born_on": "1960-05-17",
        "members": 3,
        "amount": "980.50",
        "begins_on": "2026-11-02",
        "once": str(uuid4()),
    }
    return browser.post("/publicity/post/", {**given, **changes}, follow=True).content.decode()


def object_to(browser: Client, notice: PublicNotice, text: str = "他家有两套房") -> str:
    address = f"/publicity/{notice.pk}/object/"
    return browser.post(address, {"text": text, "said_by": "邻居老李"}, follow=True).content.decode()


names = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=6)
facts = st.sets(st.sampled_from([NAME, MEMBERS, AMOUNT, "ILLNESS", "ID_NUMBER"]))


@given(names, facts, st.integers(1, 20), st.integers(0, 10**7))
def test_a_notice_never_holds_more_than_a_masked_name_how_many_and_how_much(
    name: str, fields: set[str], members: int, fen: int
) -> None:
    shown = posted(fields, name=name, members=members, amount_fen=fen)

    assert shown.name != name
    assert "*" in shown.name
    assert sum(sign != "*" for sign in shown.name) <= 2
    assert shown.members == (members if MEMBERS in fields else None)
    assert shown.amount_fen == (fen if AMOUNT in fields else None)


@given(st.sampled_from([*NEVER, "DIBAO", "TEKUN"]), st.dates(date(1930, 1, 1), TODAY), st.booleans())
def test_nobody_who_must_not_be_posted_ever_is(programme: str, born_on: date, held: bool) -> None:
    may = not why_never(programme, born_on, held=held, on=TODAY)

    assert not (may and programme in NEVER)
    assert not (may and not held)
    assert not (may and born_on > date(2008, 11, 2))
    assert may or programme in NEVER or not held or born_on > date(2008, 11, 2)


@pytest.mark.parametrize("region", ["440204", "371521", "350505", "533103", "610000"])
def test_no_region_offers_what_is_never_posted(region: str) -> None:
    assert not programmes_posted(region, on=TODAY).keys() & NEVER.keys()
    assert {"NEAR_DIBAO", "RIGID_EXPENSE", "UNATTENDED_CHILD", "ORPHAN"} <= NEVER.keys()


def test_days_and_facts_are_those_of_the_law() -> None:
    dibao, tekun = terms_of("DIBAO", "440204", on=TODAY), terms_of("TEKUN", "440204", on=TODAY)

    assert dibao is not None
    assert tekun is not None
    assert (dibao.days, set(dibao.fields)) == (7, {NAME, MEMBERS, AMOUNT})
    assert dibao.article == "最低生活保障审核确认办法第十九条第一款"
    assert (tekun.days, tekun.fields) == (7, (NAME,))


def test_a_notice_hangs_for_its_days_ends_by_itself_and_is_gone(town: User, settings: Settings) -> None:
    browser = browser_of(town)
    assert "已登记公示" in post(browser)
    notice = PublicNotice.objects.get()
    assert (notice.name, notice.members, notice.amount_fen) == ("张*英", 3, 98_050)
    assert notice.ends_on == date(2026, 11, 9)
    task = Task.objects.get(kind=RUNNING)
    assert (task.owner and task.owner.user, task.due_on) == (town, notice.ends_on)
    text = "".join(
        page.extract_text()
        for page in PdfReader(io.BytesIO(browser.get(f"/publicity/{notice.pk}/poster/").content)).pages
    ).replace(" ", "")
    for said in ("张*英", "3人", "980.50元", "2026-11-09", "最低生活保障审核确认办法"):
        assert said in text
    assert "张国英" not in text

    for day, outcome in (("2026-11-09", ""), ("2026-11-10", "UNOPPOSED"), ("2026-11-11", "UNOPPOSED")):
        settings.APP_CLOCK = f"frozen:{day}T09:00+08:00"
        call_command("run_due_jobs")
        notice.refresh_from_db()
        assert notice.outcome == outcome
    task.refresh_from_db()
    assert (task.state, task.result) == ("FINISHED", "UNOPPOSED")
    browser = browser_of(town)
    for address in ("/publicity/", f"/publicity/{notice.pk}/"):
        assert "张*英" not in browser.get(address).content.decode()
    assert browser.get(f"/publicity/{notice.pk}/poster/").status_code == 404
    assert "已经结束" in object_to(browser, notice)
    assert not notice.objections.exists()
    acts = Entry.objects.filter(subject_type="public_notice", action="publicity.ended")
    assert acts.count() == 1


def test_an_objection_takes_it_down_at_once_and_both_levels_are_told(town: User) -> None:
    browser = browser_of(town)
    post(browser)
    notice = PublicNotice.objects.get()
    assert "写明不同意什么" in object_to(browser, notice, "不")

    assert "公示已停止" in object_to(browser, notice)

    notice.refresh_from_db()
    assert notice.outcome == "OBJECTED"
    assert Task.objects.get(kind=RUNNING).result == "OBJECTED"
    assert browser.get(f"/publicity/{notice.pk}/poster/").status_code == 404
    told = Notice.objects.filter(kind="OBJECTION")
    assert {each.division for each in told} == {TOWN, "440204"}
    assert not any("张" in each.text or "房" in each.text for each in told)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"born_on": "2010-01-01"}, "未成年人不公示"),
        ({"programme": "RIGID_EXPENSE"}, "RIGID_EXPENSE"),
        ({"begins_on": "2026-11-01"}, "不能早于今天"),
        ({"division": TOWN}, TOWN),
        ({"division": "371521100200"}, "371521100200"),
        ({"name": ""}, "申请人姓名"),
        ({"members": 0}, "家庭成员数量"),
    ],
)
def test_what_must_not_be_posted_is_refused_in_words(
    town: User, changes: dict[str, object], sentence: str
) -> None:
    assert sentence in post(browser_of(town), **changes)
    assert not PublicNotice.objects.exists()


@pytest.mark.parametrize("programme", sorted(NEVER))
def test_the_service_refuses_whatever_a_screen_offers(town: User, programme: str) -> None:
    with pytest.raises(NeverPosted):
        post_notice(wanted(programme=programme), by=town, at=MONDAY)


def test_the_whole_name_and_the_birthday_are_kept_nowhere(town: User) -> None:
    post_notice(wanted(), by=town, at=MONDAY)

    kept = PublicNotice.objects.values().get()
    assert "张国英" not in str(kept)
    assert "1960" not in str(kept)
    assert not any("张国英" in entry.details for entry in Entry.objects.all())


def test_a_page_sent_twice_posts_once_and_others_see_nothing(town: User) -> None:
    browser, once = browser_of(town), str(uuid4())
    post(browser, once=once)
    assert "没有重复登记" in post(browser, once=once)
    notice = PublicNotice.objects.get()
    other = browser_of(officer(Role.TOWNSHIP_OFFICER, "440204102"))
    assistant = browser_of(officer(Role.VILLAGE_ASSISTANT, TOWN))
    for stranger in (other, assistant):
        for page in ("", "poster/"):
            assert stranger.get(f"/publicity/{notice.pk}/{page}").status_code == 404
        assert stranger.post(f"/publicity/{notice.pk}/object/", {}).status_code == 404
    assert "张*英" not in other.get("/publicity/").content.decode()
    assert assistant.get("/publicity/").status_code == 403


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_objections_at_once_take_it_down_once() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    county = build_county()
    made = post_notice(wanted(division=EAST_VILLAGE), by=county.people["east"], at=START)
    soon = START + timedelta(hours=1)

    def objected(who: str) -> object:
        return take_objection(made, text="他家有两套房", said_by="", by=county.people[who], at=soon)

    assert at_once(lambda: objected("east"), lambda: objected("county")) == ["DONE", "OVER_ALREADY"]
    assert made.objections.count() == 1
