"""Shows the month equation down to the person, and closes the month."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from doudi.audit.handing import hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.county import choose_a_county, county_of
from doudi.common.once import DoneBefore, once
from doudi.common.problems import Refusal
from doudi.common.reports import FORMS
from doudi.documents.models import IssuedPaper
from doudi.documents.selectors import issued_for
from doudi.kernel.dates import Period, whole_years
from doudi.kernel.divisions import TOWNSHIP_DIGITS, parent_code
from doudi.monitoring.models import Month, MonthPart
from doudi.monitoring.rules.equation import Balance, Place
from doudi.monitoring.rules.equation import changes as changes_between
from doudi.monitoring.selectors.closing import Closing, closing_of
from doudi.monitoring.selectors.ledger import people_without_conclusion
from doudi.monitoring.selectors.lines import because_words, equation_of, standing_words
from doudi.monitoring.selectors.list_changes import lists_in, why_changed
from doudi.monitoring.selectors.month import (
    Standpoint,
    closed_months,
    is_as_submitted,
    month_of,
    month_places,
    month_view,
    people_standing,
    sealed_places,
)
from doudi.monitoring.selectors.runs import comparison_is_current, last_run
from doudi.monitoring.services.month import close_month, return_month, submit_month, submit_part
from doudi.monitoring.services.month_papers import KIND, subject_of
from doudi.monitoring.states import MonthStatus, Standing
from doudi.monitoring.views.lacks import Lack, lacks_of
from doudi.regions.selectors import division_names, name_path
from doudi.registry.models import Person

PAGE = 50
SHEET = ("姓名", "年龄", "镇街 / 村居", "归类", "依据")


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
    everyone = month_places(county, request.focus.period)
    view = month_view(code, request.focus.period, everyone)
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
        **(_closing(request, county, everyone) if code == county else {"closing": None}),
        "may_report": request.access.may("monitoring.export_ledger"),
        "may_see_batches": request.access.may("exchange.view_batches"),
        "issued": _issued(request, code),
        "forms": [(key, form.label) for key, form in FORMS.items()],
        "above": _above(request, code),
        "may_submit": request.access.may("monitoring.submit_month") and request.access.scope.covers(county),
        "parts": MonthPart.objects.filter(region=county, period=str(request.focus.period)).count(),
        "part": _part(request, code),
        "may_submit_part": len(code) == TOWNSHIP_DIGITS and request.access.may("monitoring.submit_part"),
        "may_close": request.access.may("monitoring.close_month") and request.access.scope.covers(county),
    }
    return render(request, "monitoring/month.html", context)


def _issued(request: OfficerRequest, code: str) -> IssuedPaper | None:
    """Return the month's report as it was issued, for those who may see a county's."""
    if not request.access.may("documents.view_issued"):
        return None
    return issued_for(KIND, subject_of(code, request.focus.period))


def _closing(request: OfficerRequest, county: str, people: Mapping[int, Place]) -> dict[str, Any]:
    """Return what a county's month page lists before closing."""
    found = closing_of(county, request.focus.period, people)
    return {"closing": found, "lacking": _lacking(request, found)}


@dataclass(frozen=True, slots=True)
class Lacking:
    """A list or number that is missing, where that is mended, and how many rules wait for it."""

    lack: Lack
    rules: int


def _lacking(request: OfficerRequest, closing: Closing) -> list[Lacking]:
    """Return what rules lacked, first what most of them lacked."""
    counted = Counter(
        lack
        for one in closing.not_run
        for lack in dict.fromkeys(lacks_of(request, one.rule, one.skipped, one.empty))
    )
    return [Lacking(lack, rules) for lack, rules in counted.most_common()]


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
    may_export = request.access.may("monitoring.export_ledger")
    if request.GET.get("sheet") == "1":
        if not may_export:
            raise PermissionDenied
        return _people_sheet(request, code, found)
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
        "sheet": urlencode({"division": code, "standing": standing, "sheet": 1}) if may_export else "",
    }
    return render(request, "monitoring/month_people.html", context)


