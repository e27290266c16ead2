"""Shows everything a family is given on one page, what was paid twice, what is missing (一户救助全景)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.circumstances.forms.conditions import AidGivenForm
from doudi.circumstances.models import AidGiven
from doudi.circumstances.selectors.conditions import aid_given_to, aid_within, paid_twice
from doudi.circumstances.services.conditions import record_aid, take_aid_back
from doudi.circumstances.states import NeedKind
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.desk.views.cards import record_look
from doudi.exchange.selectors import records_of_person
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.kernel.money import fen_of
from doudi.kernel.tokens import Token
from doudi.regions.selectors import name_path
from doudi.registry.models import Household, Person
from doudi.registry.selectors import households_within, valid_enrolments
from doudi.registry.selectors.homes import anchor_of, people_of
from doudi.registry.selectors.layers import layers_on
from doudi.registry.states import AID
from doudi.rulebook.selectors.packages import packages_at

KEEP = "circumstances.keep_care"
SCHOOL, SCHOOL_AID = "student", "教育救助"
ENROLLED = "ENROLLED"


@dataclass(frozen=True, slots=True)
class AidLine:
    """Something a family is given, from a list or from a department, as one line."""

    kind: str
    title: str
    person: str
    office: str
    amount_fen: int | None
    since: date
    form: str
    aid: int | None = None


@requires(
    "registry.view_household", verbs=("GET", "POST"), posting=KEEP, object_kind="household", id_parameter="pk"
)
def household(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what everybody gives a family, and take what a department gave; the look is in the trail."""
    home = get_object_or_404(households_within(request.access.scope), pk=pk)
    members, may_keep = people_of(home), request.access.may(KEEP)
    people = Person.objects.filter(pk__in=members)
    form = AidGivenForm(
        [(each.pk, each.name) for each in people],
        request.POST or None,
        initial={"given_on": clock.today()},
    )
    if request.method == "POST" and form.is_valid() and _recorded(request, form):
        messages.success(request, "部门救助已登记。")
        return redirect("desk:household_aid", pk=pk)
    record_look(request, "household", home.pk, home.division)
    given = list(aid_given_to(members))
    anchor = anchor_of(home)
    context = {
        "household": home,
        "head": anchor.name if anchor else "",
        "place": name_path(home.division),
        "lines": [*_listed(members), *_given(given)],
        "twice": paid_twice(given),
        "missing": _without_school_aid(home, list(people), given),
        "form": form,
        "may_keep": may_keep,
    }
    return render(request, "desk/household_aid.html", context, status=422 if form.errors else 200)


def _recorded(request: OfficerRequest, form: AidGivenForm) -> bool:
    said = dict(form.cleaned_data)
    person = Person.objects.get(pk=said.pop("person"))
    amount, spent = said.pop("amount"), said.pop("spent")
    try:
        record_aid(
            person,
            **said,
            amount_fen=_fen(amount),
            spent_fen=_fen(spent),
            by=request.access.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return False
    return True


def _fen(yuan: Decimal | None) -> int | None:
    return None if yuan is None else fen_of(yuan)


def _listed(members: Sequence[int]) -> list[AidLine]:
    """Return what the lists say the family is given now, one line a programme and person."""
    spells = valid_enrolments().filter(person__in=members, programme__in=AID, valid_to__isnull=True)
    merged: dict[str, AidLine] = {}
    for spell in spells.select_related("person").order_by("programme", "person_id"):
        title = str(spell.get_programme_display())
        before = merged.get(title)
        merged[title] = AidLine(
            kind=str(NeedKind.LIVING.label),
            title=title,
            person=f"{before.person}、{spell.person.name}" if before else spell.person.name,
            office="民政",
            amount_fen=_sum(before.amount_fen if before else 0, spell.amount_fen),
            since=min(before.since, spell.valid_from) if before else spell.valid_from,
            form="按月发放",
        )
    return list(merged.values())


def _sum(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _given(given: Sequence[AidGiven]) -> list[AidLine]:
    return [
        AidLine(
            kind=str(NeedKind(each.kind).label),
            title=each.title,
            person=each.person.name,
            office=each.office,
            amount_fen=each.amount_fen,
            since=each.given_on,
            form=str(each.get_form_display()),
            aid=each.pk,
        )
        for each in sorted(given, key=lambda one: (one.given_on, one.pk))
    ]


def _without_school_aid(home: Household, people: Sequence[Person], given: Sequence[AidGiven]) -> list[Person]:
    """Return the pupils whose layer opens aid for school and to whom nobody gave any."""
    helped = {each.person_id for each in given if each.kind == NeedKind.EDUCATION}
    layers = layers_on([person.pk for person in people], on=clock.today())
    packages = packages_at(home.division, clock.today())
    open_to = [person for person in people if SCHOOL_AID in packages.of(layers[person.pk])]
    return [person for person in open_to if person.pk not in helped and _is_at_school(person, home)]


def _is_at_school(person: Person, home: Household) -> bool:
    tokens = [Token(*pair) for pair in person.identities.values_list("token_high", "token_low")]
    found = [
        record
        for record in records_of_person(tokens, home.division[:COUNTY_DIGITS])
        if record.source.code == SCHOOL
    ]
    return any(record.values.get("student_status", ENROLLED) in (ENROLLED, None, "") for record in found)


@requires(KEEP, verbs=("POST",), object_kind="aid_given", id_parameter="pk")
def take_back(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take an entry of aid back."""
    aid = get_object_or_404(aid_within(request.access.scope), pk=pk)
    try:
        take_aid_back(aid, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已撤销，这一条不再计入。")
    person = aid.person.same_as_id or aid.person_id
    home = Household.objects.filter(members__person=person, members__valid_to__isnull=True).first()
    if home is None:
        return redirect("desk:households")
    return redirect("desk:household_aid", pk=home.pk)
