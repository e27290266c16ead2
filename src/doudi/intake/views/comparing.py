"""Shows which families alerts and leads both point to, and what no rule saw."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from doudi.audit.handing import hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.intake.catalogue import ways
from doudi.intake.selectors.checks import checks_within
from doudi.intake.selectors.comparing import by_ground, by_month, by_rule, by_township, marked, misses
from doudi.intake.selectors.families import Family, families_within, month_of
from doudi.intake.selectors.lines import CheckLine, check_lines
from doudi.intake.states import Mark

MONTHS, PAGE = 6, 50
EXPORTS = "intake.export_checks"
HEADINGS = (
    "姓名",
    "村居",
    "印证",
    "预警条数",
    "线索条数",
    "预警类型、看到的情形",
    "为什么没有预警",
    "核实",
    "状态、结论",
)


@requires("intake.view_checks")
def both_sides(request: OfficerRequest) -> HttpResponse:
    """Compare what alerts say with what people saw, in the month in focus, down to the families."""
    families = families_within(request.focus.scope)
    found = marked(families, request.focus.period)
    since, until = month_of(request.focus.period)
    wanted = [pair for pair in found if _is_asked(request, *pair)]
    lines = _lines(request, wanted)
    if request.GET.get("sheet") == "1" and request.access.may(EXPORTS):
        title = f"线上线下印证{request.focus.period}"
        return hand_out(
            request, title, HEADINGS, [_cells(*each) for each in lines], action="intake.checks_exported"
        )
    missed = misses(found)
    context = {
        "months": by_month(families, request.focus.period, MONTHS),
        "townships": by_township(found),
        "rules": by_rule(found, since, until),
        "grounds": by_ground(found, since, until),
        "counts": {mark: sum(known == mark for _, known in found) for mark in Mark},
        "whys": _counted([each.why for each in missed]),
        "holds": _counted([each.holds for each in missed]),
        "page": (page := Paginator(lines, PAGE).get_page(request.GET.get("page"))),
        "lines": page.object_list,
        "marks": Mark.choices,
        "mark": request.GET.get("mark", ""),
        "township": request.GET.get("township", ""),
        "ways": ways(),
        "query": request.GET.urlencode(),
        "may_export": request.access.may(EXPORTS),
    }
    return render(request, "intake/both_sides.html", context)


def _is_asked(request: OfficerRequest, family: Family, mark: str) -> bool:
    """Say whether a family is among those asked for, by mark, township, rule or ground."""
    asked, (since, until) = request.GET, month_of(request.focus.period)
    codes = {"rule": family.codes("ALERT", since, until), "ground": family.codes("LEAD", since, until)}
    fits = all(asked[key] in known for key, known in codes.items() if key in asked)
    in_township = family.last.division.startswith(asked.get("township", ""))
    return fits and in_township and mark in {mark if not asked.get("mark") else asked["mark"]}


def _lines(request: OfficerRequest, found: Sequence[tuple[Family, str]]) -> list[tuple[CheckLine, str, str]]:
    missed = {each.family.key: each for each in misses(found)}
    marks = {family.last.pk: mark for family, mark in found}
    checks = {each.pk: each for each in checks_within(request.focus.scope).filter(pk__in=marks)}
    families = [family for family, _ in found if family.last.pk in checks]
    lines = check_lines([checks[family.last.pk] for family in families], marks, on=clock.today())
    return [
        (line, missed[family.key].why, missed[family.key].holds) if family.key in missed else (line, "", "")
        for family, line in zip(families, lines, strict=True)
    ]


def _cells(line: CheckLine, why: str, holds: str) -> tuple[object, ...]:
    return (
        line.name,
        line.place,
        line.mark_label,
        line.alerts,
        line.leads,
        line.told,
        why,
        holds,
        line.state_label,
    )


def _counted(words: Sequence[str]) -> list[tuple[str, int]]:
    return sorted(((word, words.count(word)) for word in set(words)), key=lambda pair: (-pair[1], pair[0]))