def _people_sheet(request: OfficerRequest, code: str, found: Sequence[Standpoint]) -> HttpResponse:
    """Hand out the people of a division's month, each with where they stand and why."""
    places = [point.place.division for point in found]
    names = division_names([*places, *(place[:TOWNSHIP_DIGITS] for place in places)])
    lines = [_person(point, names) for point in found]
    rows = [(line.name, line.age, line.place, line.standing_label, line.because) for line in lines]
    title = f"{division_names([code]).get(code, '')}{request.focus.period}监测名单"
    return hand_out(request, title, SHEET, rows, action="monitoring.people_exported")


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
        standing_label=standing_words(point.place),
        because=because_words(point.place.because),
    )


@requires("monitoring.view_results")
def changes(request: OfficerRequest) -> HttpResponse:
    """Compare two months: who came, went or moved, and why; the later one may still be open."""
    county = county_of(request)
    if not county:
        return choose_a_county(request)
    period = str(request.focus.period)
    closed = {month.period: month for month in closed_months(county)}
    usual_before, usual_after = _usual_pair(sorted(closed), period)
    asked_before = request.GET.get("before", usual_before)
    after = request.GET.get("after", usual_after)
    before, is_known = closed.get(asked_before), after in closed or after == period
    later = sorted({*closed, period}, reverse=True)
    context = {
        "periods": [(each, each) for each in sorted(closed, reverse=True)],
        "later": [(each, each if each in closed else f"{each}（未月结）") for each in later],
        "before": before,
        "after": after,
        "is_open": after not in closed,
        "is_known": is_known,
        "rows": _change_rows(request, before, Period.parse(after)) if before and is_known else [],
    }
    return render(request, "monitoring/month_changes.html", context)


def _usual_pair(closed: Sequence[str], period: str) -> tuple[str, str]:
    """Return the month in focus and the last one closed before it; without one, the two newest closed."""
    before = [each for each in closed if each < period]
    if before:
        return before[-1], period
    return (closed[-2], closed[-1]) if len(closed) > 1 else ("", period)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One person's change between two closed months as a line."""

    pk: int
    name: str
    place: str
    kind: str
    was: str
    now: str
    because: str


def _change_rows(request: OfficerRequest, before: Month, after: Period) -> list[ChangeLine]:
    changed = changes_between(sealed_places(before), month_places(before.region, after))
    rows = [
        *((place, "新增", "", _stood(place)) for place in changed.came),
        *((place, "移出", _stood(place), "") for place in changed.went),
        *((new, "变更", _stood(old), _stood(new)) for old, new in changed.moved),
    ]
    visible = [row for row in rows if request.access.scope.covers(row[0].division)]
    names = division_names(row[0].division for row in visible)
    people = Person.objects.in_bulk([row[0].person for row in visible])
    then = lists_in(before.region, Period.parse(before.period), people)
    since = lists_in(before.region, after, people)
    return [
        ChangeLine(
            pk=place.person,
            name=people[place.person].name,
            place=names.get(place.division, ""),
            kind=kind,
            was=was,
            now=now,
            because=why_changed(place.person, then, since),
        )
        for place, kind, was, now in visible
    ]


def _stood(place: Place) -> str:
    return f"{standing_words(place)}：{because_words(place.because)}"


@requires("monitoring.submit_part", verbs=("POST",))
def submit_township(request: OfficerRequest) -> HttpResponse:
    """Submit a township's part of the month in focus, or say what is still open."""
    township = request.access.post.division_id
    try:
        with once(request):
            submit_part(township, request.focus.period, by=request.access.user, at=clock.now())
    except DoneBefore as before:
        messages.info(request, before.sentence)
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
        with once(request):
            move(county)
    except DoneBefore as before:
        messages.info(request, before.sentence)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect("monitoring:month")
