"""Lists the townships that are late, shows what a letter to one would list, and sends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.once import OnceField, posted
from doudi.oversight.selectors.keeping import kept
from doudi.oversight.services.inquiries import late_lines, send_inquiry
from doudi.regions.models import Division
from doudi.regions.selectors import division_names, offices_below
from doudi.regions.states import Level


class DateInput(forms.DateInput):
    """The browser's own date picker, which reads and writes ISO dates only."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class InquiryForm(forms.Form):
    """By when a township answers."""

    answer_by = forms.DateField(
        label=_("回填期限"), widget=DateInput(), help_text=_("乡镇在这一天前逐条核查、写明处置情况。")
    )
    once = OnceField()


@dataclass(frozen=True, slots=True)
class TownshipLine:
    """A township with how many of its tasks are late."""

    code: str
    name: str
    waiting: int
    overdue: int


@requires("notices.send_notice")
def inquiries(request: OfficerRequest) -> HttpResponse:
    """List the townships of the reader's county with what is late there, the latest first."""
    today, county = clock.today(), request.access.post.division_id
    names = {each.code: each.name for each in _townships(county, today)}
    rows = kept(request.access.scope, request.focus.period, on=today)
    lines = [
        TownshipLine(row.division, names[row.division], row.waiting, row.overdue)
        for row in rows
        if row.division in names and row.overdue
    ]
    lines.sort(key=lambda line: (-line.overdue, line.code))
    return render(request, "oversight/inquiries.html", {"lines": lines})


def _townships(county: str, on: date) -> QuerySet[Division]:
    return offices_below(county, on=on).filter(level=Level.TOWNSHIP)


@requires("notices.send_notice", verbs=("GET", "POST"), object_kind="township", id_parameter="code")
def inquiry(request: OfficerRequest, code: str) -> HttpResponse:
    """Show what is overdue in a township right below the reader's county, and send it the letter."""
    today, county = clock.today(), request.access.post.division_id
    if not _townships(county, today).filter(code=code).exists():
        raise Http404
    form = InquiryForm(posted(request) or None)
    if form.is_valid():
        period, given = request.focus.period, form.cleaned_data
        if attempt(form, lambda: send_inquiry(code, period, **given, by=request.access.user, at=clock.now())):
            messages.success(request, "核查函已编号发出，乡镇签收后在“预警与提醒”里看得到。")
            return redirect("oversight:inquiries")
    context = {
        "form": form,
        "name": division_names([code]).get(code, ""),
        "lines": late_lines(code, request.focus.period, on=today),
    }
    return render(request, "oversight/inquiry.html", context, status=422 if form.errors else 200)
