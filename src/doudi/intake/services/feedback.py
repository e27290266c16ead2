"""Writes the answer to the province: its rows with what came of each, and an account of them all."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.workbooks import Page, Workbook
from doudi.exchange.models import Batch
from doudi.intake.catalogue import alert_kinds, outcome_title
from doudi.intake.selectors.batches import (
    NOT_TAKEN,
    Account,
    RowStanding,
    account_of,
    row_standings,
    rows_not_taken,
)
from doudi.intake.states import AlertLevel, FieldWay
from doudi.kernel.masking import mask_number
from doudi.regions.selectors import name_path

HEADINGS = (
    *("预警编号", "姓名", "身份证号", "预警类型", "预警等级", "预警内容", "预警日期", "排查期限"),
    *("办理状态", "排查结论", "排查日期", "排查方式", "现场情况", "排查人", "派往", "原表行号"),
)
LATE = "（已超期）"


@transaction.atomic
def feedback_workbook(batch: Batch, *, by: User, at: datetime) -> bytes:
    """Return the answer to the province as a workbook; numbers are masked, every row of its file is in it."""
    rows = row_standings(batch)
    account = account_of(batch, rows)
    audit.record(
        "intake.alerts_answered",
        subject_type="alert_batch",
        subject_id=str(batch.pk),
        by=by,
        at=at,
        division=batch.region,
        details={"rows": account.rows, "concluded": account.concluded},
    )
    sink = io.BytesIO()
    book = Workbook(sink)
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EAF1FA", "text_wrap": True})
    text = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    today = clock.day_of(at)
    _write(
        book.add_worksheet("预警排查反馈"), [HEADINGS, *(_cells(each, today) for each in rows)], (head, text)
    )
    _write(book.add_worksheet("逐行交代"), _accounted(batch, account), (head, text))
    book.close()
    return sink.getvalue()


def _write(page: Page, lines: Sequence[Sequence[str]], formats: tuple[object, object]) -> None:
    head, text = formats
    for number, cells in enumerate(lines):
        for column, value in enumerate(cells):
            page.write_string(number, column, value, head if number == 0 else text)
    page.set_column(0, len(lines[0]) - 1, 16)
    page.freeze_panes(1, 0)


def _cells(each: RowStanding, today: date) -> Sequence[str]:
    alert, last, task = each.alert, each.last, each.check.task if each.check else None
    due_on = alert.answer_by or (task.due_on if task else None)
    is_late = each.check is not None and not each.check.outcome and task is not None and task.due_on < today
    return (
        alert.serial,
        alert.name,
        mask_number(alert.number),
        alert.kind_words or alert_kinds().get(alert.kind, ""),
        "" if alert.level == AlertLevel.UNKNOWN else str(AlertLevel(alert.level).label),
        alert.words,
        alert.alerted_on.isoformat() if alert.alerted_on else "",
        due_on.isoformat() if due_on else "",
        each.standing + (LATE if is_late else ""),
        outcome_title(last.outcome) if last and last.outcome else "",
        last.visited_on.isoformat() if last else "",
        str(FieldWay(last.way).label) if last else "",
        last.found if last else "",
        last.recorded_by.name if last else "",
        name_path(each.check.division) if each.check else "",
        str(alert.sheet_row),
    )


def _accounted(batch: Batch, account: Account) -> list[Sequence[str]]:
    """Say where all rows stand, and name those that were not taken."""
    figures = (
        ("已有结论", account.concluded),
        ("排查中", account.open),
        ("不属本县", account.not_ours),
        ("待派出", account.waiting),
        (NOT_TAKEN, account.not_taken),
        ("文件里共有", account.rows),
    )
    refused = [(f"原表第 {row} 行", NOT_TAKEN, why) for row, why in rows_not_taken(batch)]
    return [("项目", "行数", "说明"), *((word, str(count), "") for word, count in figures), *refused]
