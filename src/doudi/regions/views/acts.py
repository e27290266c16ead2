"""Does one service call for a form, finds places inside the scope, and hands out tables."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Sequence
from urllib.parse import quote

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.common.problems import Refusal
from doudi.common.workbooks import Page, Workbook
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


def workbook(title: str, made: str, headings: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write a table as an xlsx file to print on A4: title, how it was made, headings, rows."""
    buffer = io.BytesIO()
    book = Workbook(buffer)
    page = book.add_worksheet("表")
    bold = book.add_format({"bold": True, "font_size": 16, "align": "center"})
    small = book.add_format({"font_size": 9, "font_color": "#556270"})
    head = book.add_format({"bold": True, "border": 1, "bg_color": "#EAF1FA", "text_wrap": True})
    cell = book.add_format({"border": 1, "text_wrap": True, "valign": "top"})
    page.merge_range(0, 0, 0, len(headings) - 1, title, bold)
    page.merge_range(1, 0, 1, len(headings) - 1, made, small)
    page.set_column(0, len(headings) - 1, 14)
    for column, label in enumerate(headings):
        page.write_string(2, column, label, head)
    for number, values in enumerate(rows, start=3):
        for column, value in enumerate(values):
            _write(page, number, column, value, cell)
    page.freeze_panes(3, 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(2)
    book.close()
    return buffer.getvalue()


def _write(page: Page, row: int, column: int, value: object, cell: object) -> None:
    # text stays text, so that nothing typed in is run as a formula
    if isinstance(value, int):
        page.write_number(row, column, value, cell)
    else:
        page.write_string(row, column, "" if value is None else str(value), cell)


def hand_out(
    request: OfficerRequest, title: str, headings: Sequence[str], rows: Sequence[Sequence[object]]
) -> HttpResponse:
    """Hand a table out as a workbook and record that it was."""
    moment = clock.now()
    made = f"制表人 {request.access.user.name}　制表时间 {moment:%Y-%m-%d %H:%M}"
    content = workbook(title, made, headings, rows)
    audit.record("regions.table_exported", subject_type="table", subject_id=title, by=request.access.user,
                 at=moment, division=request.focus.region, details={"rows": len(rows)})  # fmt: skip
    answer = HttpResponse(content, content_type=XLSX)
    name = quote(f"{title}-{moment:%Y%m%d}.xlsx")
    answer["Content-Disposition"] = f"attachment; filename=\"table.xlsx\"; filename*=UTF-8''{name}"
    return answer
