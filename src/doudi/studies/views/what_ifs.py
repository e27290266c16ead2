"""Shows what-if studies: asking for one, its progress, its result."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.charts import bars
from doudi.common.kit import Progress
from doudi.common.problems import Refusal
from doudi.jobs.services import enqueue
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.policy.saying import show_value
from doudi.regions.selectors import division_names
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import Proposal
from doudi.rulebook.selectors.obstacles import in_force
from doudi.studies.forms.what_ifs import (
    MOST_CHANGES,
    StudyForm,
    WhatIfValueForm,
    parameter_choices,
    titles_touched,
    value_forms,
)
from doudi.studies.models import WhatIfStudy
from doudi.studies.selectors.objections import LOSER_THRESHOLD
from doudi.studies.selectors.studies import (
    changes_shown,
    is_stale,
    programme_lines,
    scene_of,
    sheets_of_region,
    studies_within,
    town_tallies,
)
from doudi.studies.services.what_ifs import request_study, request_study_of
from doudi.studies.states import StudyStatus

PAGE = 30
CHART_TOWNS = 12
INVALID = 400


@requires("studies.run_study")
def studies(request: OfficerRequest) -> HttpResponse:
    """List the studies of the place in focus."""
    region = request.focus.region[:COUNTY_DIGITS]
    page = Paginator(studies_within(request.focus.scope), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "families": sheets_of_region(region).count(), "region": region}
    return render(request, "studies/studies.html", context)


@requires("studies.run_study", verbs=("GET", "POST"))
def new_study(request: OfficerRequest) -> HttpResponse:
    """Choose parameters and the values to try, then ask for the study."""
    region, rules = request.focus.region[:COUNTY_DIGITS], book()
    act = request.POST.get("act", "")
    keys = [key for key in request.POST.getlist("key") if key in rules.definitions][:MOST_CHANGES]
    if act == "add" and request.POST.get("chosen") in rules.definitions and len(keys) < MOST_CHANGES:
        keys.append(str(request.POST["chosen"]))
    keys = [key for key in dict.fromkeys(keys) if act != f"remove:{key}"]
    form = StudyForm(request.POST or None, initial={"on": clock.today()})
    on = _day(form)
    forms = value_forms(rules, region, on, keys, request.POST or None)
    if act == "run":
        answer = _asked_for(request, region, form, forms)
        if answer is not None:
            return answer
    held = rules.parameters(region, on)
    context = {
        "form": form if act == "run" else StudyForm(initial=_typed(request, on)),
        "rows": [(each, show_value(each.definition, held[each.definition.key].value)
                  if each.definition.key in held else "没有设定") for each in forms],
        "choices": parameter_choices(rules, keys),
        "touched": titles_touched(rules, keys),
        "families": sheets_of_region(region).count(),
        "is_full": len(keys) >= MOST_CHANGES,
    }  # fmt: skip
    wrong = act == "run"
    return render(request, "studies/study_new.html", context, status=INVALID if wrong else 200)


def _day(form: StudyForm) -> date:
    if form.is_bound:
        form.is_valid()
        typed: date | None = form.cleaned_data.get("on")
        return typed or clock.today()
    return clock.today()


def _typed(request: OfficerRequest, on: date) -> dict[str, Any]:
    return {"title": request.POST.get("title", ""), "on": on}


def _asked_for(
    request: OfficerRequest, region: str, form: StudyForm, forms: list[WhatIfValueForm]
) -> HttpResponse | None:
    """Queue the study if everything is filled in; otherwise the page says what is not."""
    valid = [each.is_valid() for each in forms]
    if not form.is_valid() or not all(valid):
        return None
    try:
        study = request_study(
            region=region,
            on=form.cleaned_data["on"],
            title=form.cleaned_data["title"],
            changes=[each.change() for each in forms],
            by=request.access.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return None
    return _queued(request, study)


def _queued(request: OfficerRequest, study: WhatIfStudy) -> HttpResponse:
    enqueue(
        "rulebook.run_study",
        study.pk,
        request.access.user.pk,
        key=str(study.pk),
        place=study.region,
        by=request.access.user,
        at=clock.now(),
    )
    return redirect("studies:study", study.pk)


@requires("studies.run_study", verbs=("GET", "POST"), object_kind="proposal", id_parameter="pk")
def study_change(request: OfficerRequest, pk: int) -> HttpResponse:
    """Study a proposal: the totals then stand with it, for whoever approves."""
    proposal = get_object_or_404(Proposal.objects.filter(request.access.scope.q("region")), pk=pk)
    if request.method == "POST":
        try:
            study = request_study_of(proposal, by=request.access.user, at=clock.now())
        except Refusal as refusal:
            messages.error(request, refusal.sentence)
            return redirect("studies:study_change", pk)
        return _queued(request, study)
    context = {
        "proposal": proposal,
        "studies": proposal.what_ifs.select_related("requested_by"),
        "families": sheets_of_region(proposal.region).count(),
    }
    return render(request, "studies/study_change.html", context)


def visible_study(request: OfficerRequest, pk: int) -> WhatIfStudy:
    """Return a study the person may see; a foreign one does not exist."""
    return get_object_or_404(studies_within(request.access.scope), pk=pk)


@requires("studies.run_study", object_kind="what_if_study", id_parameter="pk")
def study(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a study: how far it is, or what it came to."""
    shown = visible_study(request, pk)
    if shown.status != StudyStatus.DONE:
        return render(request, "studies/study.html", {"study": shown, "progress": _progress(shown)})
    return render(request, "studies/study.html", result_of(shown))


