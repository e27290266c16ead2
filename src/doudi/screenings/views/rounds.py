"""Shows screening rounds, and opens, compares, closes and hands out one."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.county import choose_a_county, county_of
from doudi.common.forms import DateInput, told
from doudi.common.problems import Refusal
from doudi.kernel.dates import Period
from doudi.regions.selectors import division_names
from doudi.screenings.catalogue import drawing
from doudi.screenings.models import Screening
from doudi.screenings.selectors.drawing import lists_lacking
from doudi.screenings.selectors.rounds import (
    MemberFilter,
    filtered_members,
    groups_of,
    member_lines,
    screenings_within,
    township_progress,
)
from doudi.screenings.services.export import screening_workbook
from doudi.screenings.services.rounds import close_screening, compare_screening, open_screening
from doudi.screenings.states import OUTCOMES_OF, ScreeningGround, ScreeningKind, ScreeningStatus

PAGE = 50
EARLIEST = Period(2000, 1)
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPENS = "monitoring.run_match"
LISTS = {"dibao": "低保", "tekun": "特困", "temporary_relief": "临时救助"}


class RoundForm(forms.Form):
    """What to go through, over which month's lists, until when."""

    kind = forms.ChoiceField(label=_("排查内容"), choices=ScreeningKind)
    period = forms.RegexField(
        label=_("名册月份"), regex=r"^\d{4}-(0[1-9]|1[0-2])$", help_text=_("写成 2026-10。"),
        error_messages={"invalid": _("名册月份写成四位年、两位月，例如 2026-10。")},
    )  # fmt: skip
    due_on = forms.DateField(label=_("截止日"), widget=DateInput())

    def clean_period(self) -> Period:
        """Return the month; a month that is none, or lies ahead, has no lists to draw from."""
        try:
            month = Period.parse(self.cleaned_data["period"])
        except ValueError as error:
            raise forms.ValidationError(_("名册月份写成四位年、两位月，例如 2026-10。")) from error
        if not EARLIEST <= month <= Period.of(clock.today()):
            raise forms.ValidationError(_("名册月份不能晚于本月，也不能早于 2000 年。请另填一个月。"))
        return month


@requires("monitoring.view_ledger", verbs=("GET", "POST"), posting=OPENS)
def screenings(request: OfficerRequest) -> HttpResponse:
    """List the rounds of a county; open one for who may run comparisons."""
    county = county_of(request)
    if not county:
        return choose_a_county(request)
    may_open = request.access.may(OPENS) and request.access.scope.covers(county)
    if request.method == "POST" and not may_open:
        raise Http404
    form = RoundForm(request.POST or None, initial={"period": str(request.focus.period)})
    if form.is_valid():
        opened = _opened(request, county, form)
        if opened is not None:
            return redirect("screenings:screening", pk=opened.pk)
    on, scope = clock.today(), request.focus.scope
    rounds = list(screenings_within(scope).filter(region=county))
    lines = [(each, township_progress(each, scope, on=on)) for each in rounds]
    context = {
        "lines": [
            (each, sum(row.due for row in rows), sum(row.done for row in rows)) for each, rows in lines
        ],
        "form": form,
        "may_open": may_open,
    }
    return render(request, "screenings/rounds.html", context, status=422 if form.errors else 200)


