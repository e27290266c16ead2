"""Shows the ledger of price indices and takes new ones, typed or as a table."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.charts import lines
from doudi.common.problems import Refusal
from doudi.common.workbooks import Workbook
from doudi.kernel.dates import Period
from doudi.price_subsidy.forms.indices import IndexFileForm, IndexForm
from doudi.price_subsidy.models import PriceIndex
from doudi.price_subsidy.selectors.indices import indices_within, is_unclear, launches_within, lines_of
from doudi.price_subsidy.services.index_files import COLUMNS, IndexRowsWrong, import_indices
from doudi.price_subsidy.services.indices import KEEP, record_index
from doudi.price_subsidy.states import LaunchStatus
from doudi.rulebook.rules.rises import POINTS_IN_PERCENT, percent_text
from doudi.rulebook.selectors.authority import VIEW
from doudi.rulebook.selectors.places import region_of, region_title, region_titles

SHOWN = 36
CHARTED = 24
SERIES = (("居民消费价格", "cpi_points"), ("食品价格", "food_points"), ("低收入居民价格", "scpi_points"))
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(VIEW)
def indices(request: OfficerRequest) -> HttpResponse:
    """List the months' indices with what they reached, and what waits for approval."""
    region = region_of(request.focus.region)
    found = list(indices_within(request.focus.scope)[:SHOWN])
    names = region_titles({index.region for index in found})
    launches = list(launches_within(request.focus.scope)[:SHOWN])
    context = {
        "rows": [_row(index, names, region) for index in found],
        "launches": launches,
        "launch_names": region_titles({launch.region for launch in launches}),
        "waiting": [launch for launch in launches if launch.status == LaunchStatus.SUGGESTED],
        "chart": _chart(found, region),
        "lines": _lines_text(region),
        "region_name": region_title(region),
        "may_keep": request.access.may(KEEP),
    }
    return render(request, "price_subsidy/indices.html", context)


def _row(index: PriceIndex, names: Mapping[str, str], region: str) -> Mapping[str, Any]:
    """Return a month as the ledger shows it, measured by the lines of the region that looks."""
    lines_region = region if region.startswith(index.region) else index.region
    lines = lines_of(lines_region, Period.parse(index.period))
    pairs = ((index.cpi_points, lines[0]), (index.food_points, lines[1]))
    cpi_met, food_met = (_met(*pair) for pair in pairs)
    return {
        "index": index,
        "is_unclear": is_unclear(index, reached=cpi_met or food_met),
        "name": names.get(index.region, index.region),
        "cpi": percent_text(index.cpi_points),
        "food": percent_text(index.food_points),
        "scpi": percent_text(index.scpi_points),
        "cpi_met": cpi_met,
        "food_met": food_met,
    }


def _met(points: int | None, line: Fraction | None) -> bool:
    return points is not None and line is not None and Fraction(points, POINTS_IN_PERCENT * 100) >= line


def _percent(points: int | None) -> str | None:
    return None if points is None else str(Decimal(points) / POINTS_IN_PERCENT)


def _chart(found: Sequence[PriceIndex], region: str) -> Mapping[str, Any] | None:
    """Return the lines of the nearest region's months, oldest first, with the starting lines of today."""
    nearest = max((index.region for index in found if region.startswith(index.region)), key=len, default="")
    months = sorted((one for one in found if one.region == nearest), key=lambda one: one.period)[-CHARTED:]
    if len(months) < 2:
        return None
    drawn = [
        (label, [_percent(getattr(month, name)) for month in months])
        for label, name in SERIES
        if any(getattr(month, name) is not None for month in months)
    ]
    cpi, food = lines_of(region, Period.parse(months[-1].period))
    marks = [
        (f"{label} {percent_text(_points(line))}", str(_percent(_points(line))))
        for label, line in (("消费价格启动线", cpi), ("食品启动线", food))
        if line is not None
    ]
    return lines([month.period for month in months], drawn, marks=marks, unit="%")


def _points(line: Fraction) -> int:
    return int(line * POINTS_IN_PERCENT * 100)


def _lines_text(region: str) -> str:
    cpi, food = lines_of(region, Period.of(clock.today()))
    if cpi is None or food is None:
        return "本地还没有登记启动线，录入指数不会出现建议。"
    return (
        f"居民消费价格同比涨 {percent_text(_points(cpi))} 或食品价格同比涨 {percent_text(_points(food))}，"
        "当天出现启动建议；另一人批准后才能生成发放名单。"
    )


@requires(KEEP, verbs=("GET", "POST"))
def record(request: OfficerRequest) -> HttpResponse:
    """Take a month's indices."""
    region = region_of(request.focus.region)
    form = IndexForm(request.POST or None, initial={"published_on": clock.today()})
    if form.is_valid():
        try:
            _, suggested = record_index(region, form.draft(), by=request.access.user, at=clock.now())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, _said(1, suggested))
            return redirect("price_subsidy:indices")
    return _record_page(request, form, status=400 if form.errors else 200)


def _said(months: int, suggested: int) -> str:
    tail = f"达到条件，有 {suggested} 条联动建议待审批。" if suggested else "没有新的联动建议。"
    return f"{months} 个月的指数已录入，{tail}"


def _record_page(
    request: OfficerRequest,
    form: IndexForm,
    *,
    problems: Sequence[str] = (),
    said: str = "",
    status: int = 200,
) -> HttpResponse:
    region = region_of(request.focus.region)
    context = {"form": form, "problems": problems, "said": said, "region_name": region_title(region)}
    return render(request, "price_subsidy/record_index.html", context, status=status)


@requires(KEEP, verbs=("POST",))
def take_file(request: OfficerRequest) -> HttpResponse:
    """Take a table of indices: all rows or none."""
    region = region_of(request.focus.region)
    sent = IndexFileForm(request.POST, request.FILES)
    if not sent.is_valid():
        return _record_page(request, IndexForm(), said="请选择要上传的指数表。", status=400)
    file = sent.cleaned_data["file"]
    try:
        months, suggested = import_indices(
            file.read(), name=file.name, region=region, by=request.access.user, at=clock.now()
        )
    except IndexRowsWrong as wrong:
        return _record_page(request, IndexForm(), problems=wrong.problems, said=wrong.sentence, status=422)
    except Refusal as refusal:
        return _record_page(request, IndexForm(), said=refusal.sentence, status=422)
    messages.success(request, _said(months, suggested))
    return redirect("price_subsidy:indices")


@requires(KEEP)
def template(request: OfficerRequest) -> HttpResponse:
    """Hand out an empty table with the headings the import reads."""
    buffer = io.BytesIO()
    book = Workbook(buffer)
    page = book.add_worksheet("月度指数")
    bold = book.add_format({"bold": True})
    headings = [
        names[0] + ("（%）" if key in ("cpi", "food", "scpi") else "") for key, names in COLUMNS.items()
    ]
    page.write_row(0, 0, headings, bold)
    page.set_column(0, len(headings) - 1, 22)
    book.close()
    answer = HttpResponse(buffer.getvalue(), content_type=SHEET)
    answer["Content-Disposition"] = 'attachment; filename="price-indices.xlsx"'
    return answer
