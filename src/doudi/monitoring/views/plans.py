"""Shows the plan of comparisons and what was missed, and takes a plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from doudi.accounts.fields import PostField
from doudi.accounts.models import Post
from doudi.accounts.selectors import posts_on
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.county import choose_a_county, county_of
from doudi.common.problems import Refusal
from doudi.exchange.catalogue import catalogue, source_named
from doudi.kernel.dates import Period
from doudi.monitoring.rules.terms import Term
from doudi.monitoring.selectors.plans import TERMS_SHOWN, PlanResult, TermResult, plan_results
from doudi.monitoring.services.plans import set_plan
from doudi.monitoring.states import Every

SETS = "monitoring.run_match"
MONTH = r"(19|20)[0-9]{2}-(0[1-9]|1[0-2])"
HANDLERS = ("COUNTY_OFFICER", "COUNTY_REVIEWER")


class PlanForm(forms.Form):
    """Which list, how often, of whom, who sees to it, from which month on."""

    source = forms.ChoiceField(label=_("来源"))
    every = forms.ChoiceField(label=_("比对周期"), choices=Every)
    data_range = forms.CharField(
        label=_("数据范围"), max_length=200, help_text=_("例如“全县参保人员上月住院、门诊自付”。")
    )
    owner = PostField(label=_("负责人"), queryset=Post.objects.none(), empty_label=_("请选择"))
    since = forms.RegexField(
        label=_("起始月份"), regex=f"^{MONTH}$", help_text=_("写成 2026-10。"),
        error_messages={"invalid": _("起始月份写成四位年、两位月，例如 2026-10。")},
    )  # fmt: skip

    def __init__(self, county: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        source, owner = self.fields["source"], self.fields["owner"]
        assert isinstance(source, forms.ChoiceField)  # noqa: S101 -- for the type checker
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101 -- for the type checker
        known = catalogue().sources.values()
        source.choices = [
            ("", _("请选择")),
            *((each.code, f"{each.provider}：{each.title}") for each in known),
        ]
        owner.queryset = posts_on(clock.today()).filter(division=county, role__in=HANDLERS)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """A plan as the page shows it."""

    result: PlanResult
    provider: str
    title: str
    terms: list[tuple[str, TermResult]]
    missed: list[str]


@requires("monitoring.view_results", verbs=("GET", "POST"), posting=SETS)
def plans(request: OfficerRequest) -> HttpResponse:
    """Show the plans of a county with what was missed; take a new plan from who may run comparisons."""
    county = county_of(request)
    if not county:
        return choose_a_county(request)
    may_set = request.access.may(SETS) and request.access.scope.covers(county)
    if request.method == "POST" and not may_set:
        raise Http404
    form = PlanForm(county, request.POST or None, initial={"since": str(request.focus.period)})
    if form.is_valid() and _is_set(request, county, form):
        messages.success(request, "比对计划已记下。")
        return redirect("monitoring:plans")
    lines = [_line(result) for result in plan_results(county, on=clock.today())]
    context = {
        "lines": lines,
        "missed": [(line, term) for line in lines for term in line.missed],
        "form": form,
        "may_set": may_set,
    }
    return render(request, "monitoring/plans.html", context, status=422 if form.errors else 200)


def _is_set(request: OfficerRequest, county: str, form: PlanForm) -> bool:
    given = {**form.cleaned_data, "since": Period.parse(form.cleaned_data["since"])}
    try:
        set_plan(region=county, by=request.access.user, at=clock.now(), **given)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


def _line(result: PlanResult) -> PlanLine:
    source = source_named(result.plan.source)
    return PlanLine(
        result=result,
        provider=source.provider if source else "",
        title=source.title if source else "（来源已撤销）",
        terms=[(_term(each.term), each) for each in result.terms[:TERMS_SHOWN]],
        missed=[_term(each.term) for each in result.missed],
    )


def _term(term: Term) -> str:
    """Say a term: one month, or from one to another."""
    first, last = term.first.first_day, term.last.first_day
    if first == last:
        return f"{first.year}年{first.month}月"
    return f"{first.year}年{first.month}至{last.month}月"
