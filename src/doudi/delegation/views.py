"""Shows rights handed down, answers who is competent, and takes the acts on rights."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.accounts.deciding import are_one_person
from doudi.audit.handing import hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt, first_error
from doudi.common.kit import Happening
from doudi.common.problems import Refusal
from doudi.delegation.forms import AskForm, ProposeForm, WithdrawForm
from doudi.delegation.models import DelegatedPlace, Delegation
from doudi.delegation.selectors.competence import Answer, handed_down_to_all, who_is_competent
from doudi.delegation.selectors.listing import HEADINGS, SHOWN, Line, counts_of, lines_of, lines_within
from doudi.delegation.selectors.rights import decision_on, delegations_within, places_within
from doudi.delegation.selectors.saying import REASONS, basis_of, next_of
from doudi.delegation.services import granting, waiting
from doudi.kernel.divisions import COUNTY_DIGITS, TOWNSHIP_DIGITS
from doudi.regions.selectors import divisions_within, offices_below
from doudi.regions.states import Level
from doudi.rulebook.rules.deadlines import source_text

VIEW, PROPOSE, GRANT = "delegation.view", granting.PROPOSE, waiting.GRANT
A_PAGE = 50
TABS = (
    ("in_force", "有效"),
    ("ending", "即将到期"),
    ("waiting", "待批准"),
    ("ended", "已到期"),
    ("withdrawn", "已收回"),
    ("refused", "不批准"),
)


@requires(VIEW)
def delegations(request: OfficerRequest) -> HttpResponse:
    """Show the rights of the townships in view, and answer who is competent."""
    today = clock.today()
    show = request.GET.get("show", "")
    show = show if show in SHOWN else "in_force"
    lines = lines_within(request.focus.scope, on=today)
    shown = [line for line in lines if line.standing in SHOWN[show]]
    if request.GET.get("sheet") == "1":
        rows = [line.cells() for line in shown]
        title = f"权限下放清单（{dict(TABS)[show]}）"
        return hand_out(request, title, HEADINGS, rows, action="delegation.table_exported")
    form, answer = _asked(request)
    counts = counts_of(lines)
    context = {
        "page": Paginator(shown, A_PAGE).get_page(request.GET.get("page")),
        "tabs": [(name, label, counts[name]) for name, label in TABS],
        "show": show,
        "form": form,
        **(_answered(answer) if answer else {}),
        "general": _general(request.focus.region),
        "may_propose": request.access.may(PROPOSE) and len(request.focus.region) >= COUNTY_DIGITS,
    }
    return render(request, "delegation/delegations.html", context)


def _general(region: str) -> list[tuple[str, str, int | None]]:
    """Return what is handed down to every township of the county in view, by which paper, up to what."""
    if len(region) < COUNTY_DIGITS:
        return []
    found = handed_down_to_all(region[:COUNTY_DIGITS], on=clock.today())
    return [(what, source_text(decider.citation), decider.up_to) for what, decider in found]


def _asked(request: OfficerRequest) -> tuple[AskForm, Answer | None]:
    """Return the question as it was typed, and its answer; a refusal stands at the form."""
    today = clock.today()
    typed = request.GET if "place" in request.GET else None
    form = AskForm(typed, places=_townships(request), initial={"on": today})
    answers: list[Answer] = []
    if typed is not None and form.is_valid():
        attempt(form, lambda: answers.append(who_is_competent(form.question())))
    return form, answers[0] if answers else None


def _answered(answer: Answer) -> dict[str, object]:
    found = answer.competence
    is_county = found.decider.office == "COUNTY"
    return {
        "answer": answer,
        "decider": found.decider,
        "basis": basis_of(answer),
        "why_not": REASONS[found.not_township] if found.not_township and is_county else "",
        "next": next_of(answer),
    }


def _townships(request: OfficerRequest) -> list[tuple[str, str]]:
    """Return the townships in view; somebody who looks at a village asks about its township."""
    region = request.focus.region
    if len(region) > TOWNSHIP_DIGITS:
        towns = divisions_within(request.access.scope.within(region[:TOWNSHIP_DIGITS]), level=Level.TOWNSHIP)
    else:
        towns = divisions_within(request.focus.scope, level=Level.TOWNSHIP)
    return [(each.code, each.name) for each in towns]


@requires(PROPOSE, verbs=("GET", "POST"))
def propose(request: OfficerRequest) -> HttpResponse:
    """Propose to hand a decision down."""
    county, today = request.focus.region[:COUNTY_DIGITS], clock.today()
    towns = offices_below(county, on=today).filter(level=Level.TOWNSHIP)
    form = ProposeForm(
        request.POST or None,
        places=[(each.code, each.name) for each in towns],
        initial={"valid_from": today},
    )
    made: list[Delegation] = []
    if form.is_valid() and attempt(
        form,
        lambda: made.append(granting.propose(form.draft(county), by=request.access.user, at=clock.now())),
    ):
        messages.success(request, "已提出，等另一位同事批准；批准以前仍由县级决定。")
        return redirect("delegation:delegation", pk=made[0].pk)
    return render(request, "delegation/propose.html", {"form": form}, status=422 if form.errors else 200)


@requires(VIEW, object_kind="delegation", id_parameter="pk")
def delegation(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one delegation: what it says, how it stands in each township, what happened."""
    shown = _delegation(request, pk)
    decision, today = decision_on(shown), clock.today()
    lines = lines_of(places_within(request.access.scope).filter(delegation=shown), on=today)
    is_county = request.access.scope.covers(shown.county)
    may_grant = request.access.may(GRANT) and is_county
    context = {
        "delegation": shown,
        "decision": decision,
        "lines": lines,
        "what": lines[0].what,
        "limit": lines[0].limit,
        "steps": _happened(shown, lines),
        "may_decide": may_grant and decision is None,
        "may_withdraw": may_grant,
        "is_own": decision is None and bool(are_one_person(shown.proposed_by, request.access.user)),
        "today": today,
    }
    return render(request, "delegation/delegation.html", context)


