"""A clerk sees what becomes of each sheet, answers what is asked, and nothing is read half."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import browser_of, division, officer
from doudi.exchange.models import Batch, SourceMapping
from doudi.exchange.services.recognition import NotRecognised, SheetUnknown
from doudi.exchange.states import BatchState
from doudi.exchange.tests.factories import COUNTY, VILLAGE, imported
from doudi.reading.tests import workbooks as w

pytestmark = pytest.mark.django_db

HEAD = ("序号", "乡镇", "姓名", "身份证号码", "城乡类别", "月保障金额")
OTHER_HEAD = ("编号", "镇街", "名字", "公民身份号码", "城乡", "低保金")


@pytest.fixture(autouse=True)
def clock(settings: object) -> None:
    settings.APP_CLOCK = "frozen:2026-11-05T09:00+08:00"  # type: ignore[attr-defined]


def row(at: int) -> w.Row:
    return (at, "新韶镇", "张三", w.number_of(at), "农村", 600 + at)


WORDINGS = w.xlsx({"新韶镇": [HEAD, row(1)], "东河街道": [OTHER_HEAD, row(2)]})
HIDDEN = w.xlsx({"在册": [HEAD, row(1)], "旧名单": [HEAD, row(2)]}, hidden_sheets=["旧名单"])
COVERED = w.xlsx({"封面": [("乡镇", "户数", "人数", "金额"), ("新韶镇", 1, 1, 601)], "低保": [HEAD, row(1)]})
MONTHS = w.xlsx({"8月": [HEAD, row(1)], "9月": [HEAD, row(1), row(2)]})
KINDLESS = w.xlsx(
    {
        "发放表": [
            ("姓名", "身份证号", "残疾类别", "残疾等级", "补贴标准"),
            ("张三", w.number_of(1), "肢体", "二级", 176),
        ]
    }
)


def dropped(data: bytes, source: str = "dibao") -> tuple[Client, Batch]:
    """Drop a file as a clerk does; return the clerk's browser and the batch."""
    division(VILLAGE)
    client = browser_of(officer(Role.COUNTY_OFFICER, COUNTY))
    client.post("/batches/upload/", {"files": [SimpleUploadedFile("低保.xlsx", data)], "source": source})
    return client, Batch.objects.get()


def form_of(client: Client, batch: Batch) -> dict[str, str]:
    """Return the form as it stands."""
    form = client.get(f"/batches/{batch.pk}/").context["mapping"]
    return {name: form[name].value() or "" for name in form.fields}


def confirmed(client: Client, batch: Batch, **answers: str) -> tuple[int, str]:
    """Confirm the guesses as they stand, with some answers; return status and page."""
    answer = client.post(f"/batches/{batch.pk}/confirm/", form_of(client, batch) | answers)
    batch.refresh_from_db()
    return answer.status_code, answer.content.decode()


def test_two_wordings_are_confirmed_as_they_stand() -> None:
    client, batch = dropped(WORDINGS)

    status, _ = confirmed(client, batch)

    assert status == 302
    assert (batch.state, batch.rows_read, batch.rows_rejected) == (BatchState.CHECKED, 2, 0)
    page = client.get(f"/batches/{batch.pk}/").content.decode()
    assert "“新韶镇”" in page
    assert "没有读的列（2）" in page


def test_a_column_named_twice_in_one_table_is_refused() -> None:
    client, batch = dropped(WORDINGS)

    status, page = confirmed(client, batch, column1="name")

    assert status == 400
    assert "这一列选了不止一次" in page


def test_a_hidden_list_waits_for_an_answer() -> None:
    client, batch = dropped(HIDDEN)
    before = client.get(f"/batches/{batch.pk}/").content.decode()

    unanswered, page = confirmed(client, batch)
    assert (unanswered, batch.state) == (400, BatchState.RECOGNISED)
    answered, _ = confirmed(client, batch, sheet1="leave")

    assert "工作表“旧名单”是隐藏的工作表" in before
    assert "请选“读入”或“不读”" in page
    assert (answered, batch.state, batch.rows_read) == (302, BatchState.CHECKED, 1)
    assert batch.row_roles["NOT_TAKEN"] == 2
    assert batch.rows_in_file == 4


def test_an_answer_about_a_sheet_is_not_remembered_for_next_month() -> None:
    client, batch = dropped(HIDDEN)
    confirmed(client, batch, sheet1="leave")

    assert SourceMapping.objects.get().choices
    assert not [key for key in SourceMapping.objects.get().choices if key.startswith("@")]


def test_a_cover_is_told_and_its_rows_are_accounted_for() -> None:
    client, batch = dropped(COVERED)
    page = client.get(f"/batches/{batch.pk}/").content.decode()

    confirmed(client, batch)

    assert "工作表“封面”不是名单（汇总表，没有姓名和身份证号），没有读入。" in page
    assert "不是名单，不读" in page
    assert (batch.rows_read, batch.row_roles["NOT_TAKEN"], batch.rows_in_file) == (1, 2, 4)


def test_the_kind_of_a_subsidy_waits_for_an_answer() -> None:
    client, batch = dropped(KINDLESS, "disability_subsidy")

    unanswered, page = confirmed(client, batch)
    answered, _ = confirmed(client, batch, value0="NURSING")

    assert unanswered == 400
    assert "请选定这张表是哪一种" in page
    assert (answered, batch.state) == (302, BatchState.CHECKED)


def test_the_command_reads_the_sheets_it_is_told_to() -> None:
    with pytest.raises(NotRecognised, match="工作表“8月”写的是8月"):
        imported(MONTHS, publish=False)

    batch = imported(MONTHS, publish=False, sheets=["9月"]).batch

    assert (batch.state, batch.rows_read) == (BatchState.CHECKED, 2)
    assert batch.row_roles["NOT_TAKEN"] == 2


def test_a_sheet_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(SheetUnknown, match="没有名为“10月”的工作表。有：“8月”、“9月”"):
        imported(MONTHS, publish=False, sheets=["10月"])


def test_the_command_says_what_it_has_not_read(tmp_path: object) -> None:
    division(VILLAGE)
    file = f"{tmp_path}/低保.xlsx"
    with open(file, "wb") as sink:  # noqa: PTH123 - a path in a test
        sink.write(COVERED)
    out = StringIO()

    call_command("import_batch", file, source="dibao", region=COUNTY, period="2026-10", json=True, stdout=out)
    answer = json.loads(out.getvalue())

    assert answer["unread"] == [{"sheet": "低保", "heading": "序号", "reason": "已知、不取用"}]
    assert [(sheet["name"], sheet["verdict"]) for sheet in answer["sheets"]] == [
        ("封面", "NOT_A_LIST"),
        ("低保", "LIST"),
    ]
