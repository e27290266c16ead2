"""Shows what offices were told, takes receipts and answers, sends notices to the offices below."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import uuid4

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.about import address_of, subject_kinds
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.kit import Text
from doudi.common.problems import Refusal
from doudi.notices.catalogue import kinds, title_of
from doudi.notices.forms import NoticeForm
from doudi.notices.models import Notice
from doudi.notices.selectors.offices import notices_to, notices_within
from doudi.notices.services.offices import receive_notice, send_notice, settle_notice
from doudi.regions.selectors import division_names, offices_below

PAGE = 50


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """A notice as one line of the list."""

    notice: Notice
    kind: Text
    about: str
    told: str
    address: str
    is_late: bool
    is_mine: bool


@requires("notices.view_notice")
def notices(request: OfficerRequest) -> HttpResponse:
    """List what the reader's office and those below were told, those not answered first."""
    kind, waiting = request.GET.get("kind", ""), request.GET.get("waiting", "")
    told = notices_within(request.access.scope)
    if kind in kinds():
        told = told.filter(kind=kind)
    if waiting:
        told = told.filter(settled_at__isnull=True)
    page = Paginator(told, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _lines(request, page.object_list),
        "kinds": list(kinds().items()),
        "kind": kind,
        "waiting": waiting,
        "may_settle": request.access.may("notices.settle_notice"),
        "may_send": request.access.may("notices.send_notice"),
    }
    return render(request, "notices/notices.html", context)


def _lines(request: OfficerRequest, found: Iterable[Notice]) -> list[NoticeLine]:
    listed, mine = list(found), request.access.post.division_id
    names = division_names(code for each in listed for code in (each.about, each.division))
    return [
        NoticeLine(
            notice,
            title_of(notice.kind),
            names.get(notice.about, ""),
            names.get(notice.division, ""),
            _address(notice),
            is_late=notice.settled_at is None
            and notice.answer_by is not None
            and notice.answer_by < clock.today(),
            is_mine=notice.division == mine,
        )
        for notice in listed
    ]


def _address(notice: Notice) -> str:
    known = notice.subject_kind in subject_kinds()
    return address_of(notice.subject_kind, notice.subject_id) if known else ""


def _addressed(request: OfficerRequest, pk: int) -> Notice:
    """Return a notice to the reader's own office; those to others are signed for and answered there."""
    return get_object_or_404(notices_to(request.access.post.division_id), pk=pk)


@requires("notices.settle_notice", verbs=("POST",), object_kind="notice", id_parameter="pk")
def receive(request: OfficerRequest, pk: int) -> HttpResponse:
    """Sign for a notice."""
    receive_notice(_addressed(request, pk), by=request.access.user, at=clock.now())
    messages.success(request, "已签收。")
    return redirect("notices:notices")


@requires("notices.settle_notice", verbs=("POST",), object_kind="notice", id_parameter="pk")
def settle(request: OfficerRequest, pk: int) -> HttpResponse:
    """Settle a notice by what was done about it."""
    notice, answer = _addressed(request, pk), request.POST.get("answer", "")
    try:
        settle_notice(notice, answer=answer, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "处置情况已记下。")
    return redirect("notices:notices")


@requires("notices.send_notice", verbs=("GET", "POST"))
def send(request: OfficerRequest) -> HttpResponse:
    """Send a notice to offices below; the page sent twice sends no second notice."""
    offices = _offices(request)
    form = NoticeForm(offices, request.POST or None, initial={"token": uuid4()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: send_notice(**given, by=request.access.user, at=clock.now())):
            messages.success(request, f"已发给 {len(given['divisions'])} 个单位。")
            return redirect("notices:notices")
    context = {"form": form, "offices": offices}
    return render(request, "notices/send.html", context, status=422 if form.errors else 200)


def _offices(request: OfficerRequest) -> Mapping[str, str]:
    below = offices_below(request.access.post.division_id, on=clock.today())
    return {division.code: division.name for division in below}
