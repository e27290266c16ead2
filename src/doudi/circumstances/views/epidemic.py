"""Shows what is known of families in an epidemic and how old it is, and takes surveys."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.circumstances.forms.caring import PeriodForm
from doudi.circumstances.forms.needs import SurveyForm
from doudi.circumstances.selectors.caring import review_days
from doudi.circumstances.selectors.epidemic import Surveyed, is_too_old, latest_surveys, surveys_of
from doudi.circumstances.services.caring import set_review_period
from doudi.circumstances.services.epidemic import record_survey
from doudi.circumstances.states import ReviewSubject
from doudi.circumstances.views.sheets import NOBODY_HOME, hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt, first_error
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.selectors import division_names, name_path
from doudi.registry.selectors import households_within
from doudi.registry.selectors.homes import anchor_of, heads_of, people_of

KEEP, ROUND = "circumstances.keep_care", "circumstances.open_round"
PAGE = 50
HEADINGS = ("户主", "村居", "隔离", "健康", "生活物资", "照料", "核查日", "核查途径", "状态")


@requires("registry.view_household")
def surveys(request: OfficerRequest) -> HttpResponse:
    """List the newest survey of each family; `?stale=1` only those the period has run out for."""
    scope, region = request.focus.scope, request.focus.region
    latest, days = latest_surveys(scope), review_days(ReviewSubject.EPIDEMIC)
    stale = {home: each for home, each in latest.items() if is_too_old(each, days, on=clock.today())}
    only_stale = request.GET.get("stale") == "1"
    shown = list((stale if only_stale else latest).items())
    if request.GET.get("sheet") == "1":
        return hand_out(request, "疫情排查表", HEADINGS, [_row(line) for line in _lines(request, shown)])
    page = Paginator(shown, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _lines(request, list(page.object_list)),
        "surveyed": len(latest),
        "unsurveyed": households_within(scope).filter(members__valid_to__isnull=True).distinct().count()
        - len(latest),
        "stale_count": len(stale),
        "only_stale": only_stale,
        "days": days.of(region),
        "days_words": days.in_words(region),
        "may_set": request.access.may(ROUND) and len(region) == COUNTY_DIGITS,
        "period_form": PeriodForm(initial={"days": days.of(region)}),
    }
    return render(request, "circumstances/epidemic.html", context)


Line = tuple[int, str, str, Surveyed, bool]


def _lines(request: OfficerRequest, shown: list[tuple[int, Surveyed]]) -> list[Line]:
    heads = heads_of((home for home, _ in shown), scope=request.focus.scope)
    names = division_names(division for _, division in heads.values())
    days = review_days(ReviewSubject.EPIDEMIC)
    lines = []
    for home, family in shown:
        head, division = heads.get(home, ("（无在户成员）", ""))
        is_old = is_too_old(family, days, on=clock.today())
        lines.append((home, head, names.get(division, ""), family, is_old))
    return lines


def _row(line: Line) -> tuple[object, ...]:
    _, head, place, family, old = line
    survey = family.survey
    return (
        head,
        place,
        *family.words.values(),
        survey.checked_on.isoformat(),
        survey.get_way_display(),
        "已过期" if old else "在期",
    )


@requires(ROUND, verbs=("POST",))
def period(request: OfficerRequest) -> HttpResponse:
    """Take the number of days after which a survey is too old."""
    form, region = PeriodForm(request.POST), request.focus.region
    if len(region) != COUNTY_DIGITS:
        messages.error(request, "请先在页面上方切换到本县，再设定周期。")
    elif form.is_valid() and attempt(
        form,
        lambda: set_review_period(
            region,
            subject=ReviewSubject.EPIDEMIC,
            days=form.cleaned_data["days"],
            by=request.access.user,
            at=clock.now(),
        ),
    ):
        messages.success(request, "更新周期已设定，过期名单按新的天数列出。")
    else:
        messages.error(request, first_error(form))
    return redirect("circumstances:epidemic")


@requires(
    "registry.view_household", verbs=("GET", "POST"), posting=KEEP, object_kind="household", id_parameter="pk"
)
def household(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a family's surveys, and take another."""
    home = get_object_or_404(households_within(request.access.scope), pk=pk)
    anchor, may_keep = anchor_of(home), request.access.may(KEEP)
    form = SurveyForm(request.POST or None, initial={"checked_on": clock.today()})
    if request.method == "POST" and anchor is None:
        messages.error(request, NOBODY_HOME)
        return redirect("circumstances:household_survey", pk=pk)
    if request.method == "POST" and anchor is not None and form.is_valid():
        recorded = attempt(
            form, lambda: record_survey(anchor, by=request.access.user, at=clock.now(), **form.cleaned_data)
        )
        if recorded:
            messages.success(request, "排查已登记；缺物资、缺照料的已列入需求清单。")
            return redirect("circumstances:household_survey", pk=pk)
    context = {
        "household": home,
        "head": anchor.name if anchor else "",
        "place": name_path(home.division),
        "surveys": surveys_of(people_of(home)),
        "form": form,
        "may_keep": may_keep and anchor is not None,
    }
    return render(request, "circumstances/household_survey.html", context, status=422 if form.errors else 200)
