"""A file goes in once, is accounted for, and the answer to every bad one is a sentence."""

from __future__ import annotations

from datetime import datetime

import pytest

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.audit.actors import SYSTEM
from doudi.exchange import jobs
from doudi.exchange.folders import batch_folder, batches_root
from doudi.exchange.models import Batch, SourceMapping
from doudi.exchange.services.checking import check_batch
from doudi.exchange.services.importing import FileSentBack
from doudi.exchange.services.receiving import (
    MonthIsClosed,
    RegionUnknown,
    Sender,
    SourceUnknown,
    sweep_leftovers,
)
from doudi.exchange.services.recognition import NotRecognised, confirm_mapping, recognise_batch
from doudi.exchange.states import BatchState
from doudi.exchange.tests.factories import (
    COUNTY,
    DIBAO_HEADING,
    MONDAY,
    OCTOBER,
    dibao,
    dibao_row,
    imported,
    received,
    wrong_number,
)
from doudi.kernel.dates import Period
from doudi.reading.process import ReadFile, read_file
from doudi.reading.tests import workbooks as w
from doudi.registry.services.enrolment import lock_month

pytestmark = pytest.mark.django_db


def test_a_file_is_accounted_for_row_by_row() -> None:
    bad = dibao_row(9, 身份证号码=wrong_number(9))
    spaced = dibao_row(8, 身份证号码=f"{w.number_of(8)[:6]} {w.number_of(8)[6:]}")

    batch = imported(dibao(range(3), spaced, bad, ("合计", "", "", "", "", "", "", 99)), publish=False).batch

    assert batch.state == BatchState.CHECKED
    assert (batch.rows_in_file, batch.rows_read) == (7, 5)
    assert (batch.rows_clean, batch.rows_repaired, batch.rows_rejected) == (3, 1, 1)
    assert batch.problem_counts == {"CHECK_DIGIT": 1}


def test_nothing_is_published_before_somebody_says_so() -> None:
    imported(dibao(range(3)), publish=False)

    assert not Batch.objects.filter(state=BatchState.PUBLISHED).exists()


def test_the_same_file_again_is_told_and_not_taken_twice() -> None:
    first = imported(dibao(range(3)))
    again = imported(dibao(range(3)))

    assert (first.is_duplicate, again.is_duplicate) == (False, True)
    assert again.batch.pk == first.batch.pk
    assert "重复批次" in again.sentence
    assert Batch.objects.count() == 1


def test_the_same_list_saved_once_more_is_told() -> None:
    imported(dibao(range(3)))
    rows = [DIBAO_HEADING, *map(dibao_row, range(3))]
    resaved = w.xlsx({"名单": rows}, created=datetime(2026, 11, 3))  # noqa: DTZ001

    batch = imported(resaved, publish=False).batch

    assert "重复批次：内容与已接收的“低保10月.xlsx”完全相同" in batch.notices[0]


def test_the_same_file_for_another_month_is_taken_with_a_warning() -> None:
    imported(dibao(range(3)))
    november = imported(dibao(range(3)), period=OCTOBER.next()).batch

    assert "请确认没有传错月份" in november.notices[0]
    assert november.state == BatchState.PUBLISHED


def test_a_corrected_file_takes_the_place_of_the_first() -> None:
    first = imported(dibao(range(3))).batch
    second = imported(dibao(range(4))).batch

    first.refresh_from_db()
    assert (first.state, second.state) == (BatchState.SUPERSEDED, BatchState.PUBLISHED)
    assert first.superseded_by_id == second.pk


def test_a_file_for_a_closed_month_is_refused_before_it_is_stored() -> None:
    imported(dibao(range(2)))
    lock_month(COUNTY, str(OCTOBER), by=SYSTEM, at=MONDAY)

    with pytest.raises(MonthIsClosed, match="2026-10 已经月结"):
        imported(dibao(range(3)))

    assert Batch.objects.count() == 1
    assert len(list(batches_root().glob("*"))) >= 1


def test_an_unknown_region_or_source_is_named() -> None:
    with pytest.raises(RegionUnknown, match="没有代码为 999999 的区划"):
        imported(dibao(range(1)), region="999999")
    with pytest.raises(SourceUnknown, match="没有名为 lottery 的来源"):
        imported(dibao(range(1)), source="lottery")


def test_an_unreadable_file_is_kept_as_refused_with_its_reason() -> None:
    with pytest.raises(FileSentBack, match="打开密码"):
        imported(w.encrypted_xlsx())

    batch = Batch.objects.get()
    assert batch.state == BatchState.REFUSED
    assert "打开密码" in batch.problem


def test_a_refused_file_may_be_sent_again() -> None:
    with pytest.raises(FileSentBack):
        imported(b"")
    with pytest.raises(FileSentBack):
        imported(b"")

    assert Batch.objects.filter(state=BatchState.REFUSED).count() == 2


def test_a_file_with_a_missing_column_waits_for_a_person() -> None:
    rows = [("姓名", "身份证号", "就诊类型"), ("张三", w.number_of(1), "住院")]

    with pytest.raises(NotRecognised, match="缺少必有的列：“个人自付金额”"):
        imported(w.xlsx({"医保": rows}), "medical_selfpay")

    assert Batch.objects.get().state == BatchState.RECOGNISED


