"""Lists what waits to be settled, shows questions with both records, and takes the officer's answer."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.accounts.models import User
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.regions.selectors import name_path
from doudi.registry.models import IdentityQuestion
from doudi.registry.selectors.questions import questions_within, sides_of
from doudi.registry.selectors.waiting import WaitingList
from doudi.registry.services.settling import settle_question, undo_settlement
from doudi.registry.states import QuestionStatus, WaitingKind
from doudi.registry.views.sheets import hand_out
from doudi.registry.views.waiting import HEADINGS, lines_of, rows_of

PAGE = 50
SHOWN = (QuestionStatus.OPEN, QuestionStatus.SAME, QuestionStatus.TWO)


@requires("registry.view_person")
def questions(request: OfficerRequest) -> HttpResponse:
    """List what waits in the division in focus, all kinds of it, or those answered; also as a workbook."""
    status, kind = request.GET.get("status", QuestionStatus.OPEN), request.GET.get("kind", "")
    status = status if status in SHOWN else QuestionStatus.OPEN
    found = WaitingList(request.focus.scope, kind=kind, status=status)
    if request.GET.get("sheet") == "1":
        return hand_out(request, "人员待核", HEADINGS, rows_of(found[:]))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": lines_of(list(page)),
        "statuses": [(each.value, each.label) for each in SHOWN],
        "status": status,
        "kinds": WaitingKind.choices,
        "kind": kind,
    }
    return render(request, "registry/questions.html", context)


@requires("registry.view_person", object_kind="identity_question", id_parameter="pk")
def question(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show both records of a question; the look is written into the audit trail."""
    asked = _question(request, pk)
    audit.record(
        "registry.question_viewed",
        subject_type="identity_question",
        subject_id=str(asked.pk),
        by=request.access.user,
        at=clock.now(),
        division=asked.person.division,
    )
    context = {
        "question": asked,
        "sides": sides_of(asked),
        "place": name_path(asked.person.division),
        "is_open": asked.status == QuestionStatus.OPEN,
        "answered_by": _name_of(asked.answered_by),
        "may_settle": request.access.may("registry.settle_person"),
    }
    return render(request, "registry/question.html", context)


def _name_of(username: str) -> str:
    return User.objects.filter(username=username).values_list("name", flat=True).first() or username


@requires("registry.settle_person", verbs=("POST",), object_kind="identity_question", id_parameter="pk")
def same(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take the answer that both records are one person."""
    return _settle(request, pk, QuestionStatus.SAME)


@requires("registry.settle_person", verbs=("POST",), object_kind="identity_question", id_parameter="pk")
def two(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take the answer that the records are two people."""
    return _settle(request, pk, QuestionStatus.TWO)


def _settle(request: OfficerRequest, pk: int, answer: QuestionStatus) -> HttpResponse:
    return _act(
        request,
        pk,
        lambda asked: settle_question(
            asked,
            answer=answer,
            reason=request.POST.get("reason", ""),
            by=request.access.user,
            at=clock.now(),
        ),
        f"已核定为“{answer.label}”，在册、家庭和台账已按此重算。",
    )


@requires("registry.settle_person", verbs=("POST",), object_kind="identity_question", id_parameter="pk")
def undo(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take an answer back."""
    return _act(
        request,
        pk,
        lambda asked: undo_settlement(
            asked, reason=request.POST.get("reason", ""), by=request.access.user, at=clock.now()
        ),
        "核定已撤销，恢复到核定以前。",
    )


def _act(
    request: OfficerRequest, pk: int, act: Callable[[IdentityQuestion], object], done: str
) -> HttpResponse:
    asked = _question(request, pk)
    try:
        act(asked)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect("registry:question", pk=pk)


def _question(request: OfficerRequest, pk: int) -> IdentityQuestion:
    return get_object_or_404(questions_within(request.access.scope), pk=pk)
