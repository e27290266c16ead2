"""Shows how families stand on the three guarantees, takes what offices say, and prints referrals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.circumstances.forms.guarantees import GuaranteeForm
from doudi.circumstances.models import GuaranteeStanding
from doudi.circumstances.selectors.guarantees import guarantees_of, newest, unmet_homes
from doudi.circumstances.selectors.needs import needs_of, needs_within
from doudi.circumstances.services.guarantees import set_guarantee
from doudi.circumstances.states import Guarantee, GuaranteeState, NeedSource
from doudi.circumstances.views.sheets import hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.regions.selectors import division_names, name_path
from doudi.registry.models import Person
from doudi.registry.selectors import households_within
from doudi.registry.selectors.homes import anchor_of, heads_of, people_of

KEEP = "circumstances.keep_care"
HEADINGS = ("户主", "村居", "成员", "未达标", "责任部门", "更新日")


@dataclass(frozen=True, slots=True)
class UnmetLine:
    """A family with what is not met, as one line."""

    home: int
    head: str
    place: str
    unmet: Sequence[GuaranteeStanding]


@requires("registry.view_household")
def guarantees(request: OfficerRequest) -> HttpResponse:
    """List the families of the division in focus with a guarantee that is not met."""
    scope = request.focus.scope
    unmet = unmet_homes(scope)
    heads = heads_of(unmet, scope=scope)
    names = division_names(division for _, division in heads.values())
    lines = [
        UnmetLine(home, heads[home][0], names.get(heads[home][1], ""), found)
        for home, found in unmet.items()
        if home in heads
    ]
    if request.GET.get("sheet") == "1":
        return hand_out(request, "三保障未达标清单", HEADINGS, _rows(lines))
    return render(request, "circumstances/guarantees.html", {"lines": lines})


def _rows(lines: Sequence[UnmetLine]) -> list[tuple[object, ...]]:
    return [
        (
            line.head,
            line.place,
            each.person.name,
            each.get_guarantee_display(),
            each.office,
            each.updated_on.isoformat(),
        )
        for line in lines
        for each in line.unmet
    ]


@requires(
    "registry.view_household", verbs=("GET", "POST"), posting=KEEP, object_kind="household", id_parameter="pk"
)
def household(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show how each member stands on each guarantee with its referrals, and take what an office says."""
    home = get_object_or_404(households_within(request.access.scope), pk=pk)
    members, may_keep = people_of(home), request.access.may(KEEP)
    people = list(Person.objects.filter(pk__in=members).order_by("pk"))
    form = GuaranteeForm(
        [(each.pk, each.name) for each in people],
        request.POST or None,
        initial={"updated_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid() and _set(request, form):
        messages.success(request, "已登记；未达标的自动生成转办单。")
        return redirect("circumstances:household_guarantees", pk=pk)
    held = newest(guarantees_of(members))
    anchor = anchor_of(home)
    context = {
        "household": home,
        "head": anchor.name if anchor else "",
        "place": name_path(home.division),
        "guarantees": [each.label for each in Guarantee],
        "lines": [(person, [held.get((person.pk, each)) for each in Guarantee]) for person in people],
        "referrals": needs_of(members).filter(source=NeedSource.GUARANTEE),
        "form": form,
        "may_keep": may_keep,
    }
    return render(
        request, "circumstances/household_guarantees.html", context, status=422 if form.errors else 200
    )


def _set(request: OfficerRequest, form: GuaranteeForm) -> bool:
    said = dict(form.cleaned_data)
    person = Person.objects.get(pk=said.pop("person"))
    return attempt(form, lambda: set_guarantee(person, by=request.access.user, at=clock.now(), **said))


@requires("registry.view_household", object_kind="need", id_parameter="pk")
def referral(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a referral as the paper that goes to its office."""
    found = needs_within(request.access.scope).filter(source=NeedSource.GUARANTEE)
    need = get_object_or_404(found, pk=pk)
    unmet = guarantees_of([need.person.same_as_id or need.person_id]).filter(
        guarantee=need.kind, state=GuaranteeState.UNMET
    )
    # who says later that it is met, or not met again, is not whom the paper went to
    said = unmet.filter(updated_on__lte=need.ended_on) if need.ended_on else unmet
    first = said.first()
    context = {
        "need": need,
        "guarantee": Guarantee(need.kind).label,
        "office": first.office if first else "",
        "place": name_path(need.person.division),
    }
    return render(request, "circumstances/referral.html", context)
