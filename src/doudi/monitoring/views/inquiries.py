"""Shows what a letter to a township would list, and sends it."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.once import OnceField, posted
from doudi.monitoring.forms import DateInput
from doudi.monitoring.services.inquiries import late_lines, send_inquiry
from doudi.regions.selectors import division_names, offices_below


class InquiryForm(forms.Form):
    """By when a township answers."""

    answer_by = forms.DateField(
        label=_("回填期限"), widget=DateInput(), help_text=_("乡镇在这一天前逐条核查、写明处置情况。")
    )
    once = OnceField()


@requires("notices.send_notice", verbs=("GET", "POST"), object_kind="township", id_parameter="code")
def inquiry(request: OfficerRequest, code: str) -> HttpResponse:
    """Show what is overdue in a township right below the reader's county, and send it the letter."""
    today, county = clock.today(), request.access.post.division_id
    if not offices_below(county, on=today).filter(code=code, level="TOWNSHIP").exists():
        raise Http404
    form = InquiryForm(posted(request) or None)
    if form.is_valid():
        period, given = request.focus.period, form.cleaned_data
        if attempt(form, lambda: send_inquiry(code, period, **given, by=request.access.user, at=clock.now())):
            messages.success(request, "核查函已编号发出，乡镇签收后在“预警与提醒”里看得到。")
            return redirect("monitoring:timeliness")
    context = {
        "form": form,
        "name": division_names([code]).get(code, ""),
        "lines": late_lines(code, request.focus.period, on=today),
    }
    return render(request, "monitoring/inquiry.html", context, status=422 if form.errors else 200)
