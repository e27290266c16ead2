"""Alerts of the province are sent to the villages, checked in time and answered."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from doudi.accounts.roles import Role
from doudi.documents.tests.files import photograph
from doudi.exchange.models import Batch
from doudi.intake.models import HomeCheck
from doudi.notices.models import Notice
from tests.county import COUNTY, VILLAGE, County, logged_in, name, person

MONDAY, OVERDUE = "frozen:2026-11-02T10:00+08:00", "frozen:2026-11-10T10:00+08:00"
WEST = {"乡镇": "犁市镇", "村（居）": "犁市村民委员会"}


def alert(order: int, **facts: object) -> dict[str, object]:
    """Return a line of the province's list of alerts."""
    told = {
        "预警编号": f"YJ{order:04d}",
        "预警类型": "医疗支出过高",
        "预警等级": "橙色",
        "预警日期": "2026-10-30",
    }
    return {**person(order), **told, **facts}


def checks_by_village() -> dict[str, int]:
    counts: dict[str, int] = {}
    for check in HomeCheck.objects.all():
        counts[check.division] = counts.get(check.division, 0) + 1
    return counts


def found(outcome: str = "TO_APPLY", **changes: object) -> dict[str, object]:
    said = {
        "visited_on": "2026-11-02",
        "way": "HOME",
        "words": "见到本人，住院花费很大。",
        "outcome": outcome,
    }
    return {**said, "seen": "0", **changes}


def sheets(content: bytes) -> list[list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [book.get_sheet_by_name(each).to_python() for each in book.sheet_names]


def the_answer_names_every_row(desk: Client) -> None:
    """Hold the file that goes back to the province against what was found."""
    batch = Batch.objects.get()
    answer = desk.get(f"/alerts/{batch.pk}/feedback/")
    rows, account = sheets(answer.content)
    assert len(rows) == 21
    assert [rows[1][place] for place in (0, 1, 8, 9)] == ["YJ0000", name(0), "已有结论", "属实，转申请"]
    assert rows[1][12] == "见到本人，住院花费很大。"
    assert [rows[20][place] for place in (0, 8, 9)] == ["YJ0019", "排查中（已超期）", ""]
    assert [row[:2] for row in account[1:]] == [
        ["已有结论", "12"], ["排查中", "8"], ["不属本县", "0"], ["待派出", "0"], ["没有收下", "0"],
        ["文件里共有", "20"],
    ]  # fmt: skip


@pytest.mark.clause("SX-2.4.3.2")
def test_twenty_alerts_go_to_their_villages_are_late_at_the_county_and_answered_in_a_file(
    county: County, settings: Settings
) -> None:
    settings.APP_CLOCK = MONDAY
    east = logged_in(county.hire(Role.VILLAGE_ASSISTANT, VILLAGE))
    county.send("provincial_alert", [alert(order, **(WEST if order > 11 else {})) for order in range(20)])

    assert checks_by_village() == {VILLAGE: 12, "440204102200": 8}
    shown = east.get("/home-checks/").content.decode()
    assert [name(order) in shown for order in (0, 11, 12)] == [True, True, False]
    assert "2026-11-09" in shown.replace("年", "-").replace("月", "-").replace("日", "")

    first, *others = HomeCheck.objects.filter(division=VILLAGE).order_by("pk")
    picture = SimpleUploadedFile("现场.jpg", photograph(), content_type="image/jpeg")
    assert east.post(f"/home-checks/{first.pk}/", found(photo=picture)).status_code == 302
    page = east.get(f"/home-checks/{first.pk}/").content.decode()
    assert all(text in page for text in ("属实，转申请", "住院花费很大", "现场.jpg", "协助提出救助申请"))
    for check in others:
        assert east.post(f"/home-checks/{check.pk}/", found("UNTRUE")).status_code == 302

    settings.APP_CLOCK = OVERDUE
    call_command("run_due_jobs", "--json")

    desk = logged_in(county.people["county"])
    told = desk.get("/notices/").content.decode()
    assert told.count("到期未排查：犁市镇") == 8
    assert Notice.objects.filter(kind="CHECK_OVERDUE", division=COUNTY).count() == 8
    assert desk.get("/home-checks/?state=LATE").content.decode().count('class="d-row-link"') == 8
    call_command("run_due_jobs", "--json")
    assert Notice.objects.filter(kind="CHECK_OVERDUE", division=COUNTY).count() == 8

    the_answer_names_every_row(desk)
