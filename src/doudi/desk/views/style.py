"""Shows every piece of the UI kit on one page, with made-up values, in demo and test only."""

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from doudi.common.access import OfficerRequest, signed_in
from doudi.common.lists.showing import BulkAct, Way, shown
from doudi.desk.sample import everything
from doudi.desk.sample_list import SAMPLE, SampleActForm


class SampleForm(forms.Form):
    """A form with one field of each kind."""

    name = forms.CharField(label="姓名", help_text="与身份证一致。")
    kind = forms.ChoiceField(label="类别", choices=(("1", "低保"), ("2", "特困")))
    on = forms.DateField(label="日期", widget=forms.DateInput({"type": "date"}))
    why = forms.CharField(label="理由", required=False, widget=forms.Textarea({"rows": 2}))


@signed_in()
def style(request: OfficerRequest) -> HttpResponse:
    """Show the kit."""
    if settings.DOUDI_ENV not in {"demo", "test", "development"}:
        raise Http404
    form = SampleForm({"kind": "1", "on": "昨天"})
    if "toasts" in request.GET:
        messages.success(request, "台账已报县级复核。")
        messages.warning(request, "机动车 10 月的批次还没有到。")
        messages.error(request, "这条线索已由别人办结，请刷新后再看。")
    page = Paginator(range(5230), 50).get_page(4)
    of_the_kit = {
        "shown": shown(request, SAMPLE, may_choose=True),
        "empty": {"title": "还没有区划", "sentence": "", "icon": "map"},
        "acts": [BulkAct("办勾选的", "#", SampleActForm())],
        "way": Way("#", "#", "#", 3, 35, "件"),
    }
    return render(request, "desk/style.html", {**everything(), **of_the_kit, "form": form, "page": page})
