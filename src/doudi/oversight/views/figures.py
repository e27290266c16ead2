"""Shows the figures of a division's month, each down to the people behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render

from doudi.audit.handing import hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.charts import lines as chart_lines
from doudi.common.county import choose_a_county
from doudi.common.figures import Asked, Counted, Figure, Line, figures
from doudi.kernel.divisions import COUNTY_DIGITS, parent_code
from doudi.monitoring.selectors.month import month_of
from doudi.monitoring.selectors.runs import comparison_is_current
from doudi.monitoring.states import MonthStatus
from doudi.oversight.rules.leaves import VILLAGE, inside, ratio, total
from doudi.oversight.selectors.figure_sheet import HEADINGS, sheet_rows
from doudi.oversight.selectors.figures import (
    County,
    FigureLine,
    KeptMonth,
    Part,
    counted_in,
    divisions_of,
    figures_of,
)
from doudi.oversight.views.above import figures_of_counties
from doudi.regions.selectors import division_names, name_path

PAGE = 50
MONTHS_SHOWN = 6
MONTHS_DRAWN = 12
COUNTED, REST = "counted", "rest"
SORTS = (("", "按区划"), ("-value", "从高到低"), ("value", "从低到高"))
GONE = Line("（已不在档）")


@requires("oversight.view_figures")
def indicators(request: OfficerRequest) -> HttpResponse:
    """Show every figure of a division's month: now, when it was closed, and how they differ."""
    code = _division(request)
    if not code:
        return choose_a_county(request)
    if len(code) < COUNTY_DIGITS:
        return figures_of_counties(request, code)
    county = figures_of(code[:6], request.focus.period, on=clock.today())
    if request.GET.get("sheet") == "1":
        return _sheet(request, county, code, "指标")
    context = {
        **_common(request, county, code),
        "lines": [county.line(key, Part(code)) for key in figures()],
        "below": divisions_of(code, tuple(county.now.values()), on=clock.today()),
    }
    return render(request, "oversight/indicators.html", context)


@requires("oversight.view_figures", object_kind="figure", id_parameter="key")
def indicator(request: OfficerRequest, key: str) -> HttpResponse:
    """Show one figure: what it counts, division by division and month by month."""
    figure = _figure(key)
    code = _division(request)
    if not code:
        return choose_a_county(request)
    if len(code) < COUNTY_DIGITS:
        return figures_of_counties(request, code, key)
    county = figures_of(code[:6], request.focus.period, on=clock.today(), key=key)
    if request.GET.get("sheet") == "1":
        return _sheet(request, county, code, str(figure.title))
    before = [month for month in county.months if month.period != str(county.asked.period)]
    shown = list(reversed(before[-MONTHS_SHOWN:]))
    context = {
        **_common(request, county, code),
        "key": key,
        "figure": figure,
        "has_usual": figure.usual is not None,
        "usual": county.usual(key),
        "total": county.line(key, Part(code)),
        "earlier": _earlier(key, Part(code), shown),
        "months": shown,
        "rows": _rows(request, county, key, code, shown),
        "sorts": SORTS,
        "sort": request.GET.get("sort", ""),
        "chart": _chart(county, key, code),
    }
    return render(request, "oversight/indicator.html", context)


@requires("oversight.view_figures", object_kind="figure", id_parameter="key")
def behind(request: OfficerRequest, key: str) -> HttpResponse:
    """List who or what stands behind a figure of a division: what is counted, or the rest of the whole."""
    figure = _figure(key)
    if not request.access.may(figure.permission):
        raise Http404
    code = _division(request)
    if not COUNTY_DIGITS <= len(code) <= figure.deepest:
        raise Http404
    asked = Asked(code[:6], request.focus.period, clock.today())
    side = REST if request.GET.get("side") == REST else COUNTED
    behind_it = counted_in(asked, figure, code, only_here=request.GET.get("only") == "here")
    found = [one for one in behind_it if bool(one.above) == (side == COUNTED)]
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "key": key,
        "figure": figure,
        "code": code,
        "place": name_path(code),
        "side": side,
        "page": page,
        "lines": _behind_lines(figure, asked, page),
    }
    return render(request, "oversight/behind.html", context)


def _figure(key: str) -> Figure:
    if key not in figures():
        raise Http404
    return figures()[key]


def _division(request: OfficerRequest) -> str:
    """Return the division asked for, that in focus if none is; nothing for the whole country."""
    code = request.GET.get("division", "") or request.focus.region
    if not code:
        return ""
    if not code.isdigit() or len(code) not in (2, 4, 6, 9, 12) or not request.access.scope.covers(code):
        raise Http404
    return code


