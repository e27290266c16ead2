"""Shows the month equation down to the person, and closes the month."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.kernel.dates import whole_years
from doudi.kernel.divisions import parent_code
from doudi.monitoring.catalogue import rules
from doudi.monitoring.models import Month, MonthPart, MonthPerson
from doudi.monitoring.rules.equation import Balance
from doudi.monitoring.selectors.ledger import people_without_conclusion
from doudi.monitoring.selectors.lines import equation_of
from doudi.monitoring.selectors.month import (
    Standpoint,
    closed_months,
    is_as_submitted,
    month_changes,
    month_of,
    month_view,
    people_standing,
)
from doudi.monitoring.selectors.runs import comparison_is_current, last_run
from doudi.monitoring.services.month import close_month, return_month, submit_month, submit_part
from doudi.monitoring.states import MonthStatus, Standing
from doudi.monitoring.views.county import choose_a_county, county_of
from doudi.regions.selectors import division_names, name_path
from doudi.registry.states import Programme

PAGE = 50
TOWNSHIP_DIGITS = 9


@dataclass(frozen=True, slots=True)
class DivisionLine:
    """One division's equation as a line; `address` leads one level down, where there is one."""

    code: str
    name: str
    balance: Balance
    address: str


@requires("monitoring.view_results")
def month(request: OfficerRequest) -> HttpResponse:
    """Show the month equation of a division and of those right below it."""
    county = county_of(request)
    if not county:
        return choose_a_county(request)
    code = _division(request)
    view = month_view(code, request.focus.period)
    stands = month_of(county, request.focus.period)
    is_current = comparison_is_current(county, request.focus.period)
    is_closed = stands is not None and stands.status == MonthStatus.CLOSED
    names = division_names(view.below)
    context = {
        "equation": equation_of(view.total, code, is_compared=is_current or is_closed),
        "title": f"{name_path(code)}　{request.focus.period.first_day:%Y年%-m月}",
        "lines": [_line(request, below, names, balance) for below, balance in view.below.items()],
        "code": code,
        "county": county,
        "month": stands,
        "status": MonthStatus(stands.status) if stands else MonthStatus.OPEN,
        "run": last_run(county, request.focus.period),
        "is_current": is_current,
        "is_as_submitted": is_as_submitted(county, request.focus.period),
        "waiting": people_without_conclusion(county, request.focus.period),
        "above": _above(request, code),
        "may_submit": request.access.may("monitoring.submit_month") and request.access.scope.covers(county),
        "parts": MonthPart.objects.filter(region=county, period=str(request.focus.period)).count(),
        "part": _part(request, code),
        "may_submit_part": len(code) == TOWNSHIP_DIGITS and request.access.may("monitoring.submit_part"),
        "may_close": request.access.may("monitoring.close_month") and request.access.scope.covers(county),
    }
    return render(request, "monitoring/month.html", context)


def _part(request: OfficerRequest, code: str) -> MonthPart | None:
    parts = MonthPart.objects.filter(township=code[:TOWNSHIP_DIGITS], period=str(request.focus.period))
    return parts.select_related("submitted_by").first()


def _division(request: OfficerRequest) -> str:
    code = request.GET.get("division", "") or request.focus.region
    if not code.isdigit() or not request.access.scope.covers(code):
        raise Http404
    return code


def _above(request: OfficerRequest, code: str) -> str:
    above = parent_code(code)
    return above if len(above) >= 6 and request.access.scope.covers(above) else ""


def _line(request: OfficerRequest, code: str, names: Mapping[str, str], balance: Balance) -> DivisionLine:
    deeper = reverse("monitoring:month" if len(code) == 9 else "monitoring:month_people")
    return DivisionLine(
        code=code,
        name=names.get(code, "区划未确定"),
        balance=balance,
        address=f"{deeper}?{urlencode({'division': code})}",
    )


@requires("monitoring.view_results")
def people(request: OfficerRequest) -> HttpResponse:
    """Show who stands where in a division's month."""
    if not county_of(request):
        return choose_a_county(request)
    code = _division(request)
    standing = request.GET.get("standing", "")
    found = people_standing(code, request.focus.period, standing if standing in Standing else "")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    names = division_names(
        part for point in page.object_list for part in (point.place.division[:9], point.place.division)
    )
    context = {
        "page": page,
        "lines": [_person(point, names) for point in page.object_list],
        "code": code,
        "place": name_path(code),
        "standing": standing,
        "standings": Standing.choices,
    }
    return render(request, "monitoring/month_people.html", context)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person's place in the month as one line."""

    pk: int
    name: str
    age: int
    place: str
    standing: str
    standing_label: str
    because: str


