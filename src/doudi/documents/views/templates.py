"""Shows the Word templates papers are drawn from, takes a county's own, has another person decide."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.accounts.deciding import are_one_person
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.county import choose_a_county, county_of
from doudi.common.forms import attempt
from doudi.common.problems import Refusal
from doudi.common.scope import Scope
from doudi.documents import folders
from doudi.documents.catalogue import fields_of, issued_kinds, templated
from doudi.documents.forms import TemplateForm
from doudi.documents.models import PaperTemplate, TemplateDecision
from doudi.documents.rules.forms import LARGE, PDF, WORD
from doudi.documents.rules.issued import IssuedKind
from doudi.documents.selectors import template_in_force, templates_within
from doudi.documents.services.issuing import Made
from doudi.documents.services.letters import DOCX, standing_template, tried
from doudi.documents.services.templates import Proposed, decide_template, propose_template
from doudi.documents.views.papers import handed

VIEW, PROPOSE, APPROVE = "documents.view_issued", "documents.propose_template", "documents.approve_template"
TEMPLATE = "template"
FORMS = (PDF, LARGE, WORD)


@dataclass(frozen=True, slots=True)
class KindLine:
    """A kind of paper with the template that draws it, and whether another waits for a decision."""

    code: str
    kind: IssuedKind
    own: PaperTemplate | None
    is_waiting: bool


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """A template somebody proposed, with how it stands."""

    template: PaperTemplate
    decision: TemplateDecision | None
    label: str
    tone: str
    may_decide: bool

    @property
    def approve_id(self) -> str:
        """Return what the dialogue to approve it is called on the page."""
        return f"approve-{self.template.pk}"

    @property
    def refuse_id(self) -> str:
        """Return what the dialogue to refuse it is called on the page."""
        return f"refuse-{self.template.pk}"


@requires(VIEW)
def kinds(request: OfficerRequest) -> HttpResponse:
    """List the papers drawn from Word templates, with the template of the county in focus."""
    county = county_of(request)
    if not county:
        return choose_a_county(request)
    waiting = set(
        templates_within(Scope.of([county])).filter(decision__isnull=True).values_list("kind", flat=True)
    )
    lines = [
        KindLine(
            code, issued_kinds()[code], template_in_force(code, county, on=clock.today()), code in waiting
        )
        for code in sorted(templated())
    ]
    return render(request, "documents/templates.html", {"lines": lines})


@requires(VIEW, verbs=("GET", "POST"), posting=PROPOSE, object_kind="paper_kind", id_parameter="kind")
def kind(request: OfficerRequest, kind: str) -> HttpResponse:
    """Show the template of a kind of paper, its fields and what was proposed; take a county's own."""
    county = _county(request, kind)
    form = TemplateForm(request.POST or None, request.FILES or None, initial={"valid_from": clock.today()})
    if form.is_valid() and attempt(form, lambda: _propose(request, form, kind, county)):
        messages.success(request, "模板已提出，等另一位同事批准；批准以前仍用原来的模板。")
        return redirect("documents:template_kind", kind=kind)
    today = clock.today()
    own = template_in_force(kind, county, on=today)
    proposals = templates_within(Scope.of([county])).filter(kind=kind)
    context = {
        "code": kind,
        "kind": issued_kinds()[kind],
        "version": issued_kinds()[kind].version_on(today),
        "own": own,
        "fields": fields_of(kind).items(),
        "lines": [_line(request, each, own, today) for each in proposals],
        "form": form,
        "may_propose": request.access.may(PROPOSE) and request.access.scope.covers(county),
    }
    return render(request, "documents/template.html", context, status=422 if form.errors else 200)


def _county(request: OfficerRequest, kind: str) -> str:
    county = county_of(request)
    if not county or kind not in templated():
        raise Http404
    if request.method == "POST" and not request.access.scope.covers(county):
        raise Http404
    return county


def _propose(request: OfficerRequest, form: TemplateForm, kind: str, county: str) -> PaperTemplate:
    sent = form.cleaned_data["file"]
    wanted = Proposed(kind, county, form.cleaned_data["valid_from"], sent.name, sent.read())
    return propose_template(wanted, by=request.access.user, at=clock.now())


def _line(
    request: OfficerRequest, template: PaperTemplate, own: PaperTemplate | None, today: date
) -> TemplateLine:
    decision = getattr(template, "decision", None)
    label, tone = _standing(template, decision, own, today)
    may_decide = (
        decision is None
        and request.access.may(APPROVE)
        and not are_one_person(template.proposed_by, request.access.user)
    )
    return TemplateLine(template, decision, label, tone, may_decide)


def _standing(
    template: PaperTemplate, decision: TemplateDecision | None, own: PaperTemplate | None, today: date
) -> tuple[str, str]:
    if decision is None:
        return "待批准", "wait"
    if not decision.is_granted:
        return "不批准", "bad"
    if template == own:
        return "在用", "ok"
    return ("未到启用日", "busy") if template.valid_from > today else ("已被替换", "")


@requires(VIEW, object_kind="paper_kind", id_parameter="kind")
def standing(request: OfficerRequest, kind: str, form: str) -> HttpResponse:
    """Hand out the template in force, or show what it draws of made-up values."""
    county = _county(request, kind)
    return _shown(standing_template(kind, county, on=clock.today()).content, kind, form)


@requires(VIEW, object_kind="paper_template", id_parameter="pk")
def proposed(request: OfficerRequest, pk: int, form: str) -> HttpResponse:
    """Hand out a proposed template, or show what it draws of made-up values."""
    found = get_object_or_404(templates_within(request.access.scope), pk=pk)
    if found.kind not in templated():
        raise Http404
    return _shown(folders.read(found.place), found.kind, form)


def _shown(content: bytes, kind: str, form: str) -> HttpResponse:
    title = issued_kinds()[kind].title
    if form == TEMPLATE:
        return handed(content, DOCX, f"{title}模板.docx")
    if form not in FORMS:
        raise Http404
    made: Made = tried(content, kind, at=clock.now())[form]
    suffix = "docx" if form == WORD else "pdf"
    return handed(made.content, made.media_type, f"{title}样张.{suffix}")


@requires(APPROVE, verbs=("POST",), object_kind="paper_template", id_parameter="pk")
def decide(request: OfficerRequest, pk: int, answer: str) -> HttpResponse:
    """Approve or refuse a template somebody else proposed."""
    found = get_object_or_404(templates_within(request.access.scope), pk=pk)
    if answer not in {"approve", "refuse"}:
        raise Http404
    is_granted, reason = answer == "approve", request.POST.get("reason", "")
    try:
        decide_template(found, is_granted=is_granted, reason=reason, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已批准，从启用日起用它。" if is_granted else "没有批准，仍用原来的模板。")
    return redirect("documents:template_kind", kind=found.kind)
