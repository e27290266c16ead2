"""Publishing enrols a roster's people, gives way to a correction, and can be taken back."""

from __future__ import annotations

from datetime import date

import pytest

from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.common.keys import ring
from doudi.exchange.models import Batch
from doudi.exchange.selectors import published_batches, record_lines, records, records_of_person
from doudi.exchange.selectors.batches import changes_of
from doudi.exchange.services.publishing import (
    NothingToPublish,
    discard_batch,
    publish_batch,
    withdraw_batch,
)
from doudi.exchange.services.receiving import MonthIsClosed
from doudi.exchange.states import BatchState, MoveNotAllowed
from doudi.exchange.tests.factories import (
    COUNTY,
    MONDAY,
    OCTOBER,
    VILLAGE,
    dibao,
    dibao_row,
    imported,
    published,
    wrong_number,
)
from doudi.kernel.tokens import token_of
from doudi.reading.tests import workbooks as w
from doudi.registry.models import Enrolment, Identity, Person
from doudi.registry.selectors import valid_enrolments
from doudi.registry.services.enrolment import lock_month

pytestmark = pytest.mark.django_db
SUBSIDY = ("姓名", "身份证号", "困难残疾人生活补贴", "重度残疾人护理补贴")


def live() -> list[str]:
    return sorted(valid_enrolments().filter(valid_to__isnull=True).values_list("person__name", flat=True))


def test_a_rosters_people_are_enrolled_with_what_the_list_says() -> None:
    published(dibao([1], dibao_row(2, 与户主关系="配偶", 户编号="H1", 低保类别="城市")))

    wife = Enrolment.objects.get(person__name="张丙民")
    assert (wife.programme, wife.category, wife.amount_fen) == ("DIBAO", "URBAN", 60200)
    assert wife.division == VILLAGE
    assert wife.account_low is not None
    assert wife.person.born_on == date(1960, 1, 1)
    assert wife.household_id == Enrolment.objects.get(person__name="张乙民").household_id
    assert Identity.objects.get(person=wife.person).number == w.number_of(2)


def test_rejected_rows_enrol_nobody() -> None:
    published(dibao([1], dibao_row(2, 身份证号码=wrong_number(2))))

    assert live() == ["张乙民"]


def test_one_row_may_stand_on_two_lists() -> None:
    rows = [
        ("姓名", "身份证号", "困难残疾人生活补贴", "重度残疾人护理补贴"),
        ("张三", w.number_of(1), 180, 240),
    ]

    published(w.xlsx({"两项补贴": rows}), "disability_subsidy")

    found = Enrolment.objects.values_list("programme", "amount_fen")
    assert sorted(found) == [("DISABILITY_LIVING", 18000), ("DISABILITY_NURSING", 24000)]


def test_a_subsidy_that_is_not_paid_enrols_nobody() -> None:
    rows = [
        ("姓名", "身份证号", "困难残疾人生活补贴", "重度残疾人护理补贴"),
        ("张三", w.number_of(1), 0, 240),
    ]

    published(w.xlsx({"两项补贴": rows}), "disability_subsidy")

    assert [one.programme for one in Enrolment.objects.all()] == ["DISABILITY_NURSING"]


def test_orphans_and_unattended_children_stand_on_different_lists() -> None:
    rows = [
        ("儿童姓名", "身份证号", "儿童类别", "月补助金额"),
        ("甲", w.number_of(1, "20150101"), "孤儿", 1800),
        ("乙", w.number_of(2, "20150101"), "事实无人抚养儿童", 1300),
    ]

    published(w.xlsx({"儿童": rows}), "orphan")

    assert sorted(Enrolment.objects.values_list("programme", flat=True)) == ["ORPHAN", "UNATTENDED_CHILD"]


def test_publishing_again_changes_nothing() -> None:
    batch = published(dibao(range(3)))

    assert publish_batch(batch, by=SYSTEM, at=MONDAY) == {}
    assert Enrolment.objects.count() == 3
    assert Entry.objects.filter(action="exchange.batch_published").count() == 1


def test_a_correction_undoes_what_the_first_file_enrolled() -> None:
    published(dibao([1, 2, 3]))
    published(dibao([2, 3, 4]))

    assert live() == ["张丁民", "张丙民", "张戊民"]
    assert Entry.objects.filter(action="exchange.batch_superseded").count() == 1


def test_other_departments_rows_enrol_nobody() -> None:
    rows = [("姓名", "身份证号", "死亡日期"), ("张三", w.number_of(1), "2026-10-01")]

    published(w.xlsx({"火化": rows}), "cremation")

    assert Person.objects.count() == 0


def test_a_batch_taken_back_leaves_no_trace_in_the_registry() -> None:
    batch = published(dibao([1, 2]))

    batch = withdraw_batch(batch, by=SYSTEM, at=MONDAY, reason="传错了文件")

    assert (batch.state, live()) == (BatchState.CHECKED, [])
    assert Entry.objects.get(action="exchange.batch_withdrawn").reason == "传错了文件"


