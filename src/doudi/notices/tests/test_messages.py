"""A reminder says nothing of anybody, leaves by two people's hands, and its answer counts once."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.accounts.models import User
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import MONDAY, browser_of, officer
from doudi.audit.models import Entry
from doudi.common.scope import Scope
from doudi.notices.models import Handover, Letter, Message, MessageStep
from doudi.notices.rules.telling import RESULTS, Answer, Refused, read_answers, text_message
from doudi.notices.selectors.messages import messages_within
from doudi.notices.services.letters import Addressee, ToSend, send_letter

COUNTY, TOWN, VILLAGE = "440204", "440204101", "440204101201"
PHONE = "138-0000-1234"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def morning(settings: Settings, tmp_path: Path) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    settings.DOUDI_DATA = tmp_path


@pytest.fixture
def clerk() -> User:
    return officer(Role.COUNTY_OFFICER, COUNTY)


@pytest.fixture
def reviewer() -> User:
    return officer(Role.COUNTY_REVIEWER, COUNTY, name="周平")


@pytest.fixture
def town() -> User:
    officer(Role.VILLAGE_ASSISTANT, VILLAGE)
    return officer(Role.TOWNSHIP_OFFICER, TOWN)


def a_letter(clerk: User, key: str = "a", phone: str = PHONE) -> Letter:
    values = {"title": "不予认定告知", "body": "经核查不符合条件。"}
    return send_letter(
        ToSend("resident_letter", key, Addressee("张国英", VILLAGE, phone=phone), values), by=clerk, at=MONDAY
    )


def remind(browser: Client, letter: Letter, channel: str = "SMS") -> str:
    address = f"/letters/{letter.pk}/message/"
    return browser.post(address, {"channel": channel}, follow=True).content.decode()


def hand_over(browser: Client, reason: str = "通知领取文书") -> str:
    return browser.post("/messages/hand-over/", {"reason": reason}, follow=True).content.decode()


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    sink = io.BytesIO()
    book = xlsxwriter.Workbook(sink)
    page = book.add_worksheet()
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            page.write_string(number, column, cell)
    book.close()
    return sink.getvalue()


def answered(browser: Client, *lines: tuple[str, str], content: bytes = b"") -> str:
    rows = [("编号", "结果"), *lines]
    sent = SimpleUploadedFile("回执.xlsx", content or workbook(rows))
    return browser.post("/messages/answers/", {"file": sent}, follow=True).content.decode()


def states() -> list[str]:
    return [each.state for each in messages_within(Scope.everything()).order_by("id")]


def test_a_text_message_goes_out_by_two_people_and_its_answer_counts_once(
    clerk: User, reviewer: User, town: User
) -> None:
    letter = a_letter(clerk)
    assert "已放进发件箱" in remind(browser_of(town), letter)
    assert "已经有一条同样方式的消息" in remind(browser_of(town), letter)
    assert "请写明用途" in hand_over(browser_of(clerk), "x")
    assert "请另一位同事来取" in hand_over(browser_of(clerk))
    assert "没有待发的短信" in hand_over(browser_of(clerk))
    batch, message = Handover.objects.get(), Message.objects.get()
    mine = browser_of(clerk).post(f"/messages/handovers/{batch.pk}/", follow=True).content.decode()
    assert "制作的人不能自己取文件" in mine

    file = browser_of(reviewer).post(f"/messages/handovers/{batch.pk}/").content

    rows = CalamineWorkbook.from_filelike(io.BytesIO(file)).get_sheet_by_index(0).to_python()
    assert [message.ref, "13800001234", message.text] in rows
    assert batch.trace in str(rows)
    office = browser_of(clerk)
    page = answered(office, (message.ref, "成功"), ("deadbeef", "成功"), (message.ref, "失败"), ("x", "嗯"))
    for line in ("第 3 行：没有交送过这个编号", "第 4 行：和以前的回执不一样", "第 5 行：结果“嗯”看不懂"):
        assert line in page
    assert states() == ["RECEIVED"]
    again = answered(office, (message.ref, "成功"))
    assert "没有读不懂的行" in again
    assert MessageStep.objects.count() == 2
    acts = Entry.objects.filter(subject_type="message_handover").order_by("id")
    assert list(acts.values_list("action", flat=True)) == ["notices.handover_made", "notices.handover_taken"]


def test_the_words_name_nobody_and_tell_nothing_of_the_paper(clerk: User, town: User) -> None:
    letter = a_letter(clerk)
    remind(browser_of(town), letter)

    text = Message.objects.get().text
    assert text == text_message("浈江区民政局", "新韶镇")
    for said in ("张国英", "138", "认定", "告知", letter.paper.number):
        assert said not in text


@given(
    st.from_regex(r"[\u4e00-\u9fff]{2,8}", fullmatch=True),
    st.from_regex(r"[\u4e00-\u9fff]{2,8}", fullmatch=True),
)
def test_no_text_message_holds_a_figure(office: str, township: str) -> None:
    assert not any(sign.isdigit() for sign in text_message(office, township))


@pytest.mark.parametrize("phone", ["", "0751-8888", "12345678901", "138000012345"])
def test_nothing_is_written_to_a_number_that_is_none(clerk: User, town: User, phone: str) -> None:
    assert "没有可用的手机号" in remind(browser_of(town), a_letter(clerk, phone=phone))
    assert not Message.objects.exists()


def test_a_file_is_no_longer_handed_out_after_a_week(
    clerk: User, reviewer: User, town: User, settings: Settings
) -> None:
    remind(browser_of(town), a_letter(clerk))
    hand_over(browser_of(clerk))
    settings.APP_CLOCK = "frozen:2026-11-09T09:01+08:00"

    address = f"/messages/handovers/{Handover.objects.get().pk}/"
    assert "只留 7 天" in browser_of(reviewer).post(address, follow=True).content.decode()


def test_an_answer_about_what_was_not_handed_over_here_changes_nothing(
    clerk: User, reviewer: User, town: User
) -> None:
    remind(browser_of(town), a_letter(clerk))
    ref = Message.objects.get().ref
    assert "没有交送过这个编号" in answered(browser_of(clerk), (ref, "成功"))
    hand_over(browser_of(clerk))
    elsewhere = browser_of(officer(Role.COUNTY_OFFICER, "371521", username="there"))
    assert "没有交送过这个编号" in answered(elsewhere, (ref, "成功"))

    assert states() == ["HANDED_OVER"]


@pytest.mark.parametrize(
    "content", [b"hello", workbook([("姓名", "电话"), ("a", "b")]), workbook([("编号",)])]
)
def test_a_file_that_is_no_answer_is_refused(clerk: User, content: bytes) -> None:
    page = answered(browser_of(clerk), content=content)

    assert "d-wrong" in page
    assert not MessageStep.objects.exists()


def test_who_was_not_reached_is_called_again_until_reached(clerk: User, town: User) -> None:
    letter, browser = a_letter(clerk), browser_of(town)
    remind(browser, letter, "PHONE")
    message = Message.objects.get()
    listed = browser.get("/messages/").content.decode()
    assert "13800001234" not in listed
    assert "张国英" not in listed
    page = browser.get(f"/messages/{message.pk}/").content.decode()
    assert "请问您是张国英本人吗" in page
    assert "13800001234" in page
    assert Entry.objects.filter(action="notices.call_opened", subject_id=str(message.pk)).count() == 1
    for reached, state in (("no", "FAILED"), ("no", "FAILED"), ("yes", "RECEIVED"), ("no", "RECEIVED")):
        browser.post(f"/messages/{message.pk}/called/", {"reached": reached})
        assert states() == [state]
    assert message.steps.count() == 3
    assert letter.deliveries.count() == 0


def test_messages_of_others_and_the_files_are_not_there_for_who_may_not(
    clerk: User, reviewer: User, town: User
) -> None:
    letter = a_letter(clerk)
    remind(browser_of(town), letter, "PHONE")
    remind(browser_of(town), a_letter(clerk, "b"))
    hand_over(browser_of(clerk))
    batch, call = Handover.objects.get(), Message.objects.get(channel="PHONE")
    other = browser_of(officer(Role.TOWNSHIP_OFFICER, "440204102"))
    there = browser_of(officer(Role.COUNTY_REVIEWER, "371521", username="there"))
    for browser in (other, there):
        assert browser.post(f"/messages/{call.pk}/called/", {"reached": "yes"}).status_code == 404
        assert browser.get(f"/messages/{call.pk}/").status_code == 404
        assert browser.post(f"/letters/{letter.pk}/message/", {"channel": "SMS"}).status_code == 404
        assert browser.post(f"/messages/handovers/{batch.pk}/").status_code == 404
        assert "张国英" not in browser.get("/messages/").content.decode()
    assert browser_of(town).post(f"/messages/handovers/{batch.pk}/").status_code == 404
    assert browser_of(town).post("/messages/hand-over/", {}).status_code == 403
    assert browser_of(town).post(f"/letters/{letter.pk}/message/", {"channel": "FAX"}).status_code == 404


def test_lines_are_read_by_their_headings_wherever_they_stand() -> None:
    rows = [
        (1, ["回执"]),
        (2, ["结果", "时间", "编号"]),
        (3, ["成功", "x", "a"]),
        (4, ["", "", ""]),
        (5, ["?", "", "b"]),
    ]
    found = read_answers(rows)

    assert found is not None
    assert found[0] == [Answer(3, "a", "RECEIVED")]
    assert [each.row for each in found[1]] == [5]
    assert isinstance(found[1][0], Refused)
    assert read_answers([(1, ["姓名"])]) is None
    assert set(RESULTS.values()) == {"RECEIVED", "FAILED", "RETURNED"}
