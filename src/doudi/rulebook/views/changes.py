"""Lists, drafts and shows changes of parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from doudi.accounts.deciding import are_one_person
from doudi.common import clock
from doudi.common.access import Access, OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.policy.definitions import Definition
from doudi.policy.saying import show_value
from doudi.rulebook.catalogue import book
from doudi.rulebook.forms.changes import (
    ChangeForm,
    FileForm,
    SubmitForm,
    ValueForm,
    initial_from,
    initial_of_value,
)
from doudi.rulebook.models import PolicyDocument, Proposal
from doudi.rulebook.selectors.authority import APPROVE, PROPOSE, VIEW, posts_for, stands_above
from doudi.rulebook.selectors.obstacles import fresh_study, needs_study, objectors, obstacles, why_above
from doudi.rulebook.selectors.places import region_title, region_titles
from doudi.rulebook.selectors.proposals import compared, proposals_within
from doudi.rulebook.selectors.values import sheet
from doudi.rulebook.services.changes import draft_change, put_value
from doudi.rulebook.states import ProposalStatus
from doudi.rulebook.views.values import may_change, region_asked

A_PAGE = 30
TABS = (
    ("PROPOSED", "待批准"),
    ("MINE", "我的草稿"),
    ("APPROVED", "已批准"),
    ("RETROACTIVE", "追溯生效"),
    ("ALL", "全部"),
)


@requires(VIEW)
def changes(request: OfficerRequest) -> HttpResponse:
    """List the changes: those that wait for approval first."""
    tab = request.GET.get("tab", "PROPOSED")
    visible = proposals_within(request.access.scope)
    if tab == "MINE":
        visible = visible.filter(proposed_by=request.access.user, status=ProposalStatus.DRAFT)
    elif tab == "RETROACTIVE":
        visible = visible.filter(is_retroactive=True, status=ProposalStatus.APPROVED)
    elif tab in ProposalStatus.values:
        visible = visible.filter(status=tab)
    else:
        visible = visible.exclude(status=ProposalStatus.DRAFT)
    page = Paginator(visible, A_PAGE).get_page(request.GET.get("page"))
    names = region_titles(each.region for each in page)
    known = book().definitions
    lines = [
        {
            "proposal": each,
            "region": names.get(each.region, each.region),
            "labels": [known[v.key].label if v.key in known else v.key for v in each.values.all()],
            "begins": min((value.begins for value in each.values.all()), default=None),
        }
        for each in page
    ]
    context = {"page": page, "lines": lines, "tab": tab, "tabs": TABS, **_waiting(request)}
    return render(request, "rulebook/changes.html", context)


def _waiting(request: OfficerRequest) -> Mapping[str, Any]:
    region = request.focus.region
    return {
        "waiting": proposals_within(request.access.scope).filter(status=ProposalStatus.PROPOSED).count(),
        "may_propose": may_change(request, region) and len(region) <= 6,
        "region": region,
    }


@requires(PROPOSE)
def choose_parameter(request: OfficerRequest) -> HttpResponse:
    """Let somebody find the parameter to change."""
    region, search = region_asked(request), request.GET.get("q", "").strip()
    proposal = request.GET.get("proposal", "")
    context = {
        "region": region,
        "region_name": region_title(region),
        "q": search,
        "proposal": proposal if proposal.isdigit() else "",
        "found": sheet(region, clock.today(), search=search),
    }
    return render(request, "rulebook/choose_parameter.html", context)


def _definition(key: str) -> Definition:
    found = book().definitions.get(key)
    if found is None:
        raise Http404
    return found


def _about(region: str, definition: Definition) -> dict[str, Any]:
    now = book().parameters(region, clock.today()).get(definition.key)
    return {
        "region": region,
        "region_name": region_title(region),
        "definition": definition,
        "now": now,
        "now_text": show_value(definition, now.value) if now else "",
        "now_region": region_title(now.region) if now else "",
        "documents": PolicyDocument.objects.values_list("number", flat=True),
    }


@requires(PROPOSE, verbs=("GET", "POST"))
def create_change(request: OfficerRequest) -> HttpResponse:
    """Draft a change of one parameter."""
    region = region_asked(request)
    if not may_change(request, region):
        raise Http404
    definition = _definition(request.GET.get("key", ""))
    about = _about(region, definition)
    form = ChangeForm(
        request.POST or None, definition=definition, initial=initial_from(definition, about["now"])
    )
    if form.is_valid():
        try:
            proposal = draft_change(
                region,
                title=form.cleaned_data["title"],
                reason=form.cleaned_data["reason"],
                value=form.draft(),
                by=request.access.user,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, "草稿已保存。看看还缺什么，齐了就提交。")
            return redirect("rulebook:change", pk=proposal.pk)
    return _form_page(request, form, about)


def _form_page(request: OfficerRequest, form: ValueForm, about: dict[str, Any]) -> HttpResponse:
    status = 400 if form.errors else 200
    return render(request, "rulebook/change_edit.html", about | {"form": form}, status=status)


def proposal_or_404(request: OfficerRequest, pk: int) -> Proposal:
    """Return a proposal the person may see; a draft only its own proposer sees."""
    found = get_object_or_404(proposals_within(request.access.scope), pk=pk)
    if found.status == ProposalStatus.DRAFT and not are_one_person(found.proposed_by, request.access.user):
        raise Http404
    return found


@requires(PROPOSE, verbs=("GET", "POST"), object_kind="proposal", id_parameter="pk")
def add_value(request: OfficerRequest, pk: int, key: str) -> HttpResponse:
    """Add another parameter to a draft."""
    proposal = proposal_or_404(request, pk)
    definition = _definition(key)
    about = _about(proposal.region, definition) | {"proposal": proposal}
    initial = initial_from(definition, about["now"])
    if first := proposal.values.first():
        initial |= {"begins": first.begins, "document": first.document}
    return _put(
        request, proposal, ValueForm(request.POST or None, definition=definition, initial=initial), about
    )


@requires(PROPOSE, verbs=("GET", "POST"), object_kind="proposal", id_parameter="pk")
def edit_value(request: OfficerRequest, pk: int, value: int) -> HttpResponse:
    """Change one value of a draft."""
    proposal = proposal_or_404(request, pk)
    row = get_object_or_404(proposal.values, pk=value)
    definition = _definition(row.key)
    about = _about(proposal.region, definition) | {"proposal": proposal}
    form = ValueForm(request.POST or None, definition=definition, initial=initial_of_value(definition, row))
    return _put(request, proposal, form, about, replacing=row.pk)


def _put(
    request: OfficerRequest,
    proposal: Proposal,
    form: ValueForm,
    about: dict[str, Any],
    *,
    replacing: int | None = None,
) -> HttpResponse:
    if form.is_valid():
        try:
            put_value(proposal, form.draft(), by=request.access.user, at=clock.now(), replacing=replacing)
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, "已保存。")
            return redirect("rulebook:change", pk=proposal.pk)
    return _form_page(request, form, about)


@requires(VIEW, object_kind="proposal", id_parameter="pk")
def change(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a change: what it would replace, what it lacks, who may decide."""
    proposal = proposal_or_404(request, pk)
    on = clock.today()
    values = list(proposal.values.all())
    is_open = proposal.status in {ProposalStatus.DRAFT, ProposalStatus.PROPOSED}
    lacking = obstacles(proposal, on=on) if is_open else []
    context = {
        "proposal": proposal,
        "region_name": region_title(proposal.region),
        "compared": compared(proposal),
        "files": proposal.files.select_related("added_by").defer("content"),
        "studies": proposal.studies.select_related("made_by"),
        "fresh": fresh_study(proposal, values) if values else None,
        "needs_study": bool(values) and needs_study(values),
        "study_page": next((reverse(one.page, args=[proposal.pk]) for one in objectors()), ""),
        "is_open": is_open,
        "lacking": [one for one in lacking if one.key != "RETROACTIVE"],
        "reaches_back": any(value.begins < on for value in values),
        "why_above": why_above(proposal, on=on) if is_open and values else "",
        "file_form": FileForm(),
        "submit_form": SubmitForm(),
        **_rights(proposal, request.access),
    }
    return render(request, "rulebook/change.html", context)


def _rights(proposal: Proposal, access: Access) -> Mapping[str, bool]:
    on, user = clock.today(), access.user
    own = bool(are_one_person(proposal.proposed_by, user))
    waits = proposal.status == ProposalStatus.PROPOSED
    holds = access.may(APPROVE) and bool(posts_for(user, APPROVE, proposal.region, on=on))
    decides = waits and not own and holds
    return {
        "may_edit": own and proposal.status == ProposalStatus.DRAFT,
        "may_withdraw": own and proposal.status in {ProposalStatus.DRAFT, ProposalStatus.PROPOSED},
        "may_decide": decides,
        "is_above": decides and stands_above(user, proposal.region, on=on),
    }
