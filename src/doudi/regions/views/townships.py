"""Shows each township's people, load and shortage, and keeps standards and monthly figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.kernel.dates import Period
from doudi.regions.forms import FiguresForm, OfficerForm, ProfileForm, StandardForm
from doudi.regions.models import Division, Figure, Standard
from doudi.regions.selectors import division_names
from doudi.regions.selectors.assistants import assignments_within
from doudi.regions.selectors.standards import standard_book
from doudi.regions.selectors.townships import TownshipLine, township_lines
from doudi.regions.services.assistants import Terms, engage
from doudi.regions.services.standards import keep_profile, read_lines, record_figures, set_standard
from doudi.regions.states import AssignmentKind, FigureKind, Level, StandardKey
from doudi.regions.views.acts import MANAGE, VIEW, hand_out, place_or_404, places

AT_TOWNSHIP = (AssignmentKind.ESTABLISHED, AssignmentKind.PURCHASED)
HEADINGS = (
    "乡镇（街道）", "窗口", "编制", "编内", "购买服务", "人员合计", "下限", "缺编", "月办件量", "人均办件",
    "人均上限", "是否超负荷", "设备",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """Which table is asked for: today's or the month's report, all townships or some."""

    as_report: bool
    only: str
    on: date
    period: Period


def _asked(request: OfficerRequest) -> Asked:
    as_report = request.GET.get("report") == "1"
    today, period = clock.today(), request.focus.period
    return Asked(
        as_report=as_report,
        only=request.GET.get("only", ""),
        on=min(today, period.last_day) if as_report else today,
        period=period,
    )


def _lines(request: OfficerRequest, asked: Asked) -> list[TownshipLine]:
    lines = township_lines(request.focus.scope, on=asked.on, period=asked.period)
    if asked.only == "short":
        return [line for line in lines if line.shortage]
    if asked.only == "overloaded":
        return [line for line in lines if line.is_overloaded]
    return lines


@requires(VIEW)
def townships(request: OfficerRequest) -> HttpResponse:
    """List the townships with staff, load and shortage; `?report=1` as the month in focus ended."""
    asked = _asked(request)
    everyone = township_lines(request.focus.scope, on=asked.on, period=asked.period)
    context = {
        "asked": asked,
        "lines": _lines(request, asked),
        "staff": sum(line.staff for line in everyone),
        "short": [line for line in everyone if line.shortage],
        "missing": sum(line.shortage for line in everyone),
        "overloaded": sum(line.is_overloaded for line in everyone),
        "townships": len(everyone),
        "choices": [("short", "只看缺编"), ("overloaded", "只看超负荷")],
        "may_manage": request.access.may(MANAGE),
    }
    return render(request, "regions/townships.html", context)


@requires(VIEW)
def export(request: OfficerRequest) -> HttpResponse:
    """Hand out the table as filtered, as a workbook."""
    asked = _asked(request)
    rows = [
        (line.name, line.windows, line.posts, line.established, line.purchased, line.staff, line.floor.value,
         line.shortage, line.cases, line.load, line.load_limit.value, "是" if line.is_overloaded else "",
         line.equipment)
        for line in _lines(request, asked)
    ]  # fmt: skip
    name = "乡镇人员配备月报" if asked.as_report else "乡镇能力档案"
    return hand_out(request, f"{request.focus.region_name}{name}（{asked.period}）", HEADINGS, rows)


@requires(VIEW, object_kind="township", id_parameter="code")
def township(request: OfficerRequest, code: str) -> HttpResponse:
    """Show one township: people, windows, posts, equipment, load."""
    return _page(request, place_or_404(request, code, Level.TOWNSHIP))


@requires(MANAGE, verbs=("POST",), object_kind="township", id_parameter="code")
def hire(request: OfficerRequest, code: str) -> HttpResponse:
    """Enter an officer or a bought-in worker of a township."""
    town, form = place_or_404(request, code, Level.TOWNSHIP), OfficerForm(request.POST)
    if not form.is_valid() or not attempt(form, lambda: _hire(request, town, form)):
        return _page(request, town, officer=form, status=400)
    messages.success(request, "已登记，负荷和缺编已按新人数计算。")
    return redirect("regions:township", code=code)


def _hire(request: OfficerRequest, town: Division, form: OfficerForm) -> object:
    typed = form.cleaned_data
    return engage(
        name=typed["name"], phone=typed["phone"], division=town, by=request.access.user, at=clock.now(),
        terms=Terms(kind=AssignmentKind(typed["kind"]), valid_from=typed["valid_from"]),
    )  # fmt: skip


@requires(MANAGE, verbs=("POST",), object_kind="township", id_parameter="code")
def profile(request: OfficerRequest, code: str) -> HttpResponse:
    """Keep a township's windows, posts and equipment."""
    town, form = place_or_404(request, code, Level.TOWNSHIP), ProfileForm(request.POST)
    if not form.is_valid():
        return _page(request, town, profile=form, status=400)
    keep_profile(town, **form.cleaned_data, by=request.access.user, at=clock.now())
    messages.success(request, "能力档案已保存。")
    return redirect("regions:township", code=code)


