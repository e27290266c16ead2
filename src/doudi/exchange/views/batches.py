"""Shows the batches of the division in focus and takes new files."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.exchange.catalogue import source_title
from doudi.exchange.models import Batch
from doudi.exchange.selectors.batches import arrived_sources, source_choices
from doudi.exchange.services.progress import begin_task
from doudi.exchange.services.receiving import Arrival, receive_file
from doudi.exchange.states import BatchState, Task
from doudi.exchange.views.visible import only_sender, sender_of, visible_batches
from doudi.jobs.services import enqueue
from doudi.regions.selectors import division_names

PAGE = 30
TAKES_FILES = frozenset({6, 9})
"""Lengths of the codes of those who send files: counties and townships."""
ORDERS = {
    "received": ("received_at", "pk"),
    "-received": ("-received_at", "pk"),
    "source": ("source", "pk"),
    "-source": ("-source", "pk"),
    "rows": ("rows_read", "pk"),
    "-rows": ("-rows_read", "pk"),
    "rejected": ("rows_rejected", "pk"),
    "-rejected": ("-rows_rejected", "pk"),
}


@requires("exchange.view_batches")
def batches(request: OfficerRequest) -> HttpResponse:
    """List the batches of the division and month in focus."""
    found = visible_batches(request, request.focus.scope)
    every_month = request.GET.get("months") == "all"
    if not every_month:
        found = found.filter(period=str(request.focus.period))
    state, source = request.GET.get("state", ""), request.GET.get("source", "")
    if state in BatchState:
        found = found.filter(state=state)
    if source:
        found = found.filter(source=source)
    order = ORDERS.get(request.GET.get("sort", ""), ("-received_at", "pk"))
    page = Paginator(found.order_by(*order), PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    sources = arrived_sources(request.focus.scope, request.focus.period, sender=only_sender(request))
    context = {
        "page": page,
        "lines": _lines(shown),
        "sources": sources,
        "missing": [source for source in sources if not source.state],
        "source_choices": source_choices(),
        "states": BatchState.choices,
        "state": state,
        "source": source,
        "every_month": every_month,
        "months": [("all", "全部月份")],
        "may_upload": request.access.may("exchange.upload_file"),
        "is_part": request.access.scope.covers(request.focus.region[:6]) and len(request.focus.region) > 6,
    }
    return render(request, "exchange/batches.html", context)


def _lines(batches: list[Batch]) -> list[dict[str, object]]:
    names = division_names(batch.region for batch in batches)
    return [
        {
            "batch": batch,
            "title": source_title(batch.source) if batch.source else "来源待定",
            "place": names.get(batch.region, batch.region),
        }
        for batch in batches
    ]


@requires("exchange.upload_file", verbs=("POST",))
def upload(request: OfficerRequest) -> HttpResponse:
    """Take in every file that was dropped; each is sealed at once and recognised by the worker."""
    region = request.focus.region
    if len(region) not in TAKES_FILES:
        messages.error(request, "文件按县（区）或乡镇接收。请先在页面顶部切换到县（区）或乡镇，再上传。")
        return redirect("exchange:batches")
    files = request.FILES.getlist("files")
    if not files:
        messages.error(request, "没有选择文件。请把文件拖进来，或点选文件后再上传。")
    for file in files:
        try:
            arrival = receive_file(
                file.read(),
                name=file.name or "",
                region=region,
                period=request.focus.period,
                source=request.POST.get("source", ""),
                sender=sender_of(request),
                by=request.access.user,
                at=clock.now(),
            )
        except Refusal as refusal:
            messages.error(request, f"{file.name}：{refusal.sentence}")
            continue
        _go_on(request, arrival)
    return redirect("exchange:batches")


def _go_on(request: OfficerRequest, arrival: Arrival) -> None:
    if not arrival.is_new:
        messages.warning(request, arrival.sentence)
        return
    batch, at = arrival.batch, clock.now()
    if begin_task(batch, Task.RECOGNISING, at=at):
        enqueue(
            "exchange.recognise",
            str(batch.pk),
            request.access.user.pk,
            batch.asked_source,
            key=f"{batch.pk}:{at.isoformat()}",
            place=batch.region,
            by=request.access.user,
            at=at,
        )
    messages.success(request, arrival.sentence)
