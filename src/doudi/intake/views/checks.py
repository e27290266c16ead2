"""Lists checks at home, shows one with all that told of it, and takes what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.audit import services as audit
from doudi.audit.handing import hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.once import posted
from doudi.documents.services.attachments import Given
from doudi.documents.states import AttachmentKind
from doudi.intake.catalogue import alert_kinds, ways
from doudi.intake.forms import FoundForm
from doudi.intake.models import HomeCheck
from doudi.intake.selectors.checks import CHECK, checks_within, overdue_checks
from doudi.intake.selectors.families import person_of
from doudi.intake.selectors.known import known_of
from doudi.intake.selectors.lines import check_lines, marks_within
from doudi.intake.services.checks import is_own
from doudi.intake.services.records import Found, last_conclusion, record_found
from doudi.intake.states import CheckState, Mark
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.regions.selectors import divisions_within
from doudi.regions.states import Level
from doudi.work.services.moves import Act

SEES, KEEP, EXPORTS = "intake.view_checks", "intake.keep_checks", "intake.export_checks"
PAGE, OTHERS = 50, 200
LATE = "LATE"
STATES = ((LATE, "到期未排查"), *CheckState.choices)
HEADINGS = (
    "姓名",
    "村居",
    "预警条数",
    "线索条数",
    "预警类型、看到的情形",
    "印证",
    "责任人",
    "期限",
    "状态、结论",
)


@requires(SEES)
def home_checks(request: OfficerRequest) -> HttpResponse:
    """List the checks of the division in focus: alerts and leads of a family in one line, however many."""
    state, mark = request.GET.get("state", CheckState.OPEN), request.GET.get("mark", "")
    on, marks = clock.today(), marks_within(request.focus.scope)
    found = _asked(request, state)
    if mark in Mark:
        found = found.filter(pk__in=[pk for pk, known in marks.items() if known == mark])
    if request.GET.get("sheet") == "1" and request.access.may(EXPORTS):
        rows = [_cells(line) for line in check_lines(list(found), marks, on=on)]
        return hand_out(request, "入户排查清单", HEADINGS, rows, action="intake.checks_exported")
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": check_lines(list(page.object_list), marks, on=on),
        "states": STATES,
        "state": state,
        "marks": Mark.choices,
        "mark": mark,
        "late": overdue_checks(request.focus.scope, on=on).count(),
        "open": checks_within(request.focus.scope).filter(state=CheckState.OPEN).count(),
        "both": sum(known == Mark.BOTH for known in marks.values()),
        "may_export": request.access.may(EXPORTS),
        "may_keep": request.access.may(KEEP),
        "ways": ways(),
        "query": request.GET.urlencode(),
    }
    return render(request, "intake/home_checks.html", context)


def _asked(request: OfficerRequest, state: str) -> QuerySet[HomeCheck]:
    if state == LATE:
        return overdue_checks(request.focus.scope, on=clock.today())
    found = checks_within(request.focus.scope)
    return found.filter(state=state) if state in CheckState else found


def _cells(line: Any) -> tuple[object, ...]:  # noqa: ANN401 -- a line as the selector makes it
    due = line.due_on.isoformat() if line.due_on else ""
    return (
        *(line.name, line.place, line.alerts, line.leads, line.told, line.mark_label, line.owner),
        *(due, f"{line.state_label}{'（已超期）' if line.is_late else ''}"),
    )


@requires(SEES, verbs=("GET", "POST"), posting=KEEP, object_kind="home_check", id_parameter="pk")
def home_check(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a check with what told of it and what is known of the family; take what was found there."""
    shown = get_object_or_404(checks_within(request.access.scope), pk=pk)
    if request.method == "POST":
        form = FoundForm(posted(request), request.FILES)
        if form.is_valid() and attempt(form, lambda: _record(request, shown, form)):
            messages.success(request, "现场情况已记下。")
            return redirect("intake:home_check", pk=pk)
        return _page(request, shown, form, status=422)
    return _page(request, shown, FoundForm(initial=_initial(shown)))


def _initial(shown: HomeCheck) -> dict[str, object]:
    return {"visited_on": clock.today(), "seen": last_conclusion(shown)}


def _record(request: OfficerRequest, shown: HomeCheck, form: FoundForm) -> None:
    said, photo = form.cleaned_data, form.cleaned_data["photo"]
    found = Found(
        visited_on=said["visited_on"],
        way=said["way"],
        words=said["words"],
        outcome=said["outcome"],
        seen=said["seen"] or 0,
        photos=[Given(photo.name, photo.read(), AttachmentKind.PHOTO)] if photo else [],
    )
    record_found(shown, found, act=Act(clock.now(), request.access.user), once=said["once"])


def _page(request: OfficerRequest, shown: HomeCheck, form: FoundForm, status: int = 200) -> HttpResponse:
    _note_look(request, shown)
    on, may = clock.today(), request.access.may
    (line,) = check_lines([shown], marks_within(request.access.scope.within(shown.region)), on=on)
    township = request.access.scope.within(shown.division[:TOWNSHIP_DIGITS])
    others = checks_within(township).filter(state=CheckState.OPEN)
    person = person_of(shown)
    is_open = shown.state == CheckState.OPEN
    context = {
        "check": shown,
        "line": line,
        "signs": [(sign, _grounds(sign)) for sign in shown.standing],  # type: ignore[attr-defined]
        "records": shown.records.select_related("recorded_by"),
        "outcomes": ways().outcomes,
        "outcome": ways().outcomes.get(shown.outcome),
        "known": known_of(person, region=shown.region, on=on) if person else None,
        "form": form,
        "is_own": is_own(shown),
        "may_reach": may(KEEP),
        "may_keep": may(KEEP) and shown.state != CheckState.CANCELLED,
        "may_place": may("intake.place_check") and is_open,
        "places": divisions_within(request.access.scope.within(shown.region), level=Level.VILLAGE),
        "others": check_lines(list(others.exclude(pk=shown.pk)[:OTHERS]), {}, on=on),
    }
    return render(request, "intake/home_check.html", context, status=status)


def _grounds(sign: Any) -> str:  # noqa: ANN401 -- a sign as the selector reads it
    if sign.alert:
        return sign.alert.kind_words or alert_kinds().get(sign.alert.kind, "")
    return "、".join(ways().grounds.get(code, code) for code in sign.lead.grounds)


def _note_look(request: OfficerRequest, shown: HomeCheck) -> None:
    audit.record(
        "intake.check_viewed",
        subject_type=CHECK,
        subject_id=str(shown.pk),
        by=request.access.user,
        at=clock.now(),
        division=shown.division,
    )
