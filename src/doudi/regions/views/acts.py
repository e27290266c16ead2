"""Does one service call for a form, finds places inside the scope, and hands out tables."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from doudi.audit import handing
from doudi.common import clock
from doudi.common.access import OfficerRequest
from doudi.regions.models import Division
from doudi.regions.selectors.assistants import in_force
from doudi.regions.states import Level

MANAGE, VIEW = "regions.manage_workforce", "regions.view_divisions"
MOST_PLACES = 2000


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
    """Hand a list out as a workbook and record that it was."""
    return handing.hand_out(request, title, headings, rows, action="regions.table_exported")