def test_a_sheet_of_people_without_a_header_is_never_left_out_silently() -> None:
    book = w.xlsx({"名单": [("姓名", "身份证号", "低保类别"), ("张三", w.number_of(1), "农村")],
                   "续": [("李四", w.number_of(2)), ("王五", w.number_of(3))]})  # fmt: skip

    with pytest.raises(NotRecognised, match="工作表“续”有 2 行像名单，但认不出表头"):
        imported(book)


def test_what_a_person_said_of_the_columns_is_remembered_for_the_sender() -> None:
    rows = [("姓名", "身份证号", "个人掏的钱"), ("张三", w.number_of(1), 100)]
    batch = received(w.xlsx({"医保结算": rows}), "a.xlsx", source="medical_selfpay").batch
    batch = recognise_batch(batch, by=SYSTEM, at=MONDAY)
    choices = {"姓名": "name", "身份证号": "id_number", "个人掏的钱": "self_pay_fen"}

    batch = confirm_mapping(batch, choices, by=SYSTEM, at=MONDAY)
    check_batch(batch, by=SYSTEM, at=MONDAY)
    rows[1] = ("李四", w.number_of(2), 200)
    later = received(w.xlsx({"医保结算": rows}), "b.xlsx", period=Period.parse("2026-11")).batch
    later = recognise_batch(later, by=SYSTEM, at=MONDAY)

    assert SourceMapping.objects.get().source == "medical_selfpay"
    assert later.source == "medical_selfpay"
    assert later.guess["remembered"] is True
    assert later.doubts == []


def test_a_file_its_sender_explained_before_is_read_once_and_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clerk = officer(Role.COUNTY_OFFICER, COUNTY)
    rows = [("姓名", "身份证号", "个人掏的钱"), ("张三", w.number_of(1), 100)]
    batch = received(w.xlsx({"医保结算": rows}), "a.xlsx", source="medical_selfpay").batch
    jobs.recognise(str(batch.pk), clerk.pk)
    choices = {"姓名": "name", "身份证号": "id_number", "个人掏的钱": "self_pay_fen"}
    confirm_mapping(Batch.objects.get(pk=batch.pk), choices, by=SYSTEM, at=MONDAY)
    rows[1] = ("李四", w.number_of(2), 200)
    later = received(w.xlsx({"医保结算": rows}), "b.xlsx", period=Period.parse("2026-11")).batch
    read: list[str] = []

    def counted(data: bytes, name: str) -> ReadFile:
        read.append(name)
        return read_file(data, name)

    monkeypatch.setattr("doudi.exchange.services.parsing.read_file", counted)
    jobs.recognise(str(later.pk), clerk.pk)
    broken = received(b"%PDF-1.4", "c.xlsx").batch
    jobs.recognise(str(broken.pk), clerk.pk)

    assert Batch.objects.get(pk=later.pk).state == BatchState.CHECKED
    assert Batch.objects.get(pk=broken.pk).state == BatchState.REFUSED
    assert read == ["b.xlsx", "c.xlsx"]


def test_what_one_sender_said_does_not_speak_for_another() -> None:
    rows = [("姓名", "身份证号", "个人掏的钱"), ("张三", w.number_of(1), 100)]
    batch = received(w.xlsx({"医保结算": rows}), source="medical_selfpay").batch
    batch = recognise_batch(batch, by=SYSTEM, at=MONDAY)
    confirm_mapping(batch, {"个人掏的钱": "self_pay_fen"}, by=SYSTEM, at=MONDAY)

    other = received(
        w.xlsx({"医保结算": [*rows, rows[1]]}), source="medical_selfpay", sender=Sender("office:2", "另一局")
    ).batch

    assert recognise_batch(other, by=SYSTEM, at=MONDAY).doubts[0]["code"] == "MISSING_COLUMN"


def test_checking_again_after_other_choices_reads_the_other_columns() -> None:
    batch = imported(dibao(range(3)), publish=False).batch
    before = batch_folder(batch.pk).rows.read_bytes()

    batch = confirm_mapping(batch, {"月保障金额": ""}, by=SYSTEM, at=MONDAY)
    batch = check_batch(batch, by=SYSTEM, at=MONDAY)

    assert batch.state == BatchState.CHECKED
    assert batch_folder(batch.pk).rows.read_bytes() != before


def test_leftovers_of_a_killed_import_are_swept_and_batches_are_not() -> None:
    batch = imported(dibao(range(1))).batch
    orphan = batches_root() / ".in-orphan"
    orphan.mkdir()

    assert sweep_leftovers(older_than=orphan.stat().st_mtime + 1) >= 1
    assert not orphan.exists()
    assert batch_folder(batch.pk).original.exists()


def test_a_title_that_speaks_of_another_month_is_told() -> None:
    rows = [("浈江区2026年9月低保在享名单",), DIBAO_HEADING, dibao_row(1)]

    september = imported(w.xlsx({"名单": rows}), publish=False).batch
    october = imported(dibao([1]), name="低保202610.xlsx", publish=False).batch

    assert september.notices == ["文件名或标题里写的是 2026-09，这一批却归在 2026-10，请确认没有传错月份。"]
    assert october.notices == []
