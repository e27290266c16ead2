"""Writes the workbook of a month's faults, by which townships put their data right."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from doudi.audit import services as audit
from doudi.audit.actors import Actor
from doudi.common.workbooks import Workbook
from doudi.exchange.rules.quality import KIND_TITLES, score_text
from doudi.exchange.selectors.quality import Fault, Quality
from doudi.kernel.dates import Period

SCORES = ("乡镇", "检查的记录", "有错误的记录", "质量分")
FAULTS = ("乡镇", "类别", "问题", "在哪里", "内容（已遮蔽）", "怎么改")


@transaction.atomic
def quality_sheet(quality: Quality, *, period: Period, by: Actor, at: datetime) -> bytes:
    """Return scores and faults as a workbook; the look is in the trail."""
    audit.record(
        "exchange.quality_downloaded",
        subject_type="division",
        subject_id=quality.total.place,
        by=by,
        at=at,
        division=quality.total.place,
        details={"period": str(period), "faults": len(quality.faults)},
    )
    sink = io.BytesIO()
    book = Workbook(sink)
    places = [*quality.places, quality.total]
    scored = [(each.name, str(each.checked), str(each.faulty), score_text(each.score)) for each in places]
    _page(book, "质量分", SCORES, scored)
    names = {each.place: each.name for each in places}
    _page(book, "错误清单", FAULTS, [_line(fault, names[fault.place]) for fault in quality.faults])
    book.close()
    return sink.getvalue()


def _line(fault: Fault, place: str) -> tuple[str, ...]:
    return (place, KIND_TITLES[fault.kind], fault.title, fault.subject, fault.shown, fault.advice)


def _page(book: Workbook, name: str, heading: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bg_color": "#EAF1FB", "border": 1})
    for column, cell in enumerate(heading):
        sheet.write_string(0, column, cell, head)
    for number, line in enumerate(lines, start=1):
        for column, cell in enumerate(line):
            sheet.write_string(number, column, cell)
    sheet.set_column(0, len(heading), 24)
    sheet.freeze_panes(1, 0)
