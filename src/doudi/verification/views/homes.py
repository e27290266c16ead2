"""Shows who of a household may be looked up, records and withdraws authorities, asks for a check."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.registry.models import Household
from doudi.registry.selectors import households_within
from doudi.verification.catalogue import item_labels, sources_asked, subject_labels, subjects_checked
from doudi.verification.forms import AuthorityForm, RequestForm, WithdrawForm
from doudi.verification.models import CheckAuthorisation, FinancialCheck
from doudi.verification.selectors.authorities import (
    authorisations_within,
    authorities_of,
    counted_members,
    members_covered,
)
from doudi.verification.selectors.checks import checks_within, head_name, open_check, stage_of
from doudi.verification.services import authorising, checking
from doudi.verification.services.authorising import NewAuthority
from doudi.verification.states import TONE_OF, Signer
from doudi.work.services.moves import Act

VIEW, REQUEST = "verification.view", "verification.request"
USUAL_DAYS = 180


def _household(request: OfficerRequest, pk: int) -> Household:
    return get_object_or_404(households_within(request.access.scope), pk=pk)


@requires(VIEW, object_kind="household", id_parameter="pk")
def home(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show who of a household allowed what, what is missing, and its checks."""
    return _home(request, _household(request, pk), {})


def _home(request: OfficerRequest, household: Household, wrong: Mapping[str, forms.Form]) -> HttpResponse:
    today = clock.today()
    found = checks_within(request.access.scope).filter(household=household)
    covered = members_covered(household, on=today)
    context = {
        "household": household,
        "name": head_name(household),
        "covered": covered,
        "is_covered": bool(covered) and not any(one.missing for one in covered),
        "sources": sources_asked(household.division, on=today).values(),
        "checks": [(each, stage_of(each), TONE_OF[stage_of(each)]) for each in found],
        "may_act": request.access.may(REQUEST),
        "may_request": request.access.may(REQUEST) and open_check(household) is None,
        "authorising": wrong.get("authorise") or _authority_form(household),
        "requesting": wrong.get("request") or _request_form(household),
    }
    return render(request, "verification/home.html", context, status=422 if wrong else 200)


def _authority_form(household: Household, request: OfficerRequest | None = None) -> AuthorityForm:
    today = clock.today()
    asked = {one.item for one in sources_asked(household.division, on=today).values()}
    items = [(code, label) for code, label in item_labels().items() if code in asked]
    people = [(str(one.person_id), one.person.name) for one in counted_members(household)]
    initial = {
        "items": [code for code, _ in items],
        "signed_on": today,
        "valid_from": today,
        "valid_to": today + timedelta(days=USUAL_DAYS),
    }
    given = (request.POST, request.FILES) if request else ()
    return AuthorityForm(people, items, *given, initial=initial)


def _request_form(household: Household, request: OfficerRequest | None = None) -> RequestForm:
    words = subject_labels()
    known = [(one, words[one]) for one in subjects_checked(household.division, on=clock.today())]
    return RequestForm(known, *((request.POST,) if request else ()))


@requires(REQUEST, verbs=("POST",), object_kind="household", id_parameter="pk")
def authorise(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record what a member signed, with the paper."""
    household = _household(request, pk)
    form = _authority_form(household, request)
    if form.is_valid() and attempt(form, lambda: _record(request, household, form)):
        messages.success(request, "授权已登记。")
        return redirect("verification:home", pk=pk)
    return _home(request, household, {"authorise": form})


def _record(request: OfficerRequest, household: Household, form: AuthorityForm) -> CheckAuthorisation:
    given = dict(form.cleaned_data)
    people = {str(one.person_id): one.person for one in counted_members(household)}
    paper = given.pop("paper")
    new = NewAuthority(
        household=household,
        person=people[given.pop("person")],
        signer=Signer(given.pop("signer")),
        paper=(paper.name, paper.read()),
        **given,
    )
    return authorising.record_authority(new, act=Act(clock.now(), request.access.user))


@requires(REQUEST, verbs=("POST",), object_kind="household", id_parameter="pk")
def request_check(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask for a check of a household."""
    household = _household(request, pk)
    form = _request_form(household, request)
    made: list[FinancialCheck] = []

    def done() -> None:
        act = Act(clock.now(), request.access.user)
        made.append(checking.request_check(household, form.cleaned_data["subject"], act=act))

    if form.is_valid() and attempt(form, done):
        messages.success(request, "已提请核对，县级会收到待办。")
        return redirect("verification:check", pk=made[0].pk)
    return _home(request, household, {"request": form})


def _authorisation(request: OfficerRequest, pk: int) -> CheckAuthorisation:
    return get_object_or_404(authorisations_within(request.access.scope), pk=pk)


@requires(VIEW, object_kind="check_authorisation", id_parameter="pk")
def authorisation(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one authority with its paper; looking is written down."""
    shown = _authorisation(request, pk)
    act = Act(clock.now(), request.access.user)
    authorising.record_act("verification.authority_viewed", shown, act)
    return _shown(request, shown, WithdrawForm())


def _shown(request: OfficerRequest, shown: CheckAuthorisation, form: forms.Form) -> HttpResponse:
    today, words = clock.today(), item_labels()
    standing = next(one for one in authorities_of([shown.person_id])[shown.person_id] if one.key == shown.pk)
    withdrawal = getattr(shown, "withdrawal", None)
    context = {
        "authorisation": shown,
        "items": [words.get(one, one) for one in shown.items],
        "withdrawal": withdrawal,
        "has_paper": standing.has_paper,
        "is_valid": any(standing.covers(one, today) for one in shown.items),
        "form": form,
        "may_withdraw": request.access.may(REQUEST) and withdrawal is None,
    }
    return render(request, "verification/authorisation.html", context, status=422 if form.errors else 200)


@requires(REQUEST, verbs=("POST",), object_kind="check_authorisation", id_parameter="pk")
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Record that the person withdraws."""
    shown, form = _authorisation(request, pk), WithdrawForm(request.POST)
    act = Act(clock.now(), request.access.user)
    if form.is_valid() and attempt(
        form, lambda: authorising.withdraw_authority(shown, **form.cleaned_data, act=act)
    ):
        messages.success(request, "已登记撤回，从现在起不能再凭它查询。")
        return redirect("verification:authorisation", pk=pk)
    return _shown(request, shown, form)
