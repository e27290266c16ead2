"""Hands out the registry's lists as workbooks, each on record; and turns refusals into form errors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from django import forms
from django.http import HttpResponse

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.problems import Refusal
from doudi.common.workbooks import table_workbook

NOBODY_HOME = "这一户现在没有在户成员，不能登记。请先在家庭卡上核对成员。"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Make the one call; a refusal becomes the form's error in its own words."""
    try:
        act()
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


def first_error(form: forms.Form) -> str:
    """Return what is wrong with a form in one sentence, naming the field."""
    for field, lines in form.errors.items():
        label = form.fields[field].label if field in form.fields else ""
        return f"{label}：{lines[0]}" if label else str(lines[0])
    return ""


def hand_out(
    request: OfficerRequest, title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> HttpResponse:
    """Hand a list out as a workbook and record that it was."""
    moment = clock.now()
    made = f"制表人 {request.access.user.name}　制表时间 {moment:%Y-%m-%d %H:%M}　{request.focus.region_name}"
    content = table_workbook(title, made, headings, rows)
    audit.record(
        "registry.table_exported",
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
