"""Gives the workbook of problems and the empty template of a source."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.exchange.catalogue import source_named, source_title
from doudi.exchange.services.error_sheet import error_sheet
from doudi.exchange.services.template import template
from doudi.exchange.states import BatchState
from doudi.exchange.views.visible import visible_batch

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires("exchange.view_batches", object_kind="batch", id_parameter="pk")
def problems_workbook(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Download the rows to put right, with why and how; numbers are masked, the look is in the trail."""
    batch = visible_batch(request, pk)
    if batch.state not in {BatchState.CHECKED, BatchState.PUBLISHED, BatchState.SUPERSEDED}:
        raise Http404
    if batch.original_removed_at is not None:
        messages.warning(request, "原件和需更正的行已过保存期销毁，问题清单不能再下载。")
        return redirect("exchange:batch", pk=pk)
    content = error_sheet(batch, by=request.access.user, at=clock.now())
    return workbook_answer(content, f"{source_title(batch.source)}{batch.period}问题清单.xlsx")


@requires("exchange.upload_file")
def source_template(request: OfficerRequest, source: str) -> HttpResponse:
    """Download the empty workbook a department may fill in."""
    found = source_named(source)
    if found is None:
        raise Http404
    return workbook_answer(template(found), f"{found.title}模板.xlsx")


def workbook_answer(content: bytes, name: str) -> HttpResponse:
    """Return a workbook as a download that no browser keeps."""
    answer = HttpResponse(content, content_type=WORKBOOK)
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    return answer
