"""Shows batches of alerts with every row accounted for, and hands out the answer to the province."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from doudi.audit import services as audit
from doudi.audit.handing import hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.exchange.models import Batch
from doudi.intake.catalogue import alert_kinds, outcome_title
from doudi.intake.selectors.batches import account_of, alert_batches, row_standings, rows_not_taken
from doudi.intake.services.feedback import feedback_workbook
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.selectors import division_names

SEES, EXPORTS = "intake.view_checks", "intake.export_checks"
PAGE, ROWS = 20, 50
HEADINGS = ("文件", "月份", "发布日", "文件行数", "已有结论", "排查中", "不属本县", "待派出", "没有收下")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(SEES)
def alerts(request: OfficerRequest) -> HttpResponse:
    """List the batches of alerts of the division in focus with how far each has come."""
    page = Paginator(alert_batches(request.focus.scope), PAGE).get_page(request.GET.get("page"))
    lines = [(batch, account_of(batch, row_standings(batch))) for batch in page.object_list]
    if request.GET.get("sheet") == "1" and request.access.may(EXPORTS):
        return _sheet(request)
    return render(
        request,
        "intake/alerts.html",
        {
            "page": page,
            "lines": lines,
            "may_export": request.access.may(EXPORTS),
            "may_upload": request.access.may("exchange.upload_file"),
            "is_below": len(request.focus.region) > COUNTY_DIGITS,
        },
    )


def _sheet(request: OfficerRequest) -> HttpResponse:
    rows = [(batch, account_of(batch, row_standings(batch))) for batch in alert_batches(request.focus.scope)]
    cells = [
        (
            *(batch.file_name, batch.period, f"{batch.published_at:%Y-%m-%d}"),
            *(each.rows, each.concluded, each.open, each.not_ours, each.waiting, each.not_taken),
        )
        for batch, each in rows
    ]
    return hand_out(request, "省平台预警批次", HEADINGS, cells, action="intake.checks_exported")


@requires(SEES, object_kind="batch", id_parameter="pk")
def alert_batch(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Show the rows of a batch of alerts: where each was sent and what came of it."""
    batch = get_object_or_404(alert_batches(request.access.scope), pk=pk)
    _note_look(request, batch)
    rows = row_standings(batch)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    places = division_names(each.check.division for each in page.object_list if each.check)
    context = {
        "batch": batch,
        "account": account_of(batch, rows),
        "page": page,
        "lines": [
            (
                each,
                each.alert.kind_words or alert_kinds().get(each.alert.kind, ""),
                places.get(each.check.division, "") if each.check else "",
                outcome_title(each.last.outcome) if each.last and each.last.outcome else "",
            )
            for each in page.object_list
        ],
        "refused": rows_not_taken(batch),
        "may_export": request.access.may(EXPORTS),
    }
    return render(request, "intake/alert_batch.html", context)


@requires(EXPORTS, object_kind="batch", id_parameter="pk")
def feedback(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Download the answer to the province as it stands now."""
    batch = get_object_or_404(alert_batches(request.access.scope), pk=pk)
    content = feedback_workbook(batch, by=request.access.user, at=clock.now())
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="alert-feedback-{batch.period}.xlsx"'
    return answer


def _note_look(request: OfficerRequest, batch: Batch) -> None:
    audit.record(
        "intake.check_viewed",
        subject_type="alert_batch",
        subject_id=str(batch.pk),
        by=request.access.user,
        at=clock.now(),
        division=batch.region,
    )
