"""Shows whom a study would take something from, with both computation sheets, and prints its papers."""

from __future__ import annotations

import json
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.kernel.masking import mask_name
from doudi.policy.assessment import assess
from doudi.policy.sheet import Sheet
from doudi.policy.writing import sheet_of
from doudi.regions.selectors import division_names
from doudi.studies.models import StudyLine
from doudi.studies.rules.sheets import merged_lines, refusals
from doudi.studies.selectors.studies import losers_of, names_of_lines, scene_of
from doudi.studies.services.printing import clerk_paper, resident_paper
from doudi.studies.services.study_papers import memo, workbook
from doudi.studies.services.what_ifs import record_losers_seen
from doudi.studies.views.trying import as_pdf
from doudi.studies.views.what_ifs import result_of, study_or_404

PAGE = 50
BEFORE, AFTER = "before", "after"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires("studies.run_study", object_kind="what_if_study", id_parameter="pk")
def losers(request: OfficerRequest, pk: int) -> HttpResponse:
    """List those who would leave or get less; looking is written down."""
    study = study_or_404(request, pk)
    page = Paginator(losers_of(study, request.access.scope), PAGE).get_page(request.GET.get("page"))
    lines = list(page.object_list)
    names = names_of_lines(lines)
    sees = request.access.may("registry.view_household")
    places = division_names([code for line in lines for code in (line.division, line.division[:9])])
    titles = {code: each.title for code, each in scene_of(study).base.programmes.items()}
    record_losers_seen(study, by=request.access.user, at=clock.now(), rows=len(lines), how="page")
    context = {
        "study": study,
        "page": page,
        "lines": [
            {
                "line": line,
                "name": names[line.pk] if sees else mask_name(names[line.pk]),
                "town": places.get(line.division[:9], ""),
                "village": places.get(line.division, "") if len(line.division) > 9 else "",
                "programme": titles.get(line.programme, line.programme),
                "loss_fen": line.before_fen - line.after_fen,
            }
            for line in lines
        ],
    }
    return render(request, "studies/study_losers.html", context)


def _line(request: OfficerRequest, pk: int, line: int) -> StudyLine:
    study = study_or_404(request, pk)
    lines = study.lines.filter(request.access.scope.q("division")).select_related("sheet", "study")
    return get_object_or_404(lines, pk=line)


def _sheet(line: StudyLine, which: str) -> Sheet:
    """Return a family's sheet by the rules before or after the change, worked out again."""
    scene = scene_of(line.study)
    rules = scene.base if which == BEFORE else scene.changed
    county = line.division[:6]
    return sheet_of(assess(rules, line.programme, county, scene.on, json.loads(line.sheet.facts)))


@requires("studies.run_study", object_kind="study_line", id_parameter="line")
def loser(request: OfficerRequest, pk: int, line: int) -> HttpResponse:
    """Show one family before and after, step beside step where they differ."""
    shown = _line(request, pk, line)
    before, after = _sheet(shown, BEFORE), _sheet(shown, AFTER)
    programme = scene_of(shown.study).base.programmes[shown.programme]
    record_losers_seen(shown.study, by=request.access.user, at=clock.now(), rows=1, how="sheet")
    name = names_of_lines([shown])[shown.pk]
    context = {
        "study": shown.study,
        "line": shown,
        "name": name if request.access.may("registry.view_household") else mask_name(name),
        "programme": programme,
        "unit": programme.steps[programme.outcome.amount].unit,
        "reasons": refusals(after),
        "steps": _side_by_side(before, after),
    }
    return render(request, "studies/study_loser.html", context)


def _side_by_side(before: Sheet, after: Sheet) -> list[dict[str, Any]]:
    """Return the steps that come out otherwise, in the order of the rules."""
    was = {(step.line.step, step.members): step for step in merged_lines(before)}
    now = {(step.line.step, step.members): step for step in merged_lines(after)}
    keys = list(dict.fromkeys([*was, *now]))
    pairs = [(was.get(key), now.get(key)) for key in keys]
    return [
        {"who": (left or right).who, "label": (left or right).line.label, "left": left, "right": right}  # type: ignore[union-attr]
        for left, right in pairs
        if (left and left.line.result) != (right and right.line.result)
    ]


@requires("studies.run_study", object_kind="study_line", id_parameter="line")
def loser_paper(request: OfficerRequest, pk: int, line: int, which: str, kind: str) -> HttpResponse:
    """Print one family's sheet by the rules before or after the change."""
    if which not in (BEFORE, AFTER) or kind not in ("resident", "clerk"):
        raise Http404
    shown = _line(request, pk, line)
    place = division_names([shown.division[:6]]).get(shown.division[:6], shown.division[:6])
    printed = resident_paper if kind == "resident" else clerk_paper
    record_losers_seen(shown.study, by=request.access.user, at=clock.now(), rows=1, how="paper")
    return as_pdf(printed(_sheet(shown, which), place=place, at=clock.now()), kind)


@requires("studies.run_study", object_kind="what_if_study", id_parameter="pk")
def study_memo(request: OfficerRequest, pk: int) -> HttpResponse:
    """Print a study on one page for whoever decides; it names nobody."""
    study = study_or_404(request, pk)
    return as_pdf(memo(result_of(study), made_by=request.access.user.name, at=clock.now()), "memo")


@requires("studies.run_study", object_kind="what_if_study", id_parameter="pk")
def study_table(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand out a study's tables as a workbook: totals only, nobody's name."""
    study = study_or_404(request, pk)
    content = workbook(result_of(study), made_by=request.access.user.name, at=clock.now())
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="what-if-{study.pk}.xlsx"'
    return answer
