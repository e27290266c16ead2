"""Lets another department answer the findings it is asked about."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.once import DoneBefore, is_done, once
from doudi.common.problems import Refusal
from doudi.monitoring.catalogue import grading, rule_named
from doudi.monitoring.forms import ConclusionForm
from doudi.monitoring.selectors.ledger import awaiting_department
from doudi.monitoring.selectors.lines import entry_lines
from doudi.monitoring.services.ledger import conclude_entry


def _rules_of(request: OfficerRequest) -> list[str]:
    """Return the rules the reader's office answers, by the words in its name."""
    office = request.access.post.organisation
    name = office.name if office else ""
    return [rule for rule, words in grading().departments.items() if any(word in name for word in words)]


@requires("monitoring.answer_entry")
def waiting(request: OfficerRequest) -> HttpResponse:
    """List what the reader's department is asked and has not answered."""
    entries = awaiting_department(request.focus.scope, _rules_of(request))
    lines = entry_lines(entries, on=clock.today())
    return render(request, "monitoring/answers.html", {"lines": lines})


@requires("monitoring.answer_entry", verbs=("GET", "POST"), object_kind="ledger_entry", id_parameter="pk")
def answer(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take the department's conclusion with its reason."""
    if is_done(request):
        return _answered_before(request)
    asked = get_object_or_404(awaiting_department(request.access.scope, _rules_of(request)), pk=pk)
    rule = rule_named(asked.rule)
    form = ConclusionForm(rule, request.POST or None)
    if form.is_valid():
        try:
            with once(request):
                conclude_entry(asked, by=request.access.user, at=clock.now(), **form.cleaned_data)
        except DoneBefore:
            return _answered_before(request)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, "已回填，台账同步更新。")
            return redirect("monitoring:answers")
    (line,) = entry_lines([asked], on=clock.today())
    context = {"line": line, "rule": rule, "form": form}
    return render(request, "monitoring/answer.html", context, status=422 if form.errors else 200)


def _answered_before(request: OfficerRequest) -> HttpResponse:
    messages.info(request, DoneBefore().sentence)
    return redirect("monitoring:answers")