def _page(
    request: OfficerRequest,
    town: Division,
    *,
    officer: OfficerForm | None = None,
    profile: ProfileForm | None = None,
    status: int = 200,
) -> HttpResponse:
    scope = request.access.scope.within(town.code)
    (line,) = township_lines(scope, on=clock.today(), period=request.focus.period)
    kept = {"windows": line.windows, "posts": line.posts, "equipment": line.equipment}
    context = {
        "line": line,
        "people": assignments_within(scope, on=clock.today(), kinds=AT_TOWNSHIP),
        "officer": officer or OfficerForm(initial={"valid_from": clock.today()}),
        "profile": profile or ProfileForm(initial=kept),
        "may_manage": request.access.may(MANAGE),
    }
    return render(request, "regions/township.html", context, status=status)


@requires(VIEW, verbs=("GET", "POST"), posting=MANAGE)
def standards(request: OfficerRequest) -> HttpResponse:
    """List the standards that hold here, general and own; those who manage may set one from a day on."""
    choices = places(request, Level.COUNTY, Level.TOWNSHIP)
    form = StandardForm(
        request.POST or None,
        places=choices,
        initial={"valid_from": clock.today(), "division": request.focus.region},
    )
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _set(request, form)):
        messages.success(request, "标准已登记，从起用日起按它计算。")
        return redirect("regions:standards")
    own = Standard.objects.filter(request.focus.scope.q("division_id")).select_related("division")
    book, region = standard_book(), request.focus.region
    holding = [(key.label, book.value(key, region, clock.today())) for key in StandardKey]
    context = {"form": form, "own": own, "holding": holding, "may_manage": request.access.may(MANAGE)}
    return render(request, "regions/standards.html", context, status=400 if form.errors else 200)


def _set(request: OfficerRequest, form: StandardForm) -> object:
    typed = form.cleaned_data
    return set_standard(
        form.place(), StandardKey(typed["key"]), value=typed["value"], valid_from=typed["valid_from"],
        document=typed["document"], by=request.access.user, at=clock.now(),
    )  # fmt: skip


@requires(VIEW, verbs=("GET", "POST"), posting=MANAGE)
def figures(request: OfficerRequest) -> HttpResponse:
    """List a month's figures with their source; those who manage may paste a table of them."""
    form = FiguresForm(request.POST or None, initial={"period": str(request.focus.period)})
    if request.method == "POST" and form.is_valid() and attempt(form, lambda: _record(request, form)):
        messages.success(request, "数字已登记；同月同地的旧数已替换，留痕里可查。")
        return redirect("regions:figures")
    rows = Figure.objects.filter(request.focus.scope.q("division_id"), period=str(request.focus.period))
    shown = list(rows.select_related("division").order_by("kind", "division_id")[:500])
    towns = division_names(row.division_id[:9] for row in shown)
    context = {
        "form": form,
        "rows": [(row, towns.get(row.division_id[:9], "")) for row in shown],
        "may_manage": request.access.may(MANAGE),
    }
    return render(request, "regions/figures.html", context, status=400 if form.errors else 200)


def _record(request: OfficerRequest, form: FiguresForm) -> object:
    typed = form.cleaned_data
    return record_figures(
        FigureKind(typed["kind"]), Period.parse(typed["period"]), read_lines(typed["lines"]),
        source=typed["source"], scope=request.access.scope, by=request.access.user, at=clock.now(),
    )  # fmt: skip
