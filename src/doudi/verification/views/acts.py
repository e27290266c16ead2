"""Takes what is done in a check: queries sent, answers, the report, a dispute and looking again."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.verification.catalogue import sources
from doudi.verification.forms import VALUE, DisputeForm, ReportForm, SettleForm
from doudi.verification.models import FinancialCheck
from doudi.verification.services import checking, disputing, reporting
from doudi.verification.services.checking import AnswerWrong, NewAnswer
from doudi.verification.views.checks import answer_form, found_in, page
from doudi.work.services.moves import Act

REQUEST, CHECK = "verification.request", "verification.check"


def _act(request: OfficerRequest) -> Act:
    return Act(clock.now(), request.access.user)


def _answer(
    request: OfficerRequest,
    found: FinancialCheck,
    named: tuple[str, forms.Form],
    act: Callable[[], object],
    done: str,
) -> HttpResponse:
    name, form = named
    if form.is_valid() and attempt(form, act):
        messages.success(request, done)
        return redirect("verification:check", pk=found.pk)
    return page(request, found, {name: form})


@requires(CHECK, verbs=("POST",), object_kind="financial_check", id_parameter="pk")
def start(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask every source about every member."""
    found, form = found_in(request, pk), forms.Form(request.POST)
    return _answer(
        request,
        found,
        ("start", form),
        lambda: checking.start_check(found, act=_act(request)),
        "已启动查询。请逐项登记答复。",
    )


@requires(CHECK, verbs=("GET", "POST"), object_kind="financial_check", id_parameter="pk")
def answer(request: OfficerRequest, pk: int, query: int) -> HttpResponse:
    """Write down what one source said about one person."""
    found = found_in(request, pk)
    asked = get_object_or_404(found.queries.select_related("person", "check_of"), pk=query)
    form = answer_form(asked.source, request)

    def done() -> None:
        given = form.cleaned_data
        new = NewAnswer(form.values, given["as_of"], given["proof"], given["is_found"] == "yes")
        try:
            checking.record_answer(asked, new, act=_act(request))
        except AnswerWrong as wrong:
            wrong.field = VALUE + wrong.field if VALUE + wrong.field in form.fields else wrong.field
            raise

    if form.is_valid() and attempt(form, done):
        messages.success(request, "已登记答复。")
        return redirect("verification:check", pk=pk)
    context = {"check": found, "query": asked, "source": sources()[asked.source], "form": form}
    return render(request, "verification/answer.html", context, status=422 if form.errors else 200)


@requires(CHECK, verbs=("POST",), object_kind="financial_check", id_parameter="pk")
def report(request: OfficerRequest, pk: int) -> HttpResponse:
    """Issue the report."""
    found, form = found_in(request, pk), ReportForm(request.POST)
    return _answer(
        request,
        found,
        ("report", form),
        lambda: reporting.issue_report(found, **form.cleaned_data, act=_act(request)),
        "报告已出具。请告知家庭：有异议的可以提出。",
    )


@requires(REQUEST, verbs=("POST",), object_kind="financial_check", id_parameter="pk")
def dispute(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down what the family says against the report."""
    found, form = found_in(request, pk), DisputeForm(request.POST)
    return _answer(
        request,
        found,
        ("dispute", form),
        lambda: disputing.take_dispute(found, **form.cleaned_data, act=_act(request)),
        "异议已登记，复查的期限开始计算。",
    )


@requires(REQUEST, verbs=("POST",), object_kind="financial_check", id_parameter="pk")
def settle(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down what looking again came to."""
    found, form = found_in(request, pk), SettleForm(request.POST)

    def done() -> None:
        given = form.cleaned_data
        is_upheld = given["is_upheld"] == "yes"
        disputing.settle_dispute(found, is_upheld=is_upheld, text=given["text"], act=_act(request))

    return _answer(request, found, ("settle", form), done, "复查结果已登记。异议成立的，请再出一份报告。")
