"""Takes officers' acts on the household a card shows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.cards import card_address
from doudi.common.problems import Refusal
from doudi.registry.forms import ActForm
from doudi.registry.models import Household, HouseholdAct
from doudi.registry.selectors import households_within
from doudi.registry.selectors.cards import acts_in, home_of
from doudi.registry.selectors.finding import households_of
from doudi.registry.selectors.lists import household_lines
from doudi.registry.services.families import (
    NoOtherHousehold,
    change_head,
    join_households,
    move_household,
    split_household,
    undo_act,
)

PERMISSION = "registry.change_household"
MOST_HOMES = 20


@requires(PERMISSION, verbs=("POST",), object_kind="household", id_parameter="pk")
def split(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let some people of a household be one of their own."""
    people = [int(each) for each in request.POST.getlist("people") if each.isdigit()]
    return _act(
        request,
        pk,
        lambda home, form: split_household(home, people=people, **_said(request, form)),
        "已分户，新的一户有了自己的家庭卡。",
    )


@requires(PERMISSION, verbs=("POST",), object_kind="household", id_parameter="pk")
def join(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let a household's people live in another."""

    def joined(home: Household, form: ActForm) -> HouseholdAct:
        typed = request.POST.get("other", "").strip()
        other = households_within(request.access.scope).filter(pk=typed).first() if typed.isdigit() else None
        if other is None:
            raise NoOtherHousehold
        return join_households(home, other=other, **_said(request, form))

    return _act(request, pk, joined, "已并户，成员都在并入的家庭卡上。")


@requires(PERMISSION, verbs=("GET", "POST"), object_kind="household", id_parameter="pk")
def choose(request: OfficerRequest, pk: int) -> HttpResponse:
    """Look for the household to join by whatever names one of its people; a search is posted."""
    home = get_object_or_404(households_within(request.access.scope), pk=pk)
    query = request.POST.get("q", "").strip()
    found = households_of(query, scope=request.access.scope).exclude(pk=pk)[:MOST_HOMES]
    context = {
        "household": home,
        "home": household_lines([home])[0],
        "query": query,
        "lines": household_lines(list(found)),
        "most": MOST_HOMES,
        "today": clock.today(),
    }
    return render(request, "registry/join.html", context)


@requires(PERMISSION, verbs=("POST",), object_kind="household", id_parameter="pk")
def move(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let a household live elsewhere."""
    division = request.POST.get("division", "")
    return _act(
        request,
        pk,
        lambda home, form: move_household(home, division=division, **_said(request, form)),
        "已登记迁居，家庭卡转到新的乡镇。",
    )


@requires(PERMISSION, verbs=("POST",), object_kind="household", id_parameter="pk")
def head(request: OfficerRequest, pk: int) -> HttpResponse:
    """Let another member head a household."""
    typed = request.POST.get("person", "")
    person = int(typed) if typed.isdigit() else 0
    return _act(
        request,
        pk,
        lambda home, form: change_head(home, person=person, **_said(request, form)),
        "户主已变更，原户主仍是家庭成员。",
    )


@requires(PERMISSION, verbs=("POST",), object_kind="household_act", id_parameter="pk")
def undo(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take an act back."""
    homes = households_within(request.access.scope)
    act = get_object_or_404(acts_in(homes), pk=pk)
    home = home_of(act)
    try:
        undo_act(act, reason=request.POST.get("reason", ""), by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "变动已撤销，家庭恢复到变动以前。")
    return _card(request, home)


def _said(request: OfficerRequest, form: ActForm) -> dict[str, Any]:
    return {**form.cleaned_data, "by": request.access.user, "at": clock.now()}


def _act(
    request: OfficerRequest, pk: int, act: Callable[[Household, ActForm], object], done: str
) -> HttpResponse:
    home = get_object_or_404(households_within(request.access.scope), pk=pk)
    form = ActForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填写生效日和事由。")
        return redirect(card_address("household", pk))
    try:
        act(home, form)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return _card(request, pk)


def _card(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the household again, or the list when nobody lives there any more."""
    if households_within(request.access.scope).filter(pk=pk, members__valid_to__isnull=True).exists():
        return redirect(card_address("household", pk))
    return redirect(card_address("households"))
