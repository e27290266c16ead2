"""Does one service call for a form, finds places inside the scope, and hands out tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.problems import Refusal
from doudi.common.workbooks import table_workbook
from doudi.regions.models import Division
from doudi.regions.selectors.assistants import in_force
from doudi.regions.states import Level

MANAGE, VIEW = "regions.manage_workforce", "regions.view_divisions"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
MOST_PLACES = 2000


def attempt(form: forms.Form, act: Callable[[], object]) -> bool:
    """Make the one call; a refusal becomes the form's error in its own words."""
    try:
        act()
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


def place_or_404(request: OfficerRequest, code: str, *levels: Level) -> Division:
    """Return a division inside the scope; any other is not there."""
    found = Division.objects.filter(request.access.scope.q("code"), level__in=levels or Level.values)
    return get_object_or_404(found, pk=code)


def places(request: OfficerRequest, *levels: Level) -> list[tuple[str, str]]:
    """Return what a form may choose from: the divisions in focus, villages with their township's name."""
    rows = Division.objects.filter(request.focus.scope.q("code"), in_force(clock.today()), level__in=levels)
    found = list(rows.select_related("parent").order_by("code")[:MOST_PLACES])
    return [(each.code, _label(each)) for each in found]


def _label(place: Division) -> str:
    town = place.parent.name if place.parent and place.level == Level.VILLAGE else ""
    return " / ".join(filter(None, (town, place.name)))


def hand_out(
    request: OfficerRequest, title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> HttpResponse:
    """Hand a table out as a workbook and record that it was."""
    moment = clock.now()
    made = f"制表人 {request.access.user.name}　制表时间 {moment:%Y-%m-%d %H:%M}"
    content = table_workbook(title, made, headings, rows)
    audit.record("regions.table_exported", subject_type="table", subject_id=title, by=request.access.user,
                 at=moment, division=request.focus.region, details={"rows": len(rows)})  # fmt: skip
    answer = HttpResponse(content, content_type=XLSX)
    name = quote(f"{title}-{moment:%Y%m%d}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename=\"table.xlsx\"; filename*=UTF-8''{name}"
    return answer
