"""Hands a list out as a workbook, each time on record."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from django.http import HttpResponse

from doudi.audit.services import record
from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.workbooks import table_workbook

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def hand_out(
    request: OfficerRequest,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    action: str,
) -> HttpResponse:
    """Hand a list of the division in focus out as a workbook; who took it, and how many rows, is recorded."""
    moment = clock.now()
    made = f"制表人 {request.access.user.name}　制表时间 {moment:%Y-%m-%d %H:%M}　{request.focus.region_name}"
    content = table_workbook(title, made, headings, rows)
    record(
        action,
        subject_type="table",
        subject_id=title,
        by=request.access.user,
        at=moment,
        division=request.focus.region,
        details={"rows": len(rows)},
    )
    answer = HttpResponse(content, content_type=XLSX)
    name = quote(f"{title}-{moment:%Y%m%d}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename=\"table.xlsx\"; filename*=UTF-8''{name}"
    return answer
