"""Shows whom a county looks after, one file a person, and takes entries, checks and departures."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.audit import services as audit
from doudi.circumstances.forms.caring import CareCheckForm, CareForm, LeavingForm, PeriodForm
from doudi.circumstances.models import CareRecord
from doudi.circumstances.selectors.caring import (
    CareFile,
    care_counts,
    care_files,
    care_of,
    care_within,
    cared_people,
    days_until_review,
    review_days,
    stale_care,
    standing_care,
)
from doudi.circumstances.services.caring import check_care, enter_care, leave_care, set_review_period
from doudi.circumstances.states import CareKind, ReviewSubject
from doudi.circumstances.views.sheets import hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt, first_error
from doudi.kernel.dates import whole_years
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.selectors import division_names, name_path
from doudi.registry.models import Person
from doudi.registry.selectors import people_within, who_stands_for

KEEP, ROUND = "circumstances.keep_care", "circumstances.open_round"
PAGE = 50
HEADINGS = ("姓名", "性别", "年龄", "乡镇 / 村居", "类别", "最近核实", "状态")


@dataclass(frozen=True, slots=True)
class CareLine:
    """A care file as one line of a list."""

    file: CareFile
    age: int
    place: str


@requires("registry.view_person")
def cared_for(request: OfficerRequest) -> HttpResponse:
    """List the people looked after in the division in focus; `?stale=1` only those to check again."""
    today, scope, region = clock.today(), request.focus.scope, request.focus.region
    kind, only_stale = request.GET.get("kind", ""), request.GET.get("stale") == "1"
    stale, days = stale_care(scope, on=today), review_days(ReviewSubject.CARE)
    records = stale if only_stale else standing_care(scope, on=today)
    if kind in CareKind:
        records = records.filter(kind=kind)
    people = cared_people(records)
    if request.GET.get("sheet") == "1":
        return _sheet(request, people)
    page = Paginator(people, PAGE).get_page(request.GET.get("page"))
    counts = care_counts(scope, request.focus.period)
    context = {
        "page": page,
        "lines": _lines(care_files(page.object_list, scope=scope, on=today)),
        "kinds": CareKind.choices,
        "kind": kind,
        "only_stale": only_stale,
        "stale_count": cared_people(stale).count(),
        "counts": [(label, counts[each]) for each, label in CareKind.choices],
        "total": counts[""],
        "days": days.of(region),
        "days_words": days.in_words(region),
        "may_set": request.access.may(ROUND) and len(region) == COUNTY_DIGITS,
        "period_form": PeriodForm(initial={"days": days.of(region)}),
    }
    return render(request, "circumstances/cared_for.html", context)


def _lines(files: Iterable[CareFile]) -> list[CareLine]:
    every = list(files)
    names = division_names(code for each in every for code in _codes(each.person))
    return [
        CareLine(
            each,
            whole_years(each.person.born_on, clock.today()),
            " / ".join(dict.fromkeys(names[code] for code in _codes(each.person) if code in names)),
        )
        for each in every
    ]


def _codes(person: Person) -> tuple[str, str]:
    return (person.division[:9], person.division)


def _sheet(request: OfficerRequest, people: Iterable[Person]) -> HttpResponse:
    files = care_files(people, scope=request.focus.scope, on=clock.today())
    rows = [
        (
            line.file.person.name,
            line.file.person.get_sex_display(),
            line.age,
            line.place,
            "、".join(line.file.kinds),
            line.file.checked_on.isoformat(),
            "待复核" if line.file.is_stale else "在期",
        )
        for line in _lines(files)
    ]
    return hand_out(request, "关爱对象名单", HEADINGS, rows)


@requires(ROUND, verbs=("POST",))
def review_period(request: OfficerRequest) -> HttpResponse:
    """Take the number of days after which a care record is to be checked again."""
    form, region = PeriodForm(request.POST), request.focus.region
    if len(region) != COUNTY_DIGITS:
        messages.error(request, "请先在页面上方切换到本县，再设定周期。")
    elif form.is_valid() and attempt(
        form,
        lambda: set_review_period(
            region,
            subject=ReviewSubject.CARE,
            days=form.cleaned_data["days"],
            by=request.access.user,
            at=clock.now(),
        ),
    ):
        messages.success(request, "复核周期已设定，待复核名单按新的天数列出。")
    else:
        messages.error(request, first_error(form))
    return redirect("circumstances:cared_for")


@requires(
    "registry.view_person", verbs=("GET", "POST"), posting=KEEP, object_kind="person", id_parameter="pk"
)
def care_file(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one person's care file with all its changes, and take another label."""
    person = get_object_or_404(people_within(request.access.scope), pk=who_stands_for().get(pk, pk))
    may_keep = request.access.may(KEEP)
    form = CareForm(request.POST or None, initial={"valid_from": clock.today()})
    if request.method == "POST" and form.is_valid():
        entered = attempt(
            form,
            lambda: enter_care(person, by=request.access.user, at=clock.now(), **form.cleaned_data),
        )
        if entered:
            messages.success(request, "已登记，登记日算第一次核实。")
            return redirect("circumstances:care_file", pk=person.pk)
    _record_look(request, person)
    context = {
        "person": person,
        "age": whole_years(person.born_on, clock.today()),
        "place": name_path(person.division),
        "records": [(record, list(record.checks.all())) for record in care_of(person)],
        "form": form,
        "check_form": CareCheckForm(initial={"checked_on": clock.today()}, auto_id=False),
        "leaving_form": LeavingForm(initial={"left_on": clock.today()}, auto_id=False),
        "may_keep": may_keep,
        "days": days_until_review(person.division, ReviewSubject.CARE),
    }
    return render(request, "circumstances/care_file.html", context, status=422 if form.errors else 200)


def _record_look(request: OfficerRequest, person: Person) -> None:
    audit.record(
        "registry.care_viewed",
        subject_type="person",
        subject_id=str(person.pk),
        by=request.access.user,
        at=clock.now(),
        division=person.division,
    )


@requires(KEEP, verbs=("POST",), object_kind="care_record", id_parameter="pk")
def check(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take that a record still holds."""
    record, form = _record(request, pk), CareCheckForm(request.POST)
    done = form.is_valid() and attempt(
        form, lambda: check_care(record, by=request.access.user, at=clock.now(), **form.cleaned_data)
    )
    _say(request, "核实已登记，从核实日重新计算。" if done else "", first_error(form))
    return redirect("circumstances:care_file", pk=record.person_id)


@requires(KEEP, verbs=("POST",), object_kind="care_record", id_parameter="pk")
def leave(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take why somebody is no longer looked after."""
    record, form = _record(request, pk), LeavingForm(request.POST)
    done = form.is_valid() and attempt(
        form, lambda: leave_care(record, by=request.access.user, at=clock.now(), **form.cleaned_data)
    )
    _say(request, "已移出，档案留存可查，次月起不再计数。" if done else "", first_error(form))
    return redirect("circumstances:care_file", pk=record.person_id)


def _record(request: OfficerRequest, pk: int) -> CareRecord:
    return get_object_or_404(care_within(request.access.scope).select_related("person"), pk=pk)


def _say(request: OfficerRequest, done: str, wrong: str) -> None:
    if done:
        messages.success(request, done)
    else:
        messages.error(request, wrong)