def _opened(request: OfficerRequest, county: str, form: RoundForm) -> Screening | None:
    try:
        made = open_screening(region=county, by=request.access.user, at=clock.now(), **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return None
    messages.success(request, "这一轮排查已经开始，名单已按名册抽出。")
    return made


@requires("monitoring.view_ledger", object_kind="screening", id_parameter="pk")
def screening(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a round: how far each township is, and its people as filtered."""
    shown = _found(request, pk)
    wanted, scope = _wanted(request), request.access.scope
    page = Paginator(filtered_members(shown, scope, wanted), PAGE).get_page(request.GET.get("page"))
    rows = township_progress(shown, scope, on=clock.today())
    names = division_names(row.township for row in rows)
    lacking = lists_lacking(shown, [row.township for row in rows])
    may_run = request.access.may(OPENS) and scope.covers(shown.region)
    context: dict[str, Any] = {
        "screening": shown,
        "is_tekun": shown.kind == ScreeningKind.TEKUN,
        "is_joint": shown.kind == ScreeningKind.JOINT,
        "groups": groups_of(shown, scope),
        "rows": [
            (
                names.get(row.township, "区划未确定"),
                row,
                "、".join(LISTS[source] for source in lacking[row.township]),
            )
            for row in rows
        ],
        "due": sum(row.due for row in rows),
        "done": sum(row.done for row in rows),
        "page": page,
        "lines": member_lines(page.object_list),
        "wanted": wanted,
        "townships": [(row.township, names.get(row.township, "区划未确定")) for row in rows],
        "grounds": ScreeningGround.choices,
        "outcomes": [(each.value, each.label) for each in OUTCOMES_OF[shown.kind]],
        "query": request.GET.urlencode(),
        "may_run": may_run and shown.status == ScreeningStatus.OPEN,
        "may_export": request.access.may("monitoring.export_ledger"),
        "is_verified": drawing().verified,
        "old_age": drawing().old_age.value,
        "relief_months": drawing().relief_months,
    }
    return render(request, "screenings/round.html", context)


def _wanted(request: OfficerRequest) -> MemberFilter:
    asked = request.GET
    return MemberFilter(
        township=asked.get("township", ""),
        ground=asked.get("ground", ""),
        outcome=asked.get("outcome", ""),
        waiting=bool(asked.get("waiting")),
        mine=request.access.user.pk if asked.get("mine") else 0,
    )


def _found(request: OfficerRequest, pk: int) -> Screening:
    return get_object_or_404(screenings_within(request.access.scope), pk=pk)


@requires(OPENS, verbs=("POST",), object_kind="screening", id_parameter="pk")
def compare(request: OfficerRequest, pk: int) -> HttpResponse:
    """Compare the people of a round with the aid lists."""
    shown = _of_the_county(request, pk)
    by, at = request.access.user, clock.now()
    done = "已按现有名册比对；名册不全的乡镇没有算作已比对。"
    told(request, lambda: compare_screening(shown, by=by, at=at), done)
    return redirect("screenings:screening", pk=pk)


@requires(OPENS, verbs=("POST",), object_kind="screening", id_parameter="pk")
def close(request: OfficerRequest, pk: int) -> HttpResponse:
    """Close a round everyone of which is done."""
    shown = _of_the_county(request, pk)
    by, at = request.access.user, clock.now()
    told(request, lambda: close_screening(shown, by=by, at=at), "这一轮排查已经结案。")
    return redirect("screenings:screening", pk=pk)


def _of_the_county(request: OfficerRequest, pk: int) -> Screening:
    found = _found(request, pk)
    if not request.access.scope.covers(found.region):
        raise Http404
    return found


@requires("monitoring.export_ledger", object_kind="screening", id_parameter="pk")
def export(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand out the people of a round as filtered; numbers are masked, the act audited."""
    shown = _found(request, pk)
    members = filtered_members(shown, request.access.scope, _wanted(request))
    county = division_names([shown.region]).get(shown.region, "")
    title = f"{county}{shown.get_kind_display()}名单"
    by, at = request.access.user, clock.now()
    made = screening_workbook(shown, members, title=title, made_by=by.name, at=at)
    audit.record(
        "monitoring.screening_exported",
        subject_type="screening",
        subject_id=str(shown.pk),
        by=by,
        at=at,
        division=shown.region,
        details={"rows": made.rows, "trace": made.trace},
    )
    answer = HttpResponse(made.content, content_type=XLSX)
    name = quote(f"{title}-{clock.today():%Y%m%d}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename=\"screening.xlsx\"; filename*=UTF-8''{name}"
    return answer
