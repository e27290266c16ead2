"""What the province sends back is verified person by person and goes up as a whole."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.exchange.models import FeedbackItem, FeedbackRound
from doudi.exchange.services.feedback import (
    AlreadySubmitted,
    EvidenceMissing,
    FeedbackTakenBefore,
    FeedbackUnreadable,
    VerdictsMissing,
    receive_feedback,
    record_verdict,
    submit_round,
)
from doudi.exchange.states import FeedbackState, Verdict
from doudi.exchange.tests.factories import COUNTY, MONDAY, OCTOBER, VILLAGE, wrong_number
from doudi.reading.tests import workbooks as w

pytestmark = pytest.mark.django_db
FRIDAY = date(2026, 11, 13)
HEADING = ("序号", "姓名", "身份证号", "乡镇", "村居", "反馈问题")


@pytest.fixture(autouse=True)
def clock(settings: object) -> None:
    settings.APP_CLOCK = "frozen:2026-11-05T09:00+08:00"  # type: ignore[attr-defined]


def file_of(people: int, *extra: w.Row) -> bytes:
    rows = [
        (at, f"被核{at}", w.number_of(at), "新韶镇", "陈江村", "疑似已死亡仍在发放") for at in range(people)
    ]
    return w.xlsx({"反馈": [("浈江区比对信息反馈表",), HEADING, *rows, *extra]})


def taken(people: int = 3, *extra: w.Row) -> FeedbackRound:
    division(VILLAGE)
    return receive_feedback(
        file_of(people, *extra),
        name="省厅反馈.xlsx",
        region=COUNTY,
        period=OCTOBER,
        due_on=FRIDAY,
        by=SYSTEM,
        at=MONDAY,
    )


def verify(item: FeedbackItem, verdict: Verdict = Verdict.UNTRUE) -> FeedbackItem:
    return record_verdict(item, verdict, "11月4日入户，本人在家。", by=SYSTEM, at=MONDAY)


def county() -> Client:
    division(VILLAGE)
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


@pytest.mark.clause("ZJ-3.1b")
def test_twenty_answers_go_up_only_when_all_are_there_and_two_missing_are_named() -> None:
    client = county()
    upload = SimpleUploadedFile("省厅反馈.xlsx", file_of(20))
    client.post("/batches/feedback/", {"file": upload, "due_on": "2026-11-13"})
    feedback = FeedbackRound.objects.get()
    address = f"/batches/feedback/{feedback.pk}/"
    found = {"verdict": "TRUE", "evidence": "11月4日入户核实，家属确认。"}
    addresses = [f"/batches/feedback/items/{item.pk}/" for item in feedback.items.all()]

    answers = [client.post(item, found).status_code for item in addresses[:18]]
    refused = client.post(f"{address}submit/", follow=True).content.decode()
    before = client.get(f"{address}sheet/").status_code
    rest = [client.post(item, found | {"verdict": "SETTLED"}).status_code for item in addresses[18:]]
    client.post(f"{address}submit/")
    sheet = client.get(f"{address}sheet/")

    feedback.refresh_from_db()
    lines = CalamineWorkbook.from_filelike(io.BytesIO(sheet.content)).get_sheet_by_index(0).to_python()
    assert (answers, rest) == ([302] * 18, [302] * 2)
    assert "还有 2 条没有核实结论：第 21 行 被**8、第 22 行 被**9" in refused
    assert before == 404
    assert (feedback.state, feedback.due_on) == (FeedbackState.SUBMITTED, FRIDAY)
    assert len(lines) == 21
    assert lines[1][4:7] == ["属实", "11月4日入户核实，家属确认。", "county-officer.440204"]
    assert lines[20][4] == "已处置"


def test_rows_without_a_good_number_are_counted_not_taken() -> None:
    feedback = taken(2, (9, "错号", wrong_number(1), "新韶镇", "陈江村", "疑似有车"))

    assert (feedback.items.count(), feedback.rows_rejected) == (2, 1)
    assert feedback.items.first().division == VILLAGE  # type: ignore[union-attr]


def test_a_verdict_needs_its_evidence() -> None:
    item = taken().items.first()
    assert item is not None

    with pytest.raises(EvidenceMissing):
        record_verdict(item, Verdict.TRUE, " 是 ", by=SYSTEM, at=MONDAY)


def test_a_round_that_has_gone_up_changes_no_more() -> None:
    feedback = taken(1)
    item = verify(feedback.items.get())
    submit_round(feedback, by=SYSTEM, at=MONDAY)

    with pytest.raises(AlreadySubmitted):
        verify(item, Verdict.TRUE)
    with pytest.raises(AlreadySubmitted):
        submit_round(feedback, by=SYSTEM, at=MONDAY)


def test_a_round_with_open_people_does_not_go_up() -> None:
    feedback = taken(2)
    first, second = feedback.items.all()
    verify(first)

    with pytest.raises(VerdictsMissing) as refusal:
        submit_round(feedback, by=SYSTEM, at=MONDAY)

    assert [item.pk for item in refusal.value.missing] == [second.pk]


def test_the_same_file_is_taken_once_and_a_strange_one_not_at_all() -> None:
    taken(2)

    with pytest.raises(FeedbackTakenBefore, match="重复批次"):
        taken(2)
    with pytest.raises(FeedbackUnreadable, match="缺少必有的列：“反馈的问题”"):
        receive_feedback(
            w.xlsx({"表": [HEADING[:3], (1, "张三", w.number_of(1))]}),
            name="x.xlsx",
            region=COUNTY,
            period=OCTOBER,
            due_on=FRIDAY,
            by=SYSTEM,
            at=MONDAY,
        )


def test_a_bad_file_is_told_beside_the_field() -> None:
    upload = SimpleUploadedFile("坏.xlsx", w.encrypted_xlsx())

    answer = county().post("/batches/feedback/", {"file": upload, "due_on": "2026-11-13"})

    assert answer.status_code == 400
    assert "打开密码" in answer.content.decode()


def test_feedback_of_another_county_does_not_exist() -> None:
    feedback = taken(1)
    stranger = browser_of(officer(Role.COUNTY_OFFICER, "371521"))
    item = feedback.items.get()

    assert stranger.get(f"/batches/feedback/{feedback.pk}/").status_code == 404
    assert stranger.get(f"/batches/feedback/items/{item.pk}/").status_code == 404
    assert stranger.post(f"/batches/feedback/{feedback.pk}/submit/").status_code == 404


def test_a_departments_liaison_sees_nothing_of_it() -> None:
    feedback = taken(1)
    liaison = browser_of(officer(Role.DEPARTMENT_LIAISON, COUNTY))

    assert liaison.get(f"/batches/feedback/{feedback.pk}/").status_code == 404
    assert "省厅反馈.xlsx" not in liaison.get("/batches/feedback/").content.decode()


def test_the_pages_mask_numbers_and_list_what_is_open() -> None:
    feedback = taken(2)
    verify(feedback.items.all()[0])
    client = county()

    shown = client.get(f"/batches/feedback/{feedback.pk}/?only=open").content.decode()
    item = client.get(f"/batches/feedback/items/{feedback.items.all()[1].pk}/").content.decode()

    assert Entry.objects.filter(action="exchange.feedback_viewed").count() == 2
    assert "被核1" in shown
    assert "被核0" not in shown
    assert w.number_of(1) not in shown + item
    assert "未核实" in client.get("/batches/feedback/").content.decode()
