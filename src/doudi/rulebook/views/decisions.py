"""Takes the acts on a change: files, submit, withdraw, approve, reject; and hands out its file."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.rulebook.forms.changes import FileForm, SubmitForm
from doudi.rulebook.selectors.authority import APPROVE, PROPOSE, VIEW
from doudi.rulebook.selectors.proposals import yaml_of
from doudi.rulebook.services.changes import drop_value, submit_change, withdraw_change
from doudi.rulebook.services.decisions import approve_change, reject_change
from doudi.rulebook.services.files import attach_file, content_of
from doudi.rulebook.views.changes import proposal_or_404


def _act(request: OfficerRequest, pk: int, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect("rulebook:change", pk=pk)


@requires(PROPOSE, verbs=("POST",), object_kind="proposal", id_parameter="pk")
def drop(request: OfficerRequest, pk: int, value: int) -> HttpResponse:
    """Take a value out of a draft."""
    proposal = proposal_or_404(request, pk)
    row = get_object_or_404(proposal.values, pk=value)
    by, at = request.access.user, clock.now()
    return _act(request, pk, lambda: drop_value(proposal, row.pk, by=by, at=at), "已删去这一项。")


@requires(PROPOSE, verbs=("POST",), object_kind="proposal", id_parameter="pk")
def attach(request: OfficerRequest, pk: int) -> HttpResponse:
    """Attach a file to a draft."""
    proposal = proposal_or_404(request, pk)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, "请选择要上传的文件和附件种类。")
        return redirect("rulebook:change", pk=pk)
    sent, by, at = form.cleaned_data["file"], request.access.user, clock.now()
    return _act(
        request,
        pk,
        lambda: attach_file(
            proposal, kind=form.cleaned_data["kind"], name=sent.name, content=sent.read(), by=by, at=at
        ),
        "附件已上传。",
    )


@requires(VIEW, object_kind="proposal", id_parameter="pk")
def file(request: OfficerRequest, pk: int, file: int) -> HttpResponse:
    """Hand out an attached file; opening it is on record."""
    proposal = proposal_or_404(request, pk)
    found = get_object_or_404(proposal.files, pk=file)
    audit.record(
        "rulebook.file_opened",
        subject_type="proposal",
        subject_id=str(pk),
        by=request.access.user,
        at=clock.now(),
        division=proposal.region,
        details={"digest": found.digest},
    )
    return _download(content_of(found), found.name, found.media_type)


@requires(VIEW, object_kind="proposal", id_parameter="pk")
def export(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand out a change as the values file it would be."""
    proposal = proposal_or_404(request, pk)
    name = f"{proposal.region}-{proposal.pk}.yaml"
    return _download(yaml_of(proposal).encode(), name, "application/yaml")


def _download(content: bytes, name: str, media_type: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@requires(PROPOSE, verbs=("POST",), object_kind="proposal", id_parameter="pk")
def submit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Submit a draft for approval."""
    proposal = proposal_or_404(request, pk)
    form = SubmitForm(request.POST)
    form.is_valid()
    by, at, typed = request.access.user, clock.now(), form.cleaned_data
    return _act(
        request,
        pk,
        lambda: submit_change(
            proposal,
            by=by,
            at=at,
            retroactive=typed.get("retroactive", False),
            retroactive_reason=typed.get("retroactive_reason", ""),
        ),
        "已提交，等待另一位有权批准的同事处理。",
    )


@requires(PROPOSE, verbs=("POST",), object_kind="proposal", id_parameter="pk")
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take back a draft or a proposal."""
    proposal, reason = proposal_or_404(request, pk), request.POST.get("reason", "")
    by, at = request.access.user, clock.now()
    return _act(request, pk, lambda: withdraw_change(proposal, reason=reason, by=by, at=at), "已撤回。")


@requires(APPROVE, verbs=("POST",), object_kind="proposal", id_parameter="pk")
def approve(request: OfficerRequest, pk: int) -> HttpResponse:
    """Approve a proposal of somebody else."""
    proposal, reason = proposal_or_404(request, pk), request.POST.get("reason", "")
    by, at = request.access.user, clock.now()
    return _act(
        request,
        pk,
        lambda: approve_change(proposal, reason=reason, by=by, at=at),
        "已批准，到生效日起按新数值办；以前受理的仍按受理日的数值。",
    )


@requires(APPROVE, verbs=("POST",), object_kind="proposal", id_parameter="pk")
def reject(request: OfficerRequest, pk: int) -> HttpResponse:
    """Refuse a proposal with the reason."""
    proposal, reason = proposal_or_404(request, pk), request.POST.get("reason", "")
    by, at = request.access.user, clock.now()
    return _act(
        request, pk, lambda: reject_change(proposal, reason=reason, by=by, at=at), "已退回，理由已记下。"
    )