def result_of(shown: WhatIfStudy) -> Mapping[str, Any]:
    """Return everything a finished study shows."""
    scene = scene_of(shown)
    towns = town_tallies(shown)
    names = division_names([*towns, shown.region])
    lines = programme_lines(shown, scene.base)
    losing = shown.tally["leaving"] + shown.tally["lowered"]
    return {
        "study": shown,
        "place": names.get(shown.region, shown.region),
        "changes": changes_shown(shown, scene),
        "lines": [line for line in lines if line.is_touched],
        "nobody": [line for line in lines if not (line.is_touched or line.lacking or line.total.waiting)],
        "waiting": [line for line in lines if line.total.waiting],
        "left_out": [line for line in lines if line.lacking],
        "towns": [(names.get(code, code), code, tally) for code, tally in towns.items()],
        "losing": losing,
        "chart": _chart(names, towns),
        "is_stale": is_stale(shown),
        **_threshold(shown, losing),
    }


def _chart(names: Mapping[str, str], towns: Mapping[str, Any]) -> Mapping[str, Any] | None:
    losing = [(names.get(code, code), tally.losing) for code, tally in towns.items() if tally.losing]
    shown = sorted(losing, key=lambda part: -part[1])[:CHART_TOWNS]
    return bars(shown, unit="户次") if shown else None


def _threshold(shown: WhatIfStudy, losing: int) -> Mapping[str, Any]:
    """Say whether so many would lose that the next level must approve."""
    held = in_force(shown.region, LOSER_THRESHOLD, shown.on)
    aided = shown.tally["aided"]
    share = Fraction(losing, aided) if aided else Fraction(0)
    waiting = shown.tally.get("waiting", 0)
    # who has no result yet may lose as well
    most = Fraction(losing + waiting, aided + waiting) if aided + waiting else Fraction(0)
    permille = share.numerator * 1000 // share.denominator
    return {
        "share": f"{permille // 10}.{permille % 10}%",
        "threshold": show_value(book().definitions[LOSER_THRESHOLD], held.value) if held else "",
        "needs_above": isinstance(held.value, Fraction | int) and most > held.value if held else False,
    }


@requires("studies.run_study", object_kind="what_if_study", id_parameter="pk")
def study_progress(request: OfficerRequest, pk: int) -> HttpResponse:
    """Answer the page that asks how far a study is."""
    shown = visible_study(request, pk)
    answer = render(request, "studies/_study_progress.html", {"progress": _progress(shown)})
    if shown.status in (StudyStatus.DONE, StudyStatus.FAILED):
        answer["HX-Refresh"] = "true"
    return answer


@requires("studies.run_study", verbs=("POST",), object_kind="what_if_study", id_parameter="pk")
def study_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for the same study again, with today's facts and rules."""
    old = visible_study(request, pk)
    try:
        if old.proposal:
            again = request_study_of(old.proposal, by=request.access.user, at=clock.now())
        else:
            again = request_study(
                region=old.region,
                on=old.on,
                title=old.title,
                changes=old.changes,
                by=request.access.user,
                at=clock.now(),
            )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("studies:study", pk)
    return _queued(request, again)


def _progress(shown: WhatIfStudy) -> Progress:
    over = shown.status == StudyStatus.FAILED
    label = {"QUEUED": "正在排队", "RUNNING": "正在试算", "FAILED": "没有算完"}.get(shown.status, "算完了")
    return Progress(
        label=label,
        done=shown.done,
        total=shown.total,
        address=reverse("studies:study_progress", args=[shown.pk]),
        is_over=over,
        tone="bad" if over else "",
        sentence=shown.problem or "可以离开本页，算完后在“政策试算”里看结果。正式数据不会改动。",
    )


def study_or_404(request: OfficerRequest, pk: int) -> WhatIfStudy:
    """Return a finished study the person may see."""
    shown = visible_study(request, pk)
    if shown.status != StudyStatus.DONE:
        raise Http404
    return shown
