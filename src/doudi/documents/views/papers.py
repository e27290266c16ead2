"""Shows papers given and who opened them, takes new ones, withdraws wrong ones; lists what was issued."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from doudi.accounts.selectors import signatures
from doudi.audit.selectors import entries_about
from doudi.common import clock
from doudi.common.about import address_of, subject_kinds, subject_seen
from doudi.common.access import OfficerRequest, requires
from doudi.common.kit import Happening
from doudi.common.problems import Refusal
from doudi.documents.forms import AttachmentForm
from doudi.documents.models import Attachment
from doudi.documents.rules.content import SUFFIXES
from doudi.documents.selectors import attachment_seen, issued_files, issued_within, twins_of
from doudi.documents.services.attachments import (
    About,
    Given,
    attach,
    open_attachment,
    withdraw_attachment,
)
from doudi.documents.services.issuing import open_issued

HAPPENINGS = {
    "documents.attachment_added": ("上传", "ok"),
    "documents.attachment_opened": ("打开", ""),
    "documents.attachment_withdrawn": ("撤回", "bad"),
}
_HAPPENINGS_SHOWN = 50
PAGE = 50


def _paper(request: OfficerRequest, pk: int, *, to_write: bool = False) -> Attachment:
    found = attachment_seen(request.access, pk, to_write=to_write)
    if found is None:
        raise Http404
    return found


@requires("documents.view_attachment", object_kind="attachment", id_parameter="pk")
def paper(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what is known of a paper, who opened it, and where the same one lies too."""
    shown = _paper(request, pk)
    context = {
        "paper": shown,
        "about": subject_kinds()[shown.subject_kind].title,
        "about_address": address_of(shown.subject_kind, shown.subject_id),
        "is_expired": shown.expires_on is not None and shown.expires_on < clock.today(),
        "twins": twins_of(request.access, shown),
        "happenings": _happenings(request, shown),
        "may_withdraw": shown.withdrawn_at is None
        and subject_seen(request.access, shown.subject_kind, shown.subject_id, to_write=True) is not None,
    }
    return render(request, "documents/paper.html", context)


def _happenings(request: OfficerRequest, shown: Attachment) -> list[Happening]:
    trail = entries_about("attachment", str(shown.pk), scope=request.access.scope)[:_HAPPENINGS_SHOWN]
    names = signatures((item.actor, item.at) for item in trail)
    return [
        Happening(
            at=item.at,
            title=HAPPENINGS.get(item.action, (item.action, ""))[0],
            by=names[item.actor, item.at],
            text=item.reason,
            tone=HAPPENINGS.get(item.action, ("", ""))[1],
        )
        for item in trail
    ]


@requires("documents.view_attachment", object_kind="attachment", id_parameter="pk")
def hand_out(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand out what a paper holds; the opening is on record."""
    found = _paper(request, pk)
    content = open_attachment(found, by=request.access.user, at=clock.now())
    return handed(content, found.media_type, found.name)


def handed(content: bytes, media_type: str, name: str) -> HttpResponse:
    """Return bytes for a browser to keep as a file of a name."""
    answer = HttpResponse(content, content_type=media_type)
    answer["Content-Disposition"] = content_disposition_header(True, name) or ""
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@requires("documents.attach", verbs=("POST",), object_kind="paper_subject", id_parameter="key")
def add(request: OfficerRequest, kind: str, key: int) -> HttpResponse:
    """Take a paper for something, or say what is wrong with it."""
    about = subject_seen(request.access, kind, str(key), to_write=True)
    if about is None:
        raise Http404
    form = AttachmentForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _first_errors(form))
        return redirect(reverse(subject_kinds()[kind].page, args=[key]))
    sent, said = form.cleaned_data.pop("file"), form.cleaned_data
    try:
        attach(
            About(kind, str(key), about.division),
            Given(sent.name, sent.read(), **said),
            by=request.access.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "材料已附上。")
    return redirect(reverse(subject_kinds()[kind].page, args=[key]))


def _first_errors(form: forms.Form) -> str:
    return " ".join(f"{form[name].label}：{lines[0]}" for name, lines in form.errors.items())


@requires("documents.attach", verbs=("POST",), object_kind="attachment", id_parameter="pk")
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Withdraw a wrong paper."""
    found = _paper(request, pk, to_write=True)
    reason = request.POST.get("reason", "")
    try:
        withdraw_attachment(found, reason=reason, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "材料已撤回。")
    return redirect("documents:paper", pk=pk)


@requires("documents.view_issued")
def issued(request: OfficerRequest) -> HttpResponse:
    """List the papers that counties of the reader's scope issued, newest first."""
    page = Paginator(issued_within(request.focus.scope), PAGE).get_page(request.GET.get("page"))
    return render(request, "documents/issued.html", {"page": page, "papers": page.object_list})


@requires("documents.view_issued", object_kind="issued_paper", id_parameter="pk")
def hand_out_issued(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand out an issued paper as it was made then; the opening is on record."""
    found = get_object_or_404(issued_files(request.access.scope), pk=pk)
    content = open_issued(found, by=request.access.user, at=clock.now())
    suffix = SUFFIXES[found.media_type]
    return handed(content, found.media_type, f"{found.paper.number}{found.paper.title}.{suffix}")