def _person(point: Standpoint, names: Mapping[str, str]) -> PersonLine:
    codes = dict.fromkeys((point.place.division[:9], point.place.division))
    return PersonLine(
        pk=point.person.pk,
        name=point.person.name,
        age=whole_years(point.person.born_on, clock.today()),
        place=" / ".join(names[code] for code in codes if code in names),
        standing=point.place.standing,
        standing_label=str(Standing(point.place.standing).label),
        because=_because(point.place.because),
    )


def _because(key: str) -> str:
    titles = {rule.id: rule.title for rule in rules()}
    known = {"monitored": "监测对象，尚无人认领", "watch_register": "备案登记", **titles}
    return known.get(key) or str(Programme(key).label)


@requires("monitoring.view_results")
def changes(request: OfficerRequest) -> HttpResponse:
    """Compare the sealed lists of two closed months: who came, went or moved, and why."""
    county = county_of(request)
    if not county:
        return choose_a_county(request)
    closed = {month.period: month for month in closed_months(county)}
    before, after = closed.get(request.GET.get("before", "")), closed.get(request.GET.get("after", ""))
    if len(closed) > 1 and not (before and after):
        newest = sorted(closed)
        before, after = closed[newest[-2]], closed[newest[-1]]
    context = {
        "periods": [(period, period) for period in sorted(closed, reverse=True)],
        "before": before,
        "after": after,
        "rows": _change_rows(request, before, after) if before and after else [],
    }
    return render(request, "monitoring/month_changes.html", context)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One person's change between two closed months as a line."""

    pk: int
    name: str
    place: str
    kind: str
    was: str
    now: str


def _change_rows(request: OfficerRequest, before: Month, after: Month) -> list[ChangeLine]:
    changed = month_changes(before, after)
    rows = [
        *((row, "新增", "", _standing(row)) for row in changed.came),
        *((row, "移出", _standing(row), "") for row in changed.went),
        *((new, "变更", _standing(old), _standing(new)) for old, new in changed.moved),
    ]
    visible = [row for row in rows if request.access.scope.covers(row[0].division)]
    names = division_names(row[0].division for row in visible)
    return [
        ChangeLine(row.person_id, row.person.name, names.get(row.division, ""), kind, was, now)
        for row, kind, was, now in visible
    ]


def _standing(row: MonthPerson) -> str:
    return f"{row.get_standing_display()}：{_because(row.because)}"


@requires("monitoring.submit_part", verbs=("POST",))
def submit_township(request: OfficerRequest) -> HttpResponse:
    """Submit a township's part of the month in focus, or say what is still open."""
    township = request.access.post.division_id
    try:
        submit_part(township, request.focus.period, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "本镇本月已提交县级。")
    return redirect("monitoring:month")


@requires("monitoring.submit_month", verbs=("POST",))
def submit(request: OfficerRequest) -> HttpResponse:
    """Submit the month in focus for closing."""
    return _move(
        request,
        lambda county: submit_month(county, request.focus.period, by=request.access.user, at=clock.now()),
        "本月已提交，请另一位同事复核月结。",
    )


@requires("monitoring.close_month", verbs=("POST",))
def send_back(request: OfficerRequest) -> HttpResponse:
    """Send the submitted month back with the reason."""
    reason = request.POST.get("reason", "").strip()
    return _move(
        request,
        lambda county: return_month(
            county, request.focus.period, by=request.access.user, at=clock.now(), reason=reason
        ),
        "本月已退回，可以继续修改。",
    )


@requires("monitoring.close_month", verbs=("POST",))
def close(request: OfficerRequest) -> HttpResponse:
    """Close the submitted month."""
    return _move(
        request,
        lambda county: close_month(county, request.focus.period, by=request.access.user, at=clock.now()),
        "本月已月结，名册和台账封存。",
    )


def _move(request: OfficerRequest, move: Callable[[str], Month], done: str) -> HttpResponse:
    county = county_of(request)
    if not county or not request.access.scope.covers(county):
        raise Http404
    try:
        move(county)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect("monitoring:month")
