"""Shows what superior documents ask for, and the problems that only policy can solve."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.rulebook.forms.documents import AdoptForm, AdvanceForm, DutyForm, ProblemForm, TopicForm
from doudi.rulebook.models import PolicyTopic
from doudi.rulebook.selectors.authority import VIEW
from doudi.rulebook.selectors.duties import (
    duties_within,
    is_late,
    matrix,
    offices_waiting,
    problems_within,
    topics_within,
)
from doudi.rulebook.selectors.places import region_of, region_titles
from doudi.rulebook.selectors.proposals import proposals_within
from doudi.rulebook.services.duties import (
    NEXT,
    adopt_topic,
    advance_duty,
    decline_topic,
    gather_problems,
    raise_problem,
    set_duty,
)
from doudi.rulebook.states import DutyStatus, ProposalStatus, TopicResult
from doudi.rulebook.views.documents import KEEP


@requires(VIEW)
def duties(request: OfficerRequest) -> HttpResponse:
    """Show superior document, own document and points together, and the matrix of gaps."""
    listed = list(duties_within(request.focus.scope))
    table = matrix(listed)
    on = clock.today()
    context = {
        "lines": [(duty, is_late(duty, on), NEXT.get(DutyStatus(duty.status))) for duty in listed],
        "matrix": table,
        "names": region_titles(table.regions),
        "columns": [region_titles([code]).get(code, code) for code in table.regions],
        "offices": offices_waiting(request.focus.scope),
        "late": sum(is_late(duty, on) for duty in listed),
        "may_keep": request.access.may(KEEP),
        "advance_form": AdvanceForm(initial={"on": on}),
    }
    return render(request, "rulebook/duties.html", context)


@requires(KEEP, verbs=("GET", "POST"))
def create_duty(request: OfficerRequest) -> HttpResponse:
    """Set down a duty of the region in focus."""
    form = DutyForm(request.POST or None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            set_duty(
                region_of(request.focus.region),
                theme=typed["theme"],
                superior=typed["superior"],
                office=typed["office"],
                due_on=typed["due_on"],
                points=typed["points"].splitlines(),
                by=request.access.user,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, "配套任务已列。")
            return redirect("rulebook:duties")
    context = {"form": form, "title": "列配套任务", "back": reverse("rulebook:duties")}
    return render(request, "rulebook/form.html", context, status=400 if form.errors else 200)


def _act(request: OfficerRequest, act: Callable[[], object], done: str, page: str) -> HttpResponse:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(reverse(page))


@requires(KEEP, verbs=("POST",), object_kind="policy_duty", id_parameter="pk")
def advance(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a duty one step on."""
    duty = get_object_or_404(duties_within(request.access.scope), pk=pk)
    form = AdvanceForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填日期。")
        return redirect("rulebook:duties")
    typed, by, at = form.cleaned_data, request.access.user, clock.now()
    return _act(
        request,
        lambda: advance_duty(duty, on=typed["on"], local=typed["local"], by=by, at=at),
        "进度已更新。",
        "rulebook:duties",
    )


@requires(VIEW, verbs=("GET",))
def problems(request: OfficerRequest) -> HttpResponse:
    """Show the problems and the questions of policy they were gathered into."""
    listed = problems_within(request.focus.scope)
    loose = listed.filter(topic__isnull=True)
    changes = proposals_within(request.access.scope).filter(status=ProposalStatus.APPROVED)
    context = {
        "problems": listed,
        "topics": topics_within(request.focus.scope),
        "loose": loose.count(),
        "may_keep": request.access.may(KEEP),
        "problem_form": ProblemForm(),
        "topic_form": TopicForm(offered=loose),
        "adopt_form": AdoptForm(offered=changes),
        "open": TopicResult.OPEN,
    }
    return render(request, "rulebook/problems.html", context)


@requires(KEEP, verbs=("POST",))
def create_problem(request: OfficerRequest) -> HttpResponse:
    """Write down a problem."""
    form = ProblemForm(request.POST)
    if not form.is_valid():
        messages.error(request, "请填问题和来源。")
        return redirect("rulebook:problems")
    region, by, at = region_of(request.focus.region), request.access.user, clock.now()
    return _act(
        request,
        lambda: raise_problem(region, by=by, at=at, **form.cleaned_data),
        "问题已登记。",
        "rulebook:problems",
    )


@requires(KEEP, verbs=("POST",))
def gather(request: OfficerRequest) -> HttpResponse:
    """Gather like problems into one question of policy."""
    offered = problems_within(request.access.scope).filter(topic__isnull=True)
    form = TopicForm(request.POST, offered=offered)
    if not form.is_valid():
        messages.error(request, "请填议题和研究建议，并勾选要归并的问题。")
        return redirect("rulebook:problems")
    typed, by, at = form.cleaned_data, request.access.user, clock.now()
    region = region_of(request.focus.region)
    return _act(
        request,
        lambda: gather_problems(
            region, title=typed["title"], advice=typed["advice"], problems=typed["problems"], by=by, at=at
        ),
        "已归并成一个议题。",
        "rulebook:problems",
    )


def _topic(request: OfficerRequest, pk: int) -> PolicyTopic:
    found = topics_within(request.access.scope).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@requires(KEEP, verbs=("POST",), object_kind="policy_topic", id_parameter="pk")
def adopt(request: OfficerRequest, pk: int) -> HttpResponse:
    """Adopt a question: tie it to the change that came of it."""
    topic = _topic(request, pk)
    form = AdoptForm(request.POST, offered=proposals_within(request.access.scope))
    form.is_valid()
    proposal, by, at = form.cleaned_data.get("proposal"), request.access.user, clock.now()
    return _act(
        request, lambda: adopt_topic(topic, proposal=proposal, by=by, at=at), "已采纳。", "rulebook:problems"
    )


@requires(KEEP, verbs=("POST",), object_kind="policy_topic", id_parameter="pk")
def decline(request: OfficerRequest, pk: int) -> HttpResponse:
    """Decline a question, with the reason."""
    topic, reason = _topic(request, pk), request.POST.get("reason", "")
    by, at = request.access.user, clock.now()
    return _act(
        request, lambda: decline_topic(topic, reason=reason, by=by, at=at), "已记下。", "rulebook:problems"
    )