def _happened(shown: Delegation, lines: list[Line]) -> list[Happening]:
    found = [Happening(shown.proposed_at, "提出", shown.proposed_by.name)]
    if decision := decision_on(shown):
        title, tone = ("批准", "ok") if decision.is_granted else ("不批准", "bad")
        found.append(Happening(decision.decided_at, title, decision.decided_by.name, decision.reason, tone))
    for line in lines:
        for each in line.place.withdrawals.all():
            text = f"从 {each.withdrawn_on} 起由县级决定：{each.reason}"
            title = f"收回{line.township}的权限"
            found.append(Happening(each.recorded_at, title, each.withdrawn_by.name, text, "warm"))
    return sorted(found, key=lambda one: one.at)


def _delegation(request: OfficerRequest, pk: int) -> Delegation:
    return get_object_or_404(
        delegations_within(request.access.scope).select_related("proposed_by", "decision__decided_by"), pk=pk
    )


@requires(GRANT, verbs=("POST",), object_kind="delegation", id_parameter="pk")
def grant(request: OfficerRequest, pk: int) -> HttpResponse:
    """Grant a delegation somebody else proposed."""
    shown, reason = _delegation(request, pk), request.POST.get("reason", "")
    return _act(
        request,
        pk,
        lambda: granting.grant(shown, reason=reason, by=request.access.user, at=clock.now()),
        "已批准，从起始日起由所列乡镇（街道）决定。",
    )


@requires(GRANT, verbs=("POST",), object_kind="delegation", id_parameter="pk")
def refuse(request: OfficerRequest, pk: int) -> HttpResponse:
    """Refuse a delegation with the reason."""
    shown, reason = _delegation(request, pk), request.POST.get("reason", "")
    return _act(
        request,
        pk,
        lambda: granting.refuse(shown, reason=reason, by=request.access.user, at=clock.now()),
        "没有批准，仍由县级决定。",
    )


@requires(GRANT, verbs=("POST",), object_kind="delegated_place", id_parameter="pk")
def withdraw(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a right back from one township."""
    place: DelegatedPlace = get_object_or_404(places_within(request.access.scope), pk=pk)
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        messages.error(request, first_error(form))
        return redirect("delegation:delegation", pk=place.delegation_id)
    return _act(
        request,
        place.delegation_id,
        lambda: granting.withdraw(place, by=request.access.user, at=clock.now(), **form.cleaned_data),
        "已收回，从收回日起由县级决定，没有办完的也转县级。",
    )


def _act(request: OfficerRequest, pk: int, act: Callable[[], object], done: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect("delegation:delegation", pk=pk)
