"""The screens of batches: who may do what, what is shown, and nothing in full that should be masked."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from doudi.accounts.models import Post
from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.audit.models import Entry
from doudi.exchange.catalogue import catalogue
from doudi.exchange.models import Batch
from doudi.exchange.services.receiving import Sender
from doudi.exchange.states import BatchState
from doudi.exchange.tests.factories import (
    COUNTY,
    OCTOBER,
    TOWN,
    VILLAGE,
    dibao,
    dibao_row,
    imported,
    published,
    wrong_number,
)
from doudi.reading.tests import workbooks as w
from doudi.regions.models import Organisation

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock(settings: object) -> None:
    settings.APP_CLOCK = "frozen:2026-11-05T09:00+08:00"  # type: ignore[attr-defined]


def county_officer() -> Client:
    division(VILLAGE)
    return browser_of(officer(Role.COUNTY_OFFICER, COUNTY))


def drop(client: Client, *files: tuple[str, bytes], source: str = "") -> str:
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    answer = client.post("/batches/upload/", {"files": uploads, "source": source}, follow=True)
    return str(answer.content.decode())


def page(client: Client, batch: Batch, part: str = "") -> str:
    answer = client.get(f"/batches/{batch.pk}/{part}")
    assert answer.status_code == 200
    return str(answer.content.decode())


def choices_of(client: Client, batch: Batch) -> dict[str, str]:
    form = client.get(f"/batches/{batch.pk}/").context["mapping"]
    return {name: form[name].value() for name in form.fields}


def test_an_empty_month_says_what_to_do() -> None:
    text = county_officer().get("/batches/").content.decode()

    assert "这个月还没有收到文件" in text
    compared = [source for source in catalogue().sources.values() if source.is_compared]
    assert f"还缺 {len(compared)} 种" in text


def test_a_file_dropped_is_recognised_confirmed_checked_and_published() -> None:
    client = county_officer()

    listed = drop(client, ("低保在享10月.xlsx", dibao(range(3))))
    batch = Batch.objects.get()
    seen = page(client, batch)
    client.post(f"/batches/{batch.pk}/confirm/", choices_of(client, batch))
    checked = page(client, batch)
    client.post(f"/batches/{batch.pk}/publish/")
    batch.refresh_from_db()

    assert "低保在享10月.xlsx" in listed
    assert "有 1 个“低保在享名单”特有的列" in seen
    assert "行数平" in checked
    assert "这是本地区第一份这样的名单" in checked
    assert batch.state == BatchState.PUBLISHED


def test_the_preview_masks_names_numbers_phones_accounts_and_addresses() -> None:
    client = county_officer()
    drop(client, ("低保在享10月.xlsx", dibao([1])))

    text = page(client, Batch.objects.get())

    assert "440204********" in text
    secrets = (w.number_of(1), "张乙民", "13800130001", "6217001122334400001", "陈江村1号")
    assert [secret for secret in secrets if secret in text] == []


def test_several_files_go_in_at_once_and_a_bad_one_does_not_stop_the_good() -> None:
    client = county_officer()

    text = drop(client, ("低保.xlsx", dibao([1])), ("坏.xlsx", w.encrypted_xlsx()), ("空.csv", b""))

    assert sorted(Batch.objects.values_list("state", flat=True)) == ["RECOGNISED", "REFUSED", "REFUSED"]
    assert text.count("已退回") >= 2


def test_the_same_file_dropped_again_is_told() -> None:
    client = county_officer()
    drop(client, ("低保.xlsx", dibao([1])))

    assert "重复批次" in drop(client, ("低保（副本）.xlsx", dibao([1])))
    assert Batch.objects.count() == 1


def test_nothing_dropped_is_told() -> None:
    assert "没有选择文件" in drop(county_officer())


def test_a_source_the_system_does_not_know_is_chosen_by_the_officer() -> None:
    client = county_officer()
    rows = [("姓名", "身份证号", "联系电话"), ("张三", w.number_of(1), "13800000000")]
    drop(client, ("新建工作表.xlsx", w.xlsx({"Sheet1": rows})))
    batch = Batch.objects.get()
    before = page(client, batch)

    client.post(f"/batches/{batch.pk}/source/", {"source": "dibao"})

    batch.refresh_from_db()
    assert "认不出来源" in before
    assert (batch.source, batch.doubts) == ("dibao", [])


def test_two_headings_for_one_column_are_refused_beside_the_field() -> None:
    client = county_officer()
    drop(client, ("低保在享.xlsx", dibao([1])))
    batch = Batch.objects.get()

    answer = client.post(f"/batches/{batch.pk}/confirm/", choices_of(client, batch) | {"column0": "name"})

    assert answer.status_code == 400
    assert "这一列选了不止一次" in answer.content.decode()


def test_a_column_that_does_not_exist_cannot_be_chosen() -> None:
    client = county_officer()
    drop(client, ("低保在享.xlsx", dibao([1])))
    batch = Batch.objects.get()

    answer = client.post(f"/batches/{batch.pk}/confirm/", {"column0": "password"})

    assert answer.status_code == 400


def test_a_checked_batch_may_go_back_to_its_columns() -> None:
    client = county_officer()
    batch = imported(dibao([1]), publish=False).batch

    client.post(f"/batches/{batch.pk}/reopen/")

    assert "每一列是什么" in page(client, batch)


def test_problems_are_listed_with_row_and_column_masked() -> None:
    wrong = wrong_number(2)
    batch = imported(dibao([1], dibao_row(2, 身份证号码=wrong)), publish=False).batch

    text = page(county_officer(), batch, "problems/?code=CHECK_DIGIT")

    assert "身份证号校验位不对" in text
    assert "身份证号码" in text
    assert wrong not in text


def test_the_error_sheet_gives_the_row_back_with_reason_and_without_numbers() -> None:
    wrong = wrong_number(2)
    batch = imported(
        dibao([1], dibao_row(2, 身份证号码=wrong, 姓名="=cmd|'/c calc'!A1")), publish=False
    ).batch

    answer = county_officer().get(f"/batches/{batch.pk}/error-sheet/")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0)
    heading, row = sheet.to_python()[2:4]

    assert heading[:5] == ["工作表", "原表行号", "处理", "问题", "怎么改"]
    assert row[1:3] == ["3", "已退回，未入库"]
    assert str(row[3]).startswith("身份证号码：身份证号校验位不对；姓名：")
    assert wrong not in str(sheet.to_python())
    assert b"<f>" not in zipfile.ZipFile(io.BytesIO(answer.content)).read("xl/worksheets/sheet1.xml")
    assert Entry.objects.filter(action="exchange.problems_downloaded").count() == 1


def test_people_new_and_gone_are_listed_and_the_look_is_in_the_trail() -> None:
    published(dibao([1, 2]))
    batch = imported(dibao([2, 3]), publish=False).batch
    client = county_officer()

    assert "张丁民" in page(client, batch, "changes/")
    assert "张乙民" in page(client, batch, "changes/?side=removed")
    assert Entry.objects.filter(action="exchange.changes_viewed").count() == 2


def test_a_batch_is_sent_back_only_with_a_reason() -> None:
    client = county_officer()
    batch = imported(dibao([1]), publish=False).batch

    client.post(f"/batches/{batch.pk}/discard/", {"reason": ""})
    unmoved = Batch.objects.get().state
    client.post(f"/batches/{batch.pk}/discard/", {"reason": "不是全县名单"})

    assert (unmoved, Batch.objects.get().state) == ("CHECKED", "REFUSED")


def test_a_published_batch_is_taken_back_with_a_reason() -> None:
    client = county_officer()
    batch = published(dibao([1]))

    client.post(f"/batches/{batch.pk}/withdraw/", {"reason": "传错文件"})

    assert Batch.objects.get().state == "CHECKED"


def test_a_template_is_a_workbook_the_system_recognises() -> None:
    client = county_officer()

    content = client.get("/batches/templates/medical_selfpay/").content
    drop(client, ("模板.xlsx", content))

    assert Batch.objects.get().source == "medical_selfpay"


def test_the_progress_of_a_batch_at_rest_asks_for_a_fresh_page() -> None:
    batch = imported(dibao([1])).batch

    answer = county_officer().get(f"/batches/{batch.pk}/progress/?list")

    assert answer["HX-Refresh"] == "true"


PAGES = ["", "progress/", "problems/", "changes/", "error-sheet/"]
ACTS = ["source/", "confirm/", "reopen/", "publish/", "withdraw/", "discard/"]


@pytest.mark.parametrize("part", PAGES)
def test_a_batch_of_another_county_does_not_exist(part: str) -> None:
    batch = published(dibao([1]))
    stranger = browser_of(officer(Role.COUNTY_OFFICER, "371521"))

    assert stranger.get(f"/batches/{batch.pk}/{part}").status_code == 404
    assert stranger.get(f"/batches/{uuid4()}/{part}").status_code == 404


@pytest.mark.parametrize("part", ACTS)
def test_nothing_can_be_done_with_a_batch_of_another_county(part: str) -> None:
    batch = published(dibao([1]))
    stranger = browser_of(officer(Role.COUNTY_OFFICER, "371521"))

    assert stranger.post(f"/batches/{batch.pk}/{part}", {"reason": "看看"}).status_code == 404
    assert Batch.objects.get().state == "PUBLISHED"


@pytest.mark.parametrize("part", ["publish/", "withdraw/"])
def test_a_township_officer_does_not_publish(part: str) -> None:
    batch = imported(dibao([1]), publish=False, region=TOWN).batch
    clerk = browser_of(officer(Role.TOWNSHIP_OFFICER, TOWN, username="clerk"))

    assert clerk.get(f"/batches/{batch.pk}/").status_code == 200
    assert clerk.post(f"/batches/{batch.pk}/{part}", {"reason": "看看"}).status_code == 404


def test_a_liaison_sees_only_what_their_office_sent() -> None:
    liaison = officer(Role.DEPARTMENT_LIAISON, COUNTY)
    office = Organisation.objects.create(name="浈江区残联", kind="DEPARTMENT", division=division(COUNTY))
    post = Post.objects.get(user=liaison)
    post.organisation = office
    post.save(update_fields=["organisation"])
    mine = imported(dibao([1]), sender=Sender(f"office:{office.pk}", office.name)).batch
    other = imported(dibao([1, 2]), period=OCTOBER.next()).batch
    client = browser_of(liaison)

    assert client.get(f"/batches/{mine.pk}/").status_code == 200
    assert client.get(f"/batches/{other.pk}/").status_code == 404
    assert client.get(f"/batches/{other.pk}/error-sheet/").status_code == 404


def test_the_list_is_filtered_and_its_queries_do_not_grow(django_assert_max_num_queries: object) -> None:
    client = county_officer()
    for_count = [imported(dibao([at, at + 1]), publish=False).batch for at in range(6)]

    with django_assert_max_num_queries(25):  # type: ignore[operator]
        text = client.get("/batches/?state=CHECKED&source=dibao&sort=-rows&months=all").content.decode()

    assert text.count("d-row-link") == len(for_count)
    assert "没有符合条件的批次" in client.get("/batches/?state=REFUSED").content.decode()


def test_work_that_a_dead_worker_left_can_be_begun_anew() -> None:
    batch = imported(dibao([1]), publish=False).batch
    batch.task, batch.task_since = "PUBLISHING", datetime(2026, 11, 5, 0, 30, tzinfo=UTC)
    batch.save(update_fields=["task", "task_since"])
    client = county_officer()

    shown = page(client, batch)
    client.post(f"/batches/{batch.pk}/restart/")

    assert "后台超过 15 分钟没有动静" in shown
    assert Batch.objects.get().state == "PUBLISHED"


def test_work_in_hand_is_not_begun_twice() -> None:
    batch = imported(dibao([1]), publish=False).batch
    batch.task, batch.task_since = "PUBLISHING", datetime(2026, 11, 5, 0, 55, tzinfo=UTC)
    batch.save(update_fields=["task", "task_since"])

    county_officer().post(f"/batches/{batch.pk}/restart/")

    assert Batch.objects.get().state == "CHECKED"


def test_a_file_is_taken_for_a_county_or_a_township_never_for_a_village() -> None:
    client = county_officer()
    session = client.session
    session["region"] = VILLAGE
    session.save()

    assert "文件按县（区）或乡镇接收" in drop(client, ("低保.xlsx", dibao([1])))
    assert not Batch.objects.exists()
