"""Lists the families without support and takes what they are given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.once import posted
from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.kernel.money import fen_of
from doudi.monitoring.forms import MeasureForm
from doudi.monitoring.selectors.measures import Home, homes_on_the_register
from doudi.monitoring.services.measures import record_measure
from doudi.regions.selectors import division_names
from doudi.registry.models import Household, HouseholdMember
from doudi.registry.selectors import households_within

SHOWN = 100


@dataclass(frozen=True, slots=True)
class HomeLine:
    """A family as a line: whose it is and where."""

    pk: int
    head: str
    place: str
    can_work: bool


@requires("monitoring.view_ledger")
def gaps(request: OfficerRequest) -> HttpResponse:
    """List the families on dibao with nothing else, and those unable to work without a share of assets."""
    homes = homes_on_the_register(request.focus.scope)
    bare = [home for home in homes if home.lacks_measures]
    without_assets = [home for home in homes if home.lacks_asset_income]
    heads = _heads(request.focus.scope)
    context = {
        "bare": _lines(bare[:SHOWN], heads),
        "bare_count": len(bare),
        "without_assets": _lines(without_assets[:SHOWN], heads),
        "without_assets_count": len(without_assets),
        "most": SHOWN,
    }
    return render(request, "monitoring/measures.html", context)


def _heads(scope: Scope) -> dict[int, str]:
    """Return whose family each is, in one question: a list of so many keys is more than SQLite takes."""
    members = HouseholdMember.objects.filter(scope.q("household__division"), valid_to__isnull=True)
    heads: dict[int, str] = {}
    for home, relation, name in members.order_by("id").values_list(
        "household_id", "relation", "person__name"
    ):
        heads[home] = name if relation == "HEAD" else heads.get(home, name)
    return heads


def _lines(homes: Sequence[Home], heads: Mapping[int, str]) -> list[HomeLine]:
    places = division_names(home.division for home in homes)
    return [
        HomeLine(
            home.household,
            heads.get(home.household, "（无在户成员）"),
            places.get(home.division, ""),
            home.can_work,
        )
        for home in homes
    ]


def _head(household: Household) -> str:
    members = [member for member in household.members.all() if member.valid_to is None]
    head = next((member for member in members if member.relation == "HEAD"), members[0] if members else None)
    return head.person.name if head else "（无在户成员）"


@requires("monitoring.conclude_entry", verbs=("GET", "POST"), object_kind="household", id_parameter="pk")
def household(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a family's measures and take another one."""
    shown = get_object_or_404(households_within(request.access.scope), pk=pk)
    form = MeasureForm(posted(request) or None)
    if form.is_valid():
        try:
            _record(request, shown, form)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, "帮扶措施已登记。")
            return redirect("monitoring:household_measures", pk=pk)
    measures = shown.measures.select_related("recorded_by").order_by("-since", "-id")
    context = {"household": shown, "head": _head(shown), "measures": measures, "form": form}
    status = 422 if form.errors else 200
    return render(request, "monitoring/household_measures.html", context, status=status)


def _record(request: OfficerRequest, shown: Household, form: MeasureForm) -> None:
    given = form.cleaned_data
    record_measure(
        shown,
        kind=given["kind"],
        project=given["project"],
        since=given["since"],
        year_income_fen=fen_of(given["year_income"]) if given["year_income"] is not None else None,
        allotted_fen=fen_of(given["allotted"]) if given["allotted"] is not None else None,
        by=request.access.user,
        at=clock.now(),
        once=given["once"],
    )