def _common(request: OfficerRequest, county: County, code: str) -> dict[str, Any]:
    """Return what both pages say about the month and the place."""
    month = month_of(code[:6], request.focus.period)
    is_closed = month is not None and month.status == MonthStatus.CLOSED
    return {
        "code": code,
        "place": name_path(code),
        "above": _above(request, code),
        "closed": county.closed,
        "is_closed": is_closed,
        "is_compared": is_closed or comparison_is_current(code[:6], request.focus.period),
        "may_export": request.access.may("oversight.export_figures"),
        "may_see": {key for key, figure in figures().items() if request.access.may(figure.permission)},
    }


def _above(request: OfficerRequest, code: str) -> str:
    above = parent_code(code)
    return above if len(above) >= 6 and request.access.scope.covers(above) else ""


def _sheet(request: OfficerRequest, county: County, code: str, title: str) -> HttpResponse:
    """Hand out figures, divisions and months as a workbook."""
    if not request.access.may("oversight.export_figures"):
        raise PermissionDenied
    name = division_names([code]).get(code, "")
    return hand_out(
        request,
        f"{name}{request.focus.period}{title}",
        HEADINGS,
        sheet_rows(county, code),
        action="oversight.figures_exported",
    )


@dataclass(frozen=True, slots=True)
class DivisionRow:
    """One division as a row: its figure now and in earlier months; `address` leads one level down."""

    name: str
    line: FigureLine
    earlier: Sequence[tuple[str, str]]
    address: str


def _rows(
    request: OfficerRequest, county: County, key: str, code: str, shown: Sequence[KeptMonth]
) -> Sequence[DivisionRow]:
    """Return the divisions right below one as rows, in the order asked for."""
    if len(code) >= figures()[key].deepest:
        return []
    leaves = [county.now[key], *(month.figures.get(key, {}) for month in county.months)]
    rows = [
        DivisionRow(name, county.line(key, part), _earlier(key, part, shown), _address(part))
        for part, name in divisions_of(code, leaves, on=clock.today()).items()
    ]
    return _sorted(rows, request.GET.get("sort", ""))


def _address(part: Part) -> str:
    """Return the way one level down, where there is one."""
    return "" if part.only_here or len(part.code) >= VILLAGE else f"?{urlencode({'division': part.code})}"


def _sorted(rows: list[DivisionRow], sort: str) -> list[DivisionRow]:
    """Put rows in order of their value now; where there is nothing to compare last, whichever way."""
    if sort not in ("value", "-value"):
        return rows
    values = [
        (ratio(row.line.now, is_share=row.line.figure.is_share) if row.line.now else None) for row in rows
    ]
    known = [(value, row) for value, row in zip(values, rows, strict=True) if value is not None]
    known.sort(key=lambda pair: Fraction(pair[0]), reverse=sort == "-value")
    return [row for _, row in known] + [row for value, row in zip(values, rows, strict=True) if value is None]


def _earlier(key: str, part: Part, shown: Sequence[KeptMonth]) -> Sequence[tuple[str, str]]:
    """Return a figure as earlier months were closed, each with its month; one that kept none has none."""
    figure = figures()[key]
    return [
        (
            month.period,
            figure.text(total(part.of(month.figures[key]))) if key in month.figures else "",
        )
        for month in shown
    ]


def _chart(county: County, key: str, code: str) -> Mapping[str, Any] | None:
    """Draw the months as they were closed; nothing to draw before there are two of them."""
    figure = figures()[key]
    months = [month for month in county.months if key in month.figures][-MONTHS_DRAWN:]
    if len(months) <= 1 or len(code) > figure.deepest:
        return None
    values = [ratio(total(inside(month.figures[key], code)), is_share=figure.is_share) for month in months]
    drawn = [None if value is None else _drawn(value * (100 if figure.is_share else 1)) for value in values]
    unit = "%" if figure.is_share else ""
    return chart_lines([month.period for month in months], [(str(figure.title), drawn)], unit=unit)


def _drawn(value: Fraction) -> str:
    """Return a number as the chart draws it: two places, cut off as in the table."""
    hundredths = int(value * 100)
    return f"{hundredths // 100}.{hundredths % 100:02d}"


@dataclass(frozen=True, slots=True)
class BehindLine:
    """One thing behind a figure as a line."""

    line: Line
    place: str


def _behind_lines(figure: Figure, asked: Asked, page: Page[Counted]) -> Sequence[BehindLine]:
    said = figure.lines(asked, [one.key for one in page.object_list])
    codes = {code for one in page.object_list for code in (one.division[:9], one.division)}
    names = division_names(codes)
    return [
        BehindLine(
            said.get(one.key, GONE),
            " / ".join(
                names[code] for code in dict.fromkeys((one.division[:9], one.division)) if code in names
            ),
        )
        for one in page.object_list
    ]
