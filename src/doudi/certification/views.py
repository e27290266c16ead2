"""Lists certifications, shows one, and takes what is found, proposed and decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.accounts.deciding import are_one_person
from doudi.certification.forms import CheckForm, DecideForm, OpenForm, ProposeForm, RecognitionForm
from doudi.certification.models import Certification, CertificationProposal
from doudi.certification.selectors.certifications import (
    SUBJECT,
    certifications_within,
    lines_of,
    members_to_certify,
    proposals_within,
)
from doudi.certification.selectors.recognitions import usual_end
from doudi.certification.services import by_hand, deciding, steps
from doudi.certification.states import Matter, Standing
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.cards import card_address
from doudi.common.forms import attempt, first_error, told
from doudi.common.kit import Happening
from doudi.common.problems import Refusal
from doudi.notices.selectors.letters import letter_lines, letters_about
from doudi.registry.selectors import people_within
from doudi.registry.states import RECOGNISED
from doudi.screenings.selectors.rounds import member_lines

PAGE = 50
VIEW, CHECK = "certification.view", "certification.check"
PROPOSE, DECIDE = "certification.propose", "certification.decide"
WAITING = "WAITING"


@requires(VIEW)
def certifications(request: OfficerRequest) -> HttpResponse:
    """List whom rounds found to be taken in, and the certifications of the division in focus by state."""
    scope, today = request.focus.scope, clock.today()
    members = members_to_certify(scope)
    lines = lines_of(certifications_within(scope), on=today)
    counts = Counter(line.position.state for line in lines)
    show = request.GET.get("show", WAITING)
    shown = [line for line in lines if line.position.state == show]
    tabs = [(WAITING, "排查待转入", members.count())]
    tabs += [(each.value, str(each.label), counts[each.value]) for each in Standing]
    wanted: Sequence[Any] | QuerySet[Any] = members if show == WAITING else shown
    page: Page[Any] = Paginator(wanted, PAGE).get_page(request.GET.get("page"))
    context = {
        "tabs": tabs,
        "show": show,
        "page": page,
        "members": member_lines(page.object_list) if show == WAITING else [],
        "lines": [] if show == WAITING else page.object_list,
        "categories": [(each.value, each.label) for each in RECOGNISED],
        "may_open": request.access.may(CHECK),
    }
    return render(request, "certification/certifications.html", context)


@requires(CHECK, verbs=("POST",), object_kind="screening_member", id_parameter="pk")
def open_for(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take somebody a round found into certifying."""
    member = get_object_or_404(members_to_certify(request.access.scope), pk=pk)
    form = OpenForm(request.POST)
    made: list[Certification] = []
    if form.is_valid() and attempt(
        form,
        lambda: made.append(
            steps.open_certification(member, **form.cleaned_data, by=request.access.user, at=clock.now())
        ),
    ):
        messages.success(request, "已转入认定，初核任务交给了乡镇。")
        return redirect("certification:certification", pk=made[0].pk)
    messages.error(request, first_error(form))
    return redirect("certification:certifications")


