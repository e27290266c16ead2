"""Shows who is trained, takes courses, sign-ins and scores, and turns the lock on approvals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.selectors import division_names
from doudi.training.catalogue import terms
from doudi.training.forms import CourseForm
from doudi.training.models import Course, Examination
from doudi.training.selectors import (
    Covered,
    audience,
    certificates_of,
    courses_within,
    coverage,
    kinds_required,
    lock_of,
)
from doudi.training.services import ScoreOutOfRange, plan_course, record_results, set_lock

VIEW, KEEP = "training.view_training", "training.keep_training"
SCORE = "score-"


@requires(VIEW)
def training(request: OfficerRequest) -> HttpResponse:
    """Show by township who passed and who did not, the courses, the lock, and one's own certificates."""
    return _page(request, CourseForm(initial={"held_on": clock.today()}))


def _page(request: OfficerRequest, form: CourseForm, *, status: int = 200) -> HttpResponse:
    region, today = request.focus.region[:COUNTY_DIGITS], clock.today()
    is_county = len(region) == COUNTY_DIGITS
    covered = coverage(request.focus.scope, region, today) if is_county else []
    names = division_names(each.division for each in covered)
    context = {
        "is_county": is_county,
        "held": is_county and bool(kinds_required(region, today)),
        "rows": [(names.get(each.division, ""), each) for each in covered],
        "total": _total(covered),
        "courses": [(each, *_counted(each)) for each in courses_within(request.focus.scope)],
        "lock": lock_of(region) if is_county else None,
        "terms": terms(),
        "certificates": certificates_of(request.access.user, region, today),
        "may_keep": is_county and request.access.may(KEEP) and request.access.scope.covers(region),
        "form": form,
    }
    return render(request, "training/training.html", context, status=status)


def _total(covered: Sequence[Covered]) -> Covered:
    lacking = tuple(one for each in covered for one in each.lacking)
    return Covered("", sum(each.due for each in covered), lacking)


def _counted(course: Course) -> tuple[int, int, int]:
    """Return how many were to come to a course, how many came, and the share in whole per cent."""
    expected = _expected(course)
    came = course.sign_ins.filter(user__in=expected).count()
    return len(expected), came, came * 100 // len(expected) if expected else 0


def _expected(course: Course) -> set[int]:
    posts = audience(Scope.of([course.region]), course.held_on)
    return set(posts.values_list("user_id", flat=True))


def _county(request: OfficerRequest) -> str:
    region = request.focus.region[:COUNTY_DIGITS]
    if len(region) < COUNTY_DIGITS or not request.access.scope.covers(region):
        raise Http404
    return region


@requires(KEEP, verbs=("POST",))
def plan(request: OfficerRequest) -> HttpResponse:
    """Plan a course for the county in focus."""
    region, form = _county(request), CourseForm(request.POST)
    if form.is_valid() and attempt(
        form, lambda: plan_course(region, **form.cleaned_data, by=request.access.user, at=clock.now())
    ):
        messages.success(request, "课程已安排。")
        return redirect("training:training")
    return _page(request, form, status=422)


@dataclass(frozen=True, slots=True)
class TraineeLine:
    """Somebody to be trained as one line of a course: where, whether they came, the scores so far."""

    pk: int
    name: str
    place: str
    came: bool
    scores: tuple[Examination, ...]


@requires(VIEW, verbs=("GET", "POST"), posting=KEEP, object_kind="training_course", id_parameter="pk")
def course(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show who is to come, who came and what they scored; take sign-ins and scores."""
    shown = get_object_or_404(courses_within(request.access.scope), pk=pk)
    may_keep = request.access.may(KEEP) and request.access.scope.covers(shown.region)
    if request.method == "POST":
        if not may_keep:
            raise Http404
        try:
            _take_results(request, shown)
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
        else:
            messages.success(request, "签到和成绩已登记。")
        return redirect("training:course", pk=pk)
    due, came, percent = _counted(shown)
    context = {
        "course": shown,
        "lines": _lines(request, shown),
        "due": due,
        "came": came,
        "percent": percent,
        "pass_score": terms().pass_score,
        "today": clock.today(),
        "may_keep": may_keep,
    }
    return render(request, "training/course.html", context)


def _lines(request: OfficerRequest, shown: Course) -> list[TraineeLine]:
    everyone, visible = audience(Scope.of([shown.region]), shown.held_on), request.access.scope
    posts = [post for post in everyone if post.division_id and visible.covers(post.division_id)]
    names = division_names(post.division_id for post in posts if post.division_id)
    came = set(shown.sign_ins.values_list("user_id", flat=True))
    scores: dict[int, list[Examination]] = {}
    for each in shown.examinations.all():
        scores.setdefault(each.user_id, []).append(each)
    lines = {
        post.user_id: TraineeLine(
            pk=post.user_id,
            name=post.user.name,
            place=names.get(post.division_id or "", ""),
            came=post.user_id in came,
            scores=tuple(scores.get(post.user_id, ())),
        )
        for post in posts
    }
    return list(lines.values())


def _take_results(request: OfficerRequest, shown: Course) -> None:
    typed = request.POST
    present = [int(each) for each in typed.getlist("present") if each.isdigit()]
    given = {
        int(name[6:]): typed[name].strip() for name in typed if name[:6] == "score-" and name[6:].isdigit()
    }
    filled = {user: text for user, text in given.items() if text}
    if any(not text.isdigit() for text in filled.values()):
        raise ScoreOutOfRange
    record_results(
        shown,
        present=present,
        scores={user: int(text) for user, text in filled.items()},
        taken_on=_day(typed.get("taken_on", "")),
        expected=_expected(shown),
        by=request.access.user,
        at=clock.now(),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return clock.today()


@requires(KEEP, verbs=("POST",))
def turn_lock(request: OfficerRequest) -> HttpResponse:
    """Turn the lock on approvals of the county in focus on or off."""
    is_on = request.POST.get("is_on") == "1"
    try:
        set_lock(
            _county(request),
            is_on=is_on,
            reason=request.POST.get("reason", ""),
            by=request.access.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已限制未合格人员审批。" if is_on else "已取消审批限制。")
    return redirect("training:training")
