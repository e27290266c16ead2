"""Takes what happens to an application: records, ways on, opinions, notices, decisions, withdrawals."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from doudi.casework.forms import (
    DecideForm,
    EnterForm,
    OpinionForm,
    PostForm,
    RecordForm,
    SendBackForm,
    WithdrawForm,
)
from doudi.casework.models import Application
from doudi.casework.rules.handling import Act as How
from doudi.casework.rules.handling import act_of
from doudi.casework.selectors.progress import progress_of
from doudi.casework.services import (
    checking,
    deciding,
    extending,
    opining,
    publishing,
    recording,
    withdrawing,
)
from doudi.casework.services.recording import Happening, NotAtThisStep
from doudi.casework.states import Verdict
from doudi.casework.views.applications import found_in, page, steps_been
from doudi.casework.views.nexts import extend_form, villages_of
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.once import posted
from doudi.work.services.moves import Act

HANDLE, DECIDE = "casework.handle", "casework.decide"


def _act(request: OfficerRequest) -> Act:
    return Act(clock.now(), request.access.user)


def _answer(
    request: OfficerRequest,
    found: Application,
    name: str,
    form: forms.Form,
    act: Callable[[], object],
    done: str,
) -> HttpResponse:
    """Do what a form asks and go back to the page, or show the page with what is wrong."""
    if form.is_valid() and attempt(form, act):
        messages.success(request, done)
        return redirect("casework:application", pk=found.pk)
    return page(request, found, {name: form})


@requires(HANDLE, verbs=("POST",), object_kind="application", id_parameter="pk")
def record(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down that something happened at the step where an application stands."""
    found, form = found_in(request, pk), RecordForm(request.POST)

    def done() -> None:
        given = form.cleaned_data
        if act_of(given["event"]) is not How.PLAIN:
            raise NotAtThisStep(recording.event_words((given["event"],)), "这一步")
        recording.record(found, Happening(given["event"], given["on"], note=given["note"]), act=_act(request))

    return _answer(request, found, request.POST.get("event", ""), form, done, "已登记。")


@requires(HANDLE, verbs=("POST",), object_kind="application", id_parameter="pk")
def enter(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let an application go on to the step that was chosen."""
    found, form = found_in(request, pk), EnterForm(request.POST)
    return _answer(
        request,
        found,
        request.POST.get("step", ""),
        form,
        lambda: recording.go_on(
            found, form.cleaned_data["step"], on=form.cleaned_data["on"], act=_act(request)
        ),
        "已进入下一环节。",
    )


@requires(HANDLE, verbs=("POST",), object_kind="application", id_parameter="pk")
def give_opinion(request: OfficerRequest, pk: int) -> HttpResponse:
    """Compute the sheet and propose on it."""
    found, form = found_in(request, pk), OpinionForm(request.POST)

    def done() -> None:
        given = form.cleaned_data
        new = opining.NewOpinion(given["event"], Verdict(given["verdict"]), given["text"], given["on"])
        opining.give_opinion(found, new, act=_act(request))

    return _answer(request, found, request.POST.get("event", ""), form, done, "意见已提出，核算单已存档。")


@requires(HANDLE, verbs=("POST",), object_kind="application", id_parameter="pk")
def post(request: OfficerRequest, pk: int) -> HttpResponse:
    """Post an application in the village; the page sent twice posts it once."""
    found = found_in(request, pk)
    form = PostForm(villages_of(progress_of(found, on=clock.today())), posted(request))

    def done() -> None:
        given = form.cleaned_data
        publishing.post_application(
            found,
            publishing.Posting(given["event"], given["village"], given["place"]),
            by=request.access.user,
            at=clock.now(),
            once=given["once"],
        )

    return _answer(
        request,
        found,
        request.POST.get("event", ""),
        form,
        done,
        "已登记公示，期满后自动进入下一步。请打印公示单张贴。",
    )


@requires(DECIDE, verbs=("POST",), object_kind="application", id_parameter="pk")
def decide(request: OfficerRequest, pk: int) -> HttpResponse:
    """Decide on what another person proposed."""
    found, form = found_in(request, pk), DecideForm(request.POST)

    def done() -> None:
        given = form.cleaned_data
        new = deciding.NewDecision(
            Verdict(given["verdict"]), given["seen"], given["reason"], given["saw_unverified"]
        )
        deciding.decide(found, new, act=_act(request))

    return _answer(request, found, "decide", form, done, "已作出决定。")


@requires(DECIDE, verbs=("POST",), object_kind="application", id_parameter="pk")
def send_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Send an application back to a step it has been at."""
    found = found_in(request, pk)
    form = SendBackForm(steps_been(progress_of(found, on=clock.today())), request.POST)
    return _answer(
        request,
        found,
        "send_back",
        form,
        lambda: recording.send_back(
            found, form.cleaned_data["step"], reason=form.cleaned_data["reason"], act=_act(request)
        ),
        "已退回。",
    )


@requires(HANDLE, verbs=("POST",), object_kind="application", id_parameter="pk")
def extend(request: OfficerRequest, pk: int) -> HttpResponse:
    """Extend a clock on a ground its law lists; the applicant is told by a letter."""
    found = found_in(request, pk)
    form = extend_form(progress_of(found, on=clock.today()), request.POST)
    return _answer(
        request,
        found,
        "extend",
        form,
        lambda: extending.extend(found, extending.Extension(**form.cleaned_data), act=_act(request)),
        "已延长，告知书已发出，由乡镇送达申请人。",
    )


@requires(HANDLE, verbs=("POST",), object_kind="application", id_parameter="pk")
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record that the applicant withdraws."""
    found, form = found_in(request, pk), WithdrawForm(request.POST)
    return _answer(
        request,
        found,
        "withdraw",
        form,
        lambda: withdrawing.withdraw(found, reason=form.cleaned_data["reason"], act=_act(request)),
        "已登记申请人撤回，这件申请办结。",
    )


@requires("verification.request", verbs=("POST",), object_kind="application", id_parameter="pk")
def request_check(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for the check of the family's means."""
    found, form = found_in(request, pk), forms.Form(request.POST)
    return _answer(
        request,
        found,
        "check",
        form,
        lambda: checking.request_check(found, act=_act(request)),
        "已提请核对，县级会收到待办。",
    )
