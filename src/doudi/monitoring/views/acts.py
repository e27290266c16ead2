"""Takes the smaller acts on a ledger entry: visits, grades, striking off."""

from __future__ import annotations

from collections.abc import Callable

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.addresses import own_address
from doudi.common.forms import told
from doudi.common.lists.showing import kept_query
from doudi.common.once import posted
from doudi.monitoring.forms import GradeForm, VisitForm
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.selectors.ledger import entries_within
from doudi.monitoring.selectors.lists import LEDGER
from doudi.monitoring.services.grading import regrade_entry
from doudi.monitoring.services.visits import record_visit, strike_off


def entry_address(request: OfficerRequest, pk: int) -> str:
    """Return the page of an entry, the filter of the ledger kept."""
    return reverse("monitoring:entry", args=(pk,)) + kept_query(request, LEDGER)


def _act(
    request: OfficerRequest, pk: int, form: forms.Form | None, act: Callable[[LedgerEntry], object], done: str
) -> HttpResponse:
    entry = get_object_or_404(entries_within(request.access.scope), pk=pk)
    told(request, lambda: act(entry), done, form=form)
    return redirect(own_address(entry_address(request, pk)))


@requires("monitoring.conclude_entry", verbs=("POST",), object_kind="ledger_entry", id_parameter="pk")
def visit(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record a visit."""
    form = VisitForm(posted(request))
    return _act(
        request,
        pk,
        form,
        lambda entry: record_visit(entry, by=request.access.user, at=clock.now(), **form.cleaned_data),
        "走访已登记。",
    )


@requires("monitoring.conclude_entry", verbs=("POST",), object_kind="ledger_entry", id_parameter="pk")
def grade(request: OfficerRequest, pk: int) -> HttpResponse:
    """Change an alert's grade by hand."""
    form = GradeForm(request.POST)
    return _act(
        request,
        pk,
        form,
        lambda entry: regrade_entry(entry, by=request.access.user, at=clock.now(), **form.cleaned_data),
        "预警等级已调整，并已通知相应层级。",
    )


@requires("monitoring.conclude_entry", verbs=("POST",), object_kind="ledger_entry", id_parameter="pk")
def strike(request: OfficerRequest, pk: int) -> HttpResponse:
    """Strike an entry off the ledger."""
    return _act(
        request, pk, None, lambda entry: strike_off(entry, by=request.access.user, at=clock.now()), "已销号。"
    )