def test_a_closed_month_takes_no_more_batches_and_gives_none_back() -> None:
    standing = published(dibao([1]))
    waiting = imported(dibao([1, 2]), publish=False).batch
    lock_month(COUNTY, str(OCTOBER), by=SYSTEM, at=MONDAY)

    with pytest.raises(MonthIsClosed):
        publish_batch(waiting, by=SYSTEM, at=MONDAY)
    with pytest.raises(MonthIsClosed):
        withdraw_batch(standing, by=SYSTEM, at=MONDAY, reason="改")

    assert live() == ["张乙民"]


def test_a_correction_of_an_earlier_month_leaves_the_later_list_standing() -> None:
    published(dibao([1]))
    published(dibao([1, 2]), period=OCTOBER.next())

    published(dibao([1, 3]))

    assert Batch.objects.get(period="2026-10", state="PUBLISHED").rows_read == 2
    assert live() == ["张丙民", "张乙民"]


def test_a_batch_without_one_good_row_is_not_published() -> None:
    batch = imported(dibao([], dibao_row(1, 身份证号码="无")), publish=False).batch

    with pytest.raises(NothingToPublish, match="没有一行可用"):
        publish_batch(batch, by=SYSTEM, at=MONDAY)


def test_a_batch_sent_back_cannot_be_published() -> None:
    batch = imported(dibao([1]), publish=False).batch
    batch = discard_batch(batch, by=SYSTEM, at=MONDAY, reason="不是全县名单")

    with pytest.raises(MoveNotAllowed):
        publish_batch(batch, by=SYSTEM, at=MONDAY)
    assert batch.problem == "不是全县名单"


def test_a_published_batch_is_taken_back_not_sent_back() -> None:
    with pytest.raises(MoveNotAllowed):
        discard_batch(published(dibao([1])), by=SYSTEM, at=MONDAY, reason="x")


def test_comparisons_read_published_batches_up_to_the_month_and_no_others() -> None:
    first = published(dibao([1]))
    published(dibao([1, 2]), period=OCTOBER.next())
    imported(dibao([5]), period=OCTOBER.previous(), publish=False)

    found = published_batches(COUNTY, OCTOBER)

    assert [(file.id, file.period) for file in found["dibao"]] == [(str(first.pk), "2026-10")]
    assert found["dibao"][0].path.exists()
    assert published_batches("371521", OCTOBER) == {}


def test_the_difference_to_the_list_before_names_who_is_new_and_who_is_gone() -> None:
    published(dibao([1, 2, 3]))

    later = imported(dibao([2, 3, 4]), period=OCTOBER.next(), publish=False).batch
    changes = changes_of(later)

    assert (list(changes.added), list(changes.removed), changes.kept) == ([2], [0], 2)
    assert changes.sentence == "与 2026-10 的一批相比：新增 1 人，移出 1 人，不变 2 人。"


def test_a_row_is_opened_with_its_name_and_number_and_shown_masked() -> None:
    batch = published(dibao([1, 2]))

    record = records(str(batch.pk), [1])[1]
    shown = record.shown(["id_number", "amount_fen", "area_kind", "account", "phone", "address", "nothing"])

    assert (record.name, record.number) == ("张丙民", w.number_of(2))
    assert (shown["source"], shown["file"], shown["row"]) == ("低保在享名单", "低保10月.xlsx", 3)
    assert [(column, text) for column, _, text in shown["fields"]] == [
        ("id_number", "440204********" + w.number_of(2)[-4:]),
        ("amount_fen", "602.00"),
        ("area_kind", "农村"),
        ("account", "***************0002"),
        ("phone", "138****0002"),
        ("address", "新韶镇陈江村***"),
    ]


def test_what_departments_say_of_a_person_is_found_by_token() -> None:

    rows = [
        ("姓名", "身份证号", "个人自付金额"),
        ("张三", w.number_of(1), 8000),
        ("李四", w.number_of(2), 90),
    ]
    published(w.xlsx({"医保": rows}), "medical_selfpay")

    found = records_of_person([token_of(ring().token, w.number_of(1))], COUNTY)

    assert [(one.source.code, one.values["self_pay_fen"]) for one in found] == [("medical_selfpay", 800000)]


def test_what_departments_say_is_put_into_words_without_blanks() -> None:
    heading = ("姓名", "身份证号", "结算日期", "个人自付金额", "就诊类型")
    rows = [heading, ("张三", w.number_of(1), "2026-10-08", 8000, "住院")]
    published(w.xlsx({"医保": rows}), "medical_selfpay")

    (line,) = record_lines([token_of(ring().token, w.number_of(1))], COUNTY)

    assert (line.title, line.provider, line.period) == ("医保结算自付名单", "医保", "2026-10")
    assert list(line.fields) == [
        ("结算日期", "2026-10-08"),
        ("个人自付金额", "8,000.00"),
        ("就医类别", "住院"),
    ]


def test_if_the_trail_cannot_be_written_nothing_is_published(monkeypatch: pytest.MonkeyPatch) -> None:
    batch = imported(dibao([1]), publish=False).batch
    monkeypatch.setattr("doudi.audit.services.record", _fail)

    with pytest.raises(OSError, match="disk"):
        publish_batch(batch, by=SYSTEM, at=MONDAY)

    batch.refresh_from_db()
    assert (batch.state, Enrolment.objects.count()) == (BatchState.CHECKED, 0)


def _fail(*args: object, **kwargs: object) -> None:
    raise OSError("disk")
