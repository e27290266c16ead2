"""What an officer does with a batch: say what it is, confirm, publish, take back, send back."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.once import DoneBefore, once
from doudi.exchange.forms import MappingForm, PlacingForm, PublishForm, ReasonForm, SourceForm
from doudi.exchange.models import Batch
from doudi.exchange.services.progress import begin_task, is_stuck
from doudi.exchange.services.publishing import discard_batch, place_batch, withdraw_batch
from doudi.exchange.services.recognition import confirm_mapping
from doudi.exchange.states import BatchState, Placing, Task, check_move
from doudi.exchange.views.batch import batch_page
from doudi.exchange.views.visible import visible_batch
from doudi.jobs.services import enqueue

JOBS = {Task.RECOGNISING: "recognise", Task.CHECKING: "check", Task.PUBLISHING: "publish"}


def _start(request: OfficerRequest, batch: Batch, task: Task, job: str, *details: object) -> HttpResponse:
    """Ask the worker, once, and go back to the batch."""
    at = clock.now()
    if begin_task(batch, task, at=at):
        enqueue(
            f"exchange.{job}",
            str(batch.pk),
            request.access.user.pk,
            *details,
            key=f"{batch.pk}:{at.isoformat()}",
            place=batch.region,
            by=request.access.user,
            at=at,
        )
    else:
        messages.warning(request, "这一批正在处理，请稍候。")
    return redirect("exchange:batch", pk=batch.pk)


@requires("exchange.upload_file", verbs=("POST",), object_kind="batch", id_parameter="pk")
def choose_source(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Take the officer's word for what the file is and recognise its columns again."""
    batch = visible_batch(request, pk)
    form = SourceForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请从列表里选定来源。")
        return redirect("exchange:batch", pk=pk)
    check_move(BatchState(batch.state), BatchState.RECOGNISED)
    return _start(request, batch, Task.RECOGNISING, "recognise", form.cleaned_data["source"])


@requires("exchange.upload_file", verbs=("POST",), object_kind="batch", id_parameter="pk")
def confirm(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Take the officer's word for the columns and have the rows checked."""
    batch = visible_batch(request, pk)
    form = MappingForm(batch, request.POST)
    if not form.is_valid():
        return batch_page(request, batch, mapping=form, status=400)
    batch = confirm_mapping(batch, form.choices, by=request.access.user, at=clock.now())
    return _start(request, batch, Task.CHECKING, "check")


@requires("exchange.upload_file", verbs=("POST",), object_kind="batch", id_parameter="pk")
def reopen(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Go back from a checked batch to its columns."""
    batch = visible_batch(request, pk)
    confirm_mapping(batch, batch.choices, by=request.access.user, at=clock.now())
    return redirect("exchange:batch", pk=pk)


@requires("exchange.upload_file", verbs=("POST",), object_kind="batch", id_parameter="pk")
def restart(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Ask the worker anew when it has been silent for too long."""
    batch = visible_batch(request, pk)
    if not is_stuck(batch, at=clock.now()):
        messages.warning(request, "这一批正在处理，请稍候。")
        return redirect("exchange:batch", pk=pk)
    task = Task(batch.task)
    if task == Task.PUBLISHING and not request.access.may("exchange.publish_batch"):
        raise Http404
    return _start(request, batch, task, JOBS[task])


@requires("exchange.publish_batch", verbs=("POST",), object_kind="batch", id_parameter="pk")
def publish(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Have a checked batch published, as the officer saw and said."""
    batch = visible_batch(request, pk)
    form = PublishForm(request.POST)
    wish = form.cleaned_data if form.is_valid() and "seen" in request.POST else {}
    try:
        with once(request):
            check_move(BatchState(batch.state), BatchState.PUBLISHED)
            return _start(request, batch, Task.PUBLISHING, "publish", wish)
    except DoneBefore as before:
        messages.info(request, before.sentence)
        return redirect("exchange:batch", pk=pk)


@requires("exchange.publish_batch", verbs=("POST",), object_kind="batch", id_parameter="pk")
def place(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Take the officer's word: the batch corrects a published one of the month, or stands beside."""
    batch = visible_batch(request, pk)
    form = PlacingForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请选择更正哪一批，或选择并列。")
        return redirect("exchange:batch", pk=pk)
    replaces = str(form.cleaned_data["replaces"] or "")
    place_batch(batch, replaces=replaces, by=request.access.user, at=clock.now())
    messages.success(request, "已记下，请核对后发布。")
    return redirect("exchange:batch", pk=pk)


@requires("exchange.publish_batch", verbs=("POST",), object_kind="batch", id_parameter="pk")
def withdraw(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Take a published batch back, with the reason."""
    batch = visible_batch(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明撤回的原因。")
        return redirect("exchange:batch", pk=pk)
    was = batch.placing == Placing.REPLACES
    withdraw_batch(batch, by=request.access.user, at=clock.now(), reason=form.cleaned_data["reason"])
    again = "它更正过的那一批重新算数。" if was else ""
    messages.success(request, f"已撤回发布，名册带来的增减已还原。{again}")
    return redirect("exchange:batch", pk=pk)


@requires("exchange.upload_file", verbs=("POST",), object_kind="batch", id_parameter="pk")
def discard(request: OfficerRequest, pk: UUID) -> HttpResponse:
    """Send a batch back, with the reason."""
    batch = visible_batch(request, pk)
    form = ReasonForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请写明退回的原因。")
        return redirect("exchange:batch", pk=pk)
    discard_batch(batch, by=request.access.user, at=clock.now(), reason=form.cleaned_data["reason"])
    messages.success(request, "已退回，这一批不会参与比对。")
    return redirect("exchange:batches")