@requires(VIEW, object_kind="certification", id_parameter="pk")
def certification(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one certification: where it stands, what was found, proposed, decided and sent."""
    shown = _found(request, pk)
    steps.record("certification.viewed", shown, by=request.access.user, at=clock.now())
    return _page(request, shown)


def _found(request: OfficerRequest, pk: int) -> Certification:
    return get_object_or_404(certifications_within(request.access.scope), pk=pk)


def _page(
    request: OfficerRequest,
    shown: Certification,
    *,
    checking: forms.Form | None = None,
    proposing: forms.Form | None = None,
) -> HttpResponse:
    today = clock.today()
    (line,) = lines_of([shown], on=today)
    waiting = next((each for each in shown.proposals.all() if not hasattr(each, "decision")), None)
    initial = {
        "begins_on": today,
        "ends_on": usual_end(shown.category, shown.division, line.position.ends_on or today),
    }
    is_over = line.position.state in (Standing.REFUSED, Standing.ENDED, Standing.EXPIRED)
    may_decide = waiting is not None and request.access.may(DECIDE)
    is_own = waiting is not None and bool(are_one_person(waiting.proposed_by, request.access.user))
    context = {
        "certification": shown,
        "line": line,
        "waiting": waiting,
        "seen": deciding.seen_in(waiting) if waiting else "",
        "may_decide": may_decide and not is_own,
        "is_own": is_own,
        "checking": checking or CheckForm(initial={"checked_on": today}),
        "may_check": request.access.may(CHECK) and not is_over and waiting is None,
        "proposing": proposing or ProposeForm(line.position.allowed, initial=initial),
        "may_propose": request.access.may(PROPOSE) and bool(line.position.allowed or proposing),
        "letters": letter_lines(letters_about(SUBJECT, str(shown.pk))),
        "happenings": _happenings(shown),
    }
    is_wrong = any(form is not None and form.errors for form in (checking, proposing))
    return render(request, "certification/certification.html", context, status=422 if is_wrong else 200)


def _happenings(shown: Certification) -> list[Happening]:
    found = [Happening(shown.opened_at, "由排查转入认定", shown.opened_by.name)]
    for each in shown.checks.select_related("checked_by"):
        title, tone = ("核查：符合条件", "ok") if each.is_met else ("核查：不符合条件", "bad")
        found.append(Happening(each.checked_at, title, each.checked_by.name, each.findings, tone))
    for proposal in shown.proposals.select_related("proposed_by", "decision__decided_by"):
        found += _of_proposal(proposal)
    return sorted(found, key=lambda one: one.at)


def _of_proposal(proposal: CertificationProposal) -> list[Happening]:
    span = f"{proposal.begins_on} 起" + (f"，{proposal.ends_on} 到期" if proposal.ends_on else "")
    title = f"提出{proposal.get_matter_display()}（{span}）"
    found = [Happening(proposal.proposed_at, title, proposal.proposed_by.name, proposal.reason)]
    if decision := getattr(proposal, "decision", None):
        title, tone = ("审定：同意", "ok") if decision.is_agreed else ("审定：不同意", "bad")
        found.append(Happening(decision.decided_at, title, decision.decided_by.name, decision.opinion, tone))
    return found


@requires(CHECK, verbs=("POST",), object_kind="certification", id_parameter="pk")
def check(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down what was found of somebody."""
    shown, form = _found(request, pk), CheckForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: steps.record_check(shown, **form.cleaned_data, by=request.access.user, at=clock.now()),
    ):
        messages.success(request, "核查已登记。")
        return redirect("certification:certification", pk=pk)
    return _page(request, shown, checking=form)


@requires(PROPOSE, verbs=("POST",), object_kind="certification", id_parameter="pk")
def propose(request: OfficerRequest, pk: int) -> HttpResponse:
    """Propose to recognise, refuse, renew or end."""
    shown = _found(request, pk)
    form = ProposeForm(Matter.values, request.POST)
    if form.is_valid() and attempt(
        form, lambda: steps.propose(shown, **form.cleaned_data, by=request.access.user, at=clock.now())
    ):
        messages.success(request, "意见已提出，等另一位同事审定。")
        return redirect("certification:certification", pk=pk)
    return _page(request, shown, proposing=form)


@requires(DECIDE, verbs=("POST",), object_kind="certification_proposal", id_parameter="pk")
def decide(request: OfficerRequest, pk: int) -> HttpResponse:
    """Agree to or decline what somebody else proposed."""
    proposal = get_object_or_404(proposals_within(request.access.scope), pk=pk)
    form = DecideForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("certification:certification", pk=proposal.certification_id)
    try:
        deciding.decide(proposal, **form.cleaned_data, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已审定。同意的，认定书或告知书已编号，送达任务交给了乡镇。")
    return redirect("certification:certification", pk=proposal.certification_id)


@requires("registry.keep_standing", verbs=("POST",), object_kind="person", id_parameter="pk")
def recognise(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take what an office recognised somebody as without a round."""
    shown, form = get_object_or_404(people_within(request.access.scope), pk=pk), RecognitionForm(request.POST)
    told(
        request,
        lambda: by_hand.recognise_by_hand(shown, by=request.access.user, at=clock.now(), **form.cleaned_data),
        "认定已登记，分层和有效期自动更新。",
        form=form,
    )
    return redirect(card_address("person", pk))
