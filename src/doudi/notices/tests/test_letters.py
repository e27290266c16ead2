"""A letter gets a number, goes to a resident, and counts from the day it was delivered, with proof."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import MONDAY, browser_of, officer
from doudi.audit.models import Entry
from doudi.documents.models import Attachment, IssuedPaper
from doudi.documents.rules.forms import WORD
from doudi.documents.tests.files import photograph
from doudi.documents.tests.words import words_of
from doudi.notices.models import Delivery, Letter, Notice
from doudi.notices.selectors.letters import DELIVER, REVIEW, last_task
from doudi.notices.services.letters import Addressee, ToSend, send_letter
from doudi.work.models import Task

COUNTY, TOWN, VILLAGE, OTHER = "440204", "440204101", "440204101201", "440204102"
BODY = "请于十一月底前到镇民政办补交残疾人证复印件。"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(settings: Settings, tmp_path: Path) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_DATA = tmp_path


@pytest.fixture
def clerk() -> User:
    return officer(Role.COUNTY_OFFICER, COUNTY)


@pytest.fixture
def town() -> User:
    officer(Role.VILLAGE_ASSISTANT, VILLAGE)
    return officer(Role.TOWNSHIP_OFFICER, TOWN, name="王芳")


def written(browser: Client, **changes: object) -> str:
    given = {
        "name": "张国英",
        "division": VILLAGE,
        "address": "陈江村 3 号",
        "phone": "13800001234",
        "title": "补充材料告知书",
        "body": BODY,
        "once": str(uuid4()),
    }
    return browser.post("/letters/write/", {**given, **changes}, follow=True).content.decode()


def sent(clerk: User, *, is_open_to_review: bool = True) -> Letter:
    to = Addressee("张国英", VILLAGE)
    values = {"title": "告知", "body": BODY}
    wanted = ToSend("resident_letter", str(uuid4()), to, values, is_open_to_review=is_open_to_review)
    return send_letter(wanted, by=clerk, at=MONDAY)


def deliver(browser: Client, letter: Letter, **changes: object) -> str:
    given = {"outcome": "DELIVERED", "way": "POST", "happened_on": "2026-11-02", "said": "EMS 1234567"}
    address = f"/letters/{letter.pk}/deliver/"
    return browser.post(address, {**given, **changes}, follow=True).content.decode()


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("回证.jpg", photograph())


def standing(letter: Letter) -> tuple[object, ...]:
    """Return how the tasks of a letter stand: delivering, and review with its day."""
    delivering, review = last_task(letter, DELIVER), last_task(letter, REVIEW)
    assert delivering is not None
    return (delivering.state, review and (review.state, review.due_on, review.result))


def test_a_letter_is_numbered_frozen_and_given_to_the_township_to_deliver(clerk: User, town: User) -> None:
    page = written(browser_of(clerk))

    assert "浈江区告知〔2026〕1号 已编号发出" in page
    letter = Letter.objects.get()
    text = words_of(browser_of(clerk).get(address_of(letter, WORD)).content)
    for said in ("浈江区告知〔2026〕1号", "张国英：", BODY, "浈江区民政局", "2026年11月2日"):
        assert said in text
    task = last_task(letter, DELIVER)
    assert task is not None
    assert (task.owner and task.owner.user, task.due_on) == (town, date(2026, 11, 5))
    assert "张国英" in browser_of(town).get("/tasks/").content.decode()
    assert browser_of(town).get(address_of(letter, WORD)).status_code == 200


def address_of(letter: Letter, form: str) -> str:
    return f"/papers/issued/{letter.paper.files.get(form=form).pk}/"


def test_a_page_sent_twice_sends_one_letter_and_takes_one_number(clerk: User, town: User) -> None:
    browser, once = browser_of(clerk), str(uuid4())
    written(browser, once=once)
    assert "没有重复登记" in written(browser, once=once)

    assert (Letter.objects.count(), IssuedPaper.objects.count(), Task.objects.count()) == (1, 1, 1)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"name": ""}, "收信人"),
        ({"body": "太短了"}, "正文不少于 10 个字"),
        ({"division": COUNTY}, "所在乡镇或村"),
        ({"division": "371521100"}, "所在乡镇或村"),
    ],
)
def test_a_letter_to_nobody_or_that_says_nothing_is_not_sent(
    clerk: User, town: User, changes: dict[str, object], sentence: str
) -> None:
    assert sentence in written(browser_of(clerk), **changes)
    assert (Letter.objects.count(), IssuedPaper.objects.count()) == (0, 0)


def test_delivered_returned_corrected_objected_ends_as_the_last_word_says(
    clerk: User, town: User, settings: Settings
) -> None:
    letter, browser = sent(clerk), browser_of(town)
    settings.APP_CLOCK = "frozen:2026-11-10T09:00+08:00"

    deliver(browser, letter, outcome="FAILED", said="无人在家，邻居说外出", happened_on="2026-11-03")
    assert standing(letter) == ("OPEN", None)
    assert "没有送到，要再送" in browser.get(f"/letters/{letter.pk}/").content.decode()

    deliver(browser, letter, happened_on="2026-11-05")
    assert standing(letter) == ("FINISHED", ("OPEN", date(2027, 1, 4), ""))

    first = Delivery.objects.get(outcome="DELIVERED")
    deliver(browser, letter, happened_on="2026-11-06", replaces=first.pk, why="把寄出日当成了签收日")
    assert standing(letter) == ("FINISHED", ("OPEN", date(2027, 1, 5), ""))

    second = Delivery.objects.get(replaces=first)
    deliver(browser, letter, outcome="FAILED", said="邮局退回", replaces=second.pk, why="邮局退回，没有签收")
    assert standing(letter) == ("OPEN", ("FINISHED", date(2027, 1, 5), "NOT_DELIVERED"))

    deliver(browser, letter, happened_on="2026-11-09", said="EMS 7654321")
    assert standing(letter) == ("FINISHED", ("OPEN", date(2027, 1, 8), ""))
    page = object_to(browser, letter, received_on="2026-11-10", text="收入算多了，儿子已经分家")
    assert "异议已登记" in page
    assert standing(letter)[1] == ("FINISHED", date(2027, 1, 8), "OBJECTED")
    notice = Notice.objects.get()
    assert (notice.division, notice.kind) == (COUNTY, "OBJECTION")
    assert letter.paper.number in notice.text
    assert "儿子" not in notice.text
    assert letter.deliveries.count() == 5


def object_to(browser: Client, letter: Letter, **given: str) -> str:
    return browser.post(f"/letters/{letter.pk}/object/", given, follow=True).content.decode()


def test_a_review_period_with_nothing_said_ends_by_itself_once_and_not_a_day_early(
    clerk: User, town: User, settings: Settings
) -> None:
    letter = sent(clerk)
    deliver(browser_of(town), letter)
    for day, state in (("2027-01-01", "OPEN"), ("2027-01-02", "FINISHED"), ("2027-01-03", "FINISHED")):
        settings.APP_CLOCK = f"frozen:{day}T09:00+08:00"
        call_command("run_due_jobs")
        review = last_task(letter, REVIEW)
        assert review is not None
        assert (review.state, review.moves.filter(kind="FINISHED").count()) == (state, int(state != "OPEN"))
    assert review is not None
    assert review.result == "EXPIRED"


def test_a_letter_that_is_not_open_to_review_starts_no_clock(clerk: User, town: User) -> None:
    letter = sent(clerk, is_open_to_review=False)
    deliver(browser_of(town), letter)

    assert standing(letter) == ("FINISHED", None)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"way": "IN_PERSON", "said": "本人签收"}, "要附送达回证或现场照片"),
        ({"way": "LEFT", "said": "村干部见证"}, "要附送达回证或现场照片"),
        ({"way": "PUBLICATION"}, "PUBLICATION"),
        ({"said": ""}, "签收人"),
        ({"happened_on": "2026-11-01"}, "送达日不能早于发出的那天"),
        ({"happened_on": "2026-11-03"}, "也不能晚于今天"),
        ({"replaces": 999, "why": "登记错了人"}, "已经更正过"),
        ({"outcome": "MAYBE"}, "MAYBE"),
    ],
)
def test_a_delivery_without_proof_or_on_no_possible_day_is_not_written_down(
    clerk: User, town: User, changes: dict[str, object], sentence: str
) -> None:
    letter = sent(clerk)

    assert sentence in deliver(browser_of(town), letter, **changes)
    assert not Delivery.objects.exists()
    assert standing(letter) == ("OPEN", None)


def test_a_receipt_is_kept_with_the_letter_and_one_of_another_letter_corrects_nothing(
    clerk: User, town: User
) -> None:
    letter, other, browser = sent(clerk), sent(clerk), browser_of(town)
    deliver(browser, letter, way="IN_PERSON", said="本人签收", receipt=photo())
    kept = Attachment.objects.get()
    assert (kept.subject_kind, kept.subject_id, kept.kind) == ("letter", str(letter.pk), "RECEIPT")
    assert browser.get(f"/papers/{kept.pk}/").status_code == 200

    assert "已经登记送达" in deliver(browser, letter)
    assert "已经更正过" in deliver(browser, other, replaces=letter.deliveries.get().pk, why="登记错了人")
    assert "更正要写明" in deliver(browser, letter, replaces=letter.deliveries.get().pk, why="")
    assert Delivery.objects.count() == 1


def test_an_objection_waits_for_the_delivery(clerk: User, town: User) -> None:
    letter, browser = sent(clerk), browser_of(town)
    assert "还没有登记送达" in object_to(browser, letter, received_on="2026-11-02", text="我不同意")
    deliver(browser, letter)
    assert "写明对方不同意什么" in object_to(browser, letter, received_on="2026-11-02", text="不")

    assert not letter.objections.exists()


def test_a_letter_to_another_township_is_not_there(clerk: User, town: User) -> None:
    letter = sent(clerk)
    deliver(browser_of(town), letter)
    strangers = [officer(Role.TOWNSHIP_OFFICER, OTHER), officer(Role.COUNTY_OFFICER, "371521")]
    assistant = officer(Role.VILLAGE_ASSISTANT, TOWN)
    for stranger in strangers:
        browser = browser_of(stranger)
        assert "张国英" not in browser.get("/letters/").content.decode()
    for stranger in (*strangers, assistant):
        browser = browser_of(stranger)
        for address in (f"/letters/{letter.pk}/", f"/letters/{letter.pk}/receipt/"):
            assert browser.get(address).status_code == 404
        for act in ("deliver", "object"):
            assert browser.post(f"/letters/{letter.pk}/{act}/", {}).status_code == 404
    assert browser_of(town).get("/letters/write/").status_code == 403
    assert browser_of(assistant).get("/letters/").status_code == 403


def test_every_act_on_a_letter_is_on_record_and_lists_filter_by_state(clerk: User, town: User) -> None:
    letter, _other = sent(clerk), sent(clerk)
    browser = browser_of(town)
    browser.get(f"/letters/{letter.pk}/")
    deliver(browser, letter)
    assert browser.get(f"/letters/{letter.pk}/receipt/").content.startswith(b"%PDF")

    acts = Entry.objects.filter(subject_type="letter", subject_id=str(letter.pk)).order_by("id")
    assert list(dict.fromkeys(acts.values_list("action", flat=True))) == [
        "notices.letter_sent",
        "notices.letter_viewed",
        "notices.delivery_recorded",
    ]
    shown = {
        state: len(browser.get(f"/letters/?state={state}").context["lines"])
        for state in ("", "WAITING", "FAILED", "DELIVERED", "x")
    }
    assert shown == {"": 2, "WAITING": 1, "FAILED": 0, "DELIVERED": 1, "x": 2}
