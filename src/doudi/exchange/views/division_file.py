"""Takes a notice of changed divisions as a file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.exchange.forms import NoticeForm
from doudi.exchange.services.division_file import COLUMNS, notice_template, take_division_file
from doudi.exchange.views.downloads import workbook_answer

CHANGE = "regions.change_divisions"


@requires(CHANGE, verbs=("GET", "POST"))
def division_file(request: OfficerRequest) -> HttpResponse:
    """Take a notice; what is wrong with its rows is listed, and nothing of it was recorded."""
    form = NoticeForm(request.POST or None, request.FILES or None)
    lines: list[str] = []
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            done = take_division_file(
                file.read(),
                name=file.name or "",
                by=request.access.user,
                at=clock.now(),
                scope=request.access.scope,
            )
        except Refusal as refusal:
            lines = refusal.sentence.splitlines()
        else:
            messages.success(request, done.sentence)
            return redirect("regions:changes")
    context = {"form": form, "lines": lines, "columns": [names[0] for names in COLUMNS.values()]}
    return render(
        request, "exchange/division_file.html", context, status=400 if form.errors or lines else 200
    )


@requires(CHANGE)
def division_template(request: OfficerRequest) -> HttpResponse:
    """Download the empty table of a notice."""
    return workbook_answer(notice_template(), "区划变更模板.xlsx")
