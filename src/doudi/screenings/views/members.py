"""Shows somebody of a screening round and takes the conclusion, with the paper they signed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.documents.services.attachments import Given
from doudi.documents.states import AttachmentKind
from doudi.monitoring.models import LedgerEntry
from doudi.monitoring.selectors.ledger import entries_within
from doudi.registry.selectors import records_of
from doudi.screenings.catalogue import drawing
from doudi.screenings.models import ScreeningMember
from doudi.screenings.selectors.rounds import member_lines, members_within
from doudi.screenings.services.members import SUBJECT, conclude_member
from doudi.screenings.states import OUTCOMES_OF, ScreeningKind, ScreeningStatus

CONCLUDES = "monitoring.conclude_entry"


class MemberForm(forms.Form):
    """What was found of somebody, why, and the paper they signed."""

    outcome = forms.ChoiceField(label=_("结论"))
    reason = forms.CharField(
        label=_("依据"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清怎么核实的、凭什么这样定。"),
    )
    paper = forms.FileField(
        label=_("书面意愿或协议"),
        required=False,
        help_text=_("自愿保留低保的必须上传；PDF、docx、xlsx、JPG、PNG，不超过 20 MB。"),
    )

    def __init__(self, kind: str, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        outcome = self.fields["outcome"]
        assert isinstance(outcome, forms.ChoiceField)  # noqa: S101 -- for the type checker
        outcome.choices = [("", _("请选择")), *((each.value, each.label) for each in OUTCOMES_OF[kind])]
        if kind != ScreeningKind.TEKUN:
            del self.fields["paper"]


@requires(
    "monitoring.view_ledger",
    verbs=("GET", "POST"),
    posting=CONCLUDES,
    object_kind="screening_member",
    id_parameter="pk",
)
def member(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show why somebody is in a round and what came of it; take the conclusion from who may give one."""
    shown = get_object_or_404(members_within(request.access.scope).defer(None), pk=pk)
    is_open = shown.screening.status == ScreeningStatus.OPEN
    asks = bool(OUTCOMES_OF[shown.screening.kind])
    may_conclude = request.access.may(CONCLUDES) and is_open and asks
    form = MemberForm(shown.screening.kind, request.POST or None, request.FILES or None)
    if request.method == "POST":
        if not may_conclude:
            messages.error(request, "这一轮已经结案，或这一类排查不填结论。请回到名单查看。")
            return redirect("screenings:screening_member", pk=pk)
        if form.is_valid() and _is_concluded(request, shown, form):
            messages.success(request, "结论已记下。")
            return redirect("screenings:screening", pk=shown.screening_id)
    _record("monitoring.screening_member_viewed", request, shown)
    context = {
        "member": shown,
        "line": member_lines([shown])[0],
        "entries": _entries(request, shown),
        "form": form,
        "asks": asks,
        "is_compared_too": shown.screening.kind != ScreeningKind.TEKUN,
        "may_conclude": may_conclude,
    }
    return render(request, "screenings/member.html", context, status=422 if form.errors else 200)


def _entries(request: OfficerRequest, shown: ScreeningMember) -> list[LedgerEntry]:
    entries = entries_within(request.access.scope)
    rules = (*drawing().signs, *drawing().heavy)
    return list(entries.filter(person__in=records_of(shown.person), rule__in=rules))


def _is_concluded(request: OfficerRequest, shown: ScreeningMember, form: MemberForm) -> bool:
    given, sent = form.cleaned_data, form.cleaned_data.get("paper")
    try:
        conclude_member(
            shown,
            outcome=given["outcome"],
            reason=given["reason"],
            paper=Given(sent.name, sent.read(), AttachmentKind.WISH) if sent else None,
            by=request.access.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        field = {"file": "paper"}.get(refusal.field, refusal.field)
        form.add_error(field if field in form.fields else None, refusal.sentence)
        return False
    return True


def _record(action: str, request: OfficerRequest, shown: ScreeningMember) -> None:
    audit.record(
        action,
        subject_type=SUBJECT,
        subject_id=str(shown.pk),
        by=request.access.user,
        at=clock.now(),
        division=shown.division,
    )
