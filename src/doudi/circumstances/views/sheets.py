"""Hands out lists of circumstances as workbooks, each on record; and what is said where nobody lives."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse

from doudi.audit import handing
from doudi.common.access import OfficerRequest

NOBODY_HOME = "这一户现在没有在户成员，不能登记。请先在家庭卡上核对成员。"


def hand_out(
    request: OfficerRequest, title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> HttpResponse:
    """Hand a list out as a workbook and record that it was."""
    return handing.hand_out(request, title, headings, rows, action="registry.table_exported")
