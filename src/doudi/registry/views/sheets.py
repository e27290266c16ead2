"""Hands out the registry's lists as workbooks, each on record."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse

from doudi.audit import handing
from doudi.common.access import OfficerRequest


def hand_out(
    request: OfficerRequest, title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> HttpResponse:
    """Hand a list out as a workbook and record that it was."""
    return handing.hand_out(request, title, headings, rows, action="registry.table_exported")
