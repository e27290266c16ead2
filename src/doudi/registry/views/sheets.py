"""Hands out the registry's lists as workbooks, each on record; and turns refusals into form errors."""

from __future__ import annotations

from collections.abc import Sequence

from django import forms
from django.http import HttpResponse

from doudi.audit import handing
from doudi.common.access import OfficerRequest

NOBODY_HOME = "这一户现在没有在户成员，不能登记。请先在家庭卡上核对成员。"


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
    return handing.hand_out(request, title, headings, rows, action="registry.table_exported")
