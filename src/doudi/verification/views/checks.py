"""Lists checks, shows one with declared beside found, verifies a report by number and code."""

from __future__ import annotations

from collections.abc import Mapping

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.procedures.deadlines import STATE_LABELS
from doudi.regions.selectors import name_path
from doudi.verification.catalogue import sources, subject_labels
from doudi.verification.forms import AnswerForm, DisputeForm, ReportForm, SettleForm, VerifyForm
from doudi.verification.models import CheckReport, FinancialCheck
from doudi.verification.selectors.checks import (
    checks_within,
    deadlines_in,
    head_name,
    last_report,
    open_dispute,
    people_checked,
    stage_of,
)
from doudi.verification.selectors.reporting import set_beside
from doudi.verification.services.checking import record_act
from doudi.verification.services.reporting import is_genuine
from doudi.verification.states import TONE_OF, Stage
from doudi.work.services.moves import Act

PAGE = 50
VIEW, REQUEST, CHECK = "verification.view", "verification.request", "verification.check"


@requires(VIEW)
def checks(request: OfficerRequest) -> HttpResponse:
    """List the checks of the division in focus, newest first."""
    page = Paginator(checks_within(request.focus.scope), PAGE).get_page(request.GET.get("page"))
    words = subject_labels()
    lines = [
        (
            each,
            head_name(each.household),
            words.get(each.subject, ""),
            stage_of(each),
            TONE_OF[stage_of(each)],
        )
        for each in page.object_list
    ]
    year = clock.today().year
    people = people_checked(request.focus.scope, year)
    counts = [(words.get(code, code), count) for code, count in people.items()]
    context = {"page": page, "lines": lines, "year": year, "counts": counts}
    return render(request, "verification/checks.html", context)


def found_in(request: OfficerRequest, pk: int) -> FinancialCheck:
    """Return a check the reader may see; 404 for any other."""
    return get_object_or_404(checks_within(request.access.scope), pk=pk)


@requires(VIEW, object_kind="financial_check", id_parameter="pk")
def check(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one check; looking is written down."""
    found = found_in(request, pk)
    record_act("verification.viewed", found, Act(clock.now(), request.access.user))
    return page(request, found)


def page(
    request: OfficerRequest, found: FinancialCheck, wrong: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    """Show the page of a check, with the form that was filled in wrongly."""
    today, wrong = clock.today(), wrong or {}
    stage, report, dispute = stage_of(found), last_report(found), open_dispute(found)
    people = set_beside(found)
    may_check, may_request = request.access.may(CHECK), request.access.may(REQUEST)
    context = {
        "check": found,
        "name": head_name(found.household),
        "place": name_path(found.division),
        "subject": subject_labels().get(found.subject, found.subject),
        "stage": stage,
        "tone": TONE_OF[stage],
        "people": people,
        "is_answered": not any(line.is_waiting for one in people for line in one.lines),
        "clocks": [(each, STATE_LABELS[each.state]) for each in deadlines_in(found, on=today)],
        "reports": found.reports.select_related("paper", "issued_by").prefetch_related("paper__files"),
        "disputes": [each.dispute for each in found.reports.all() if hasattr(each, "dispute")],
        "may_start": may_check and stage is Stage.ASKED,
        "starting": wrong.get("start"),
        "may_report": may_check and stage in (Stage.ASKING, Stage.REPORTED),
        "may_answer": may_check and stage is not Stage.ASKED,
        "reporting": wrong.get("report") or ReportForm(),
        "may_dispute": may_request and report is not None and not hasattr(report, "dispute"),
        "disputing": wrong.get("dispute") or DisputeForm(initial={"said_on": today}),
        "may_settle": may_request and dispute is not None,
        "settling": wrong.get("settle") or SettleForm(),
    }
    return render(request, "verification/check.html", context, status=422 if wrong else 200)


@requires(VIEW, verbs=("GET", "POST"))
def verify(request: OfficerRequest) -> HttpResponse:
    """Say whether a report is the one issued under its number; of a report elsewhere nothing is known."""
    form = VerifyForm(request.POST or None)
    context: dict[str, object] = {"form": form, "is_asked": False}
    if form.is_valid():
        report = _report(request, form.cleaned_data["number"].strip())
        is_right = report is not None and is_genuine(report, form.cleaned_data["code"])
        if report is not None:
            act = Act(clock.now(), request.access.user)
            record_act("verification.report_verified", report.check_of, act, genuine=is_right)
        context |= {"is_asked": True, "report": report if is_right else None}
        context["is_latest"] = is_right and report == last_report(report.check_of)  # type: ignore[union-attr]
    return render(request, "verification/verify.html", context)


def _report(request: OfficerRequest, number: str) -> CheckReport | None:
    mine = checks_within(request.access.scope)
    found = CheckReport.objects.filter(paper__number=number, check_of__in=mine)
    return found.select_related("paper", "check_of").first()


def answer_form(source: str, request: OfficerRequest | None = None) -> AnswerForm:
    """Return the form of a source's answer."""
    given = (request.POST,) if request and request.method == "POST" else ()
    return AnswerForm(sources()[source], *given, initial={"as_of": clock.today()})
