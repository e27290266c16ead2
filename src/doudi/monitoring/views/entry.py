"""Shows one ledger entry and takes what officers decide about it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.accounts.selectors import named_post, signatures
from doudi.audit import services as audit
from doudi.audit.selectors import entries_about
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.addresses import own_address
from doudi.common.kit import Comparison, Happening, Pair
from doudi.common.lists.showing import kept_query, way_through
from doudi.common.once import DoneBefore, once, posted
from doudi.common.problems import Refusal
from doudi.matching.wording import sentence
from doudi.monitoring.catalogue import rule_named
from doudi.monitoring.forms import ConclusionForm, GradeForm, RiskForm, VisitForm
from doudi.monitoring.models import Finding, LedgerEntry, RiskAssessment
from doudi.monitoring.selectors.ledger import entries_within
from doudi.monitoring.selectors.lines import entry_lines
from doudi.monitoring.selectors.lists import LEDGER
from doudi.monitoring.selectors.risk import assessments_of, risk_scale
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.services.risk import assess_risk
from doudi.monitoring.states import Doubt
from doudi.monitoring.views.acts import entry_address

HAPPENINGS: Mapping[str, tuple[str, str]] = {
    "monitoring.entry_viewed": ("查看", ""),
    "monitoring.entry_assigned": ("指定责任人", "busy"),
    "monitoring.entry_concluded": ("填写结论", "ok"),
    "monitoring.risk_assessed": ("风险评定", "wait"),
    "monitoring.entry_visited": ("走访", "ok"),
    "monitoring.entry_regraded": ("调整预警等级", "wait"),
    "monitoring.entry_struck_off": ("销号", "ok"),
    "monitoring.pause_asked": ("申请暂停计时", "wait"),
    "monitoring.pause_decided": ("批复暂停计时", ""),
}

DOUBTS: Mapping[str, str] = {
    Doubt.NAME: "号码相同、姓名不同，先核对是不是同一人：是同一人再按情形处理，不是同一人请选“误报”。",
    Doubt.SHARED: "同一号码登记在两个人名下，先核对号码是谁的，再按情形处理；不是此人的请选“误报”。",
}


def _entry(request: OfficerRequest, pk: int) -> LedgerEntry:
    return get_object_or_404(entries_within(request.access.scope), pk=pk)


@requires("monitoring.view_ledger", object_kind="ledger_entry", id_parameter="pk")
def entry(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show an entry with both records side by side; the look is written into the audit trail."""
    shown = _entry(request, pk)
    _record_look(request, shown)
    return _page(request, shown)


@requires("monitoring.conclude_entry", verbs=("POST",), object_kind="ledger_entry", id_parameter="pk")
def conclude(request: OfficerRequest, pk: int) -> HttpResponse:
    """Conclude an entry, or show the form again with what is wrong."""
    shown = _entry(request, pk)
    form = ConclusionForm(rule_named(shown.rule), request.POST)
    way = way_through(request, LEDGER, pk)
    onwards = way.onwards if way else entry_address(request, pk)
    if form.is_valid():
        try:
            with once(request):
                conclude_entry(shown, by=request.access.user, at=clock.now(), **form.cleaned_data)
        except DoneBefore as before:
            messages.info(request, before.sentence)
            return redirect(own_address(onwards))
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, "结论已记入台账。")
            return redirect(own_address(onwards))
    return _page(request, shown, conclusion=form, status=422)


@requires("monitoring.conclude_entry", verbs=("POST",), object_kind="ledger_entry", id_parameter="pk")
def assess(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take a risk assessment, or show the form again with what is wrong."""
    shown = _entry(request, pk)
    form = RiskForm(risk_scale(), posted(request))
    if form.is_valid():
        try:
            made = assess_risk(
                shown,
                figures=form.figures(),
                level=form.cleaned_data["level"],
                measures=form.cleaned_data["measures"],
                next_review_on=form.cleaned_data["next_review_on"],
                once=form.cleaned_data["once"],
                by=request.access.user,
                at=clock.now(),
            )
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        else:
            messages.success(request, f"已评定为{made.get_level_display()}。")
            return redirect(own_address(entry_address(request, pk)))
    return _page(request, shown, risk=form, status=422)


def _page(
    request: OfficerRequest,
    shown: LedgerEntry,
    *,
    conclusion: ConclusionForm | None = None,
    risk: RiskForm | None = None,
    status: int = 200,
) -> HttpResponse:
    rule = rule_named(shown.rule)
    findings = list(shown.findings.order_by("-period"))
    newest = findings[0] if findings else None
    (line,) = entry_lines([shown], on=clock.today())
    context = {
        "entry": shown,
        "line": line,
        "owner": named_post(shown.owner) if shown.owner else "",
        "rule": rule,
        "finding": newest,
        "sentence": sentence(rule, newest.measures) if newest else "",
        "doubt_sentence": DOUBTS.get(newest.doubt, "") if newest else "",
        "comparison": _comparison(newest) if newest else None,
        "months": findings,
        "happenings": _happenings(request, shown),
        "conclusion": conclusion or ConclusionForm(rule),
        "risk": risk or RiskForm(risk_scale()),
        "scale": risk_scale(),
        "assessments": _assessments(shown),
        "asks_risk": bool(shown.person_id) and rule.role in {"gap", "change"},
        "may_conclude": request.access.may("monitoring.conclude_entry"),
        "way": way_through(request, LEDGER, shown.pk),
        "kept": kept_query(request, LEDGER),
        **_acts(request, shown),
    }
    return render(request, "monitoring/entry.html", context, status=status)


def _acts(request: OfficerRequest, shown: LedgerEntry) -> dict[str, Any]:
    return {
        "visits": shown.visits.select_related("visited_by").order_by("-visited_on", "-id"),
        "visit_form": VisitForm(initial={"visited_on": clock.today()}),
        "grade_form": GradeForm(initial={"severity": shown.severity}),
    }


def _assessments(shown: LedgerEntry) -> list[tuple[RiskAssessment, list[str]]]:
    titles = {factor.key: factor.title for factor in risk_scale().factors}
    return [(made, [titles.get(key, key) for key in made.triggered]) for made in assessments_of(shown)]


def _record_look(request: OfficerRequest, shown: LedgerEntry) -> None:
    audit.record(
        "monitoring.entry_viewed",
        subject_type="ledger_entry",
        subject_id=str(shown.pk),
        by=request.access.user,
        at=clock.now(),
        division=shown.division,
    )


def _comparison(finding: Finding) -> Comparison | None:
    evidence = json.loads(finding.evidence)
    left, right = evidence.get("left"), evidence.get("right")
    if left is None:
        return None
    other = {column: value for column, _, value in right["fields"]} if right else {}
    labels = {column: label for column, label, _ in [*left["fields"], *(right["fields"] if right else [])]}
    mine = {column: value for column, _, value in left["fields"]}
    return Comparison(
        left=left["source"],
        left_source=_place(left),
        right=right["source"] if right else "无对应记录",
        right_source=_place(right) if right else "",
        rows=[_pair(column, label, mine, other) for column, label in labels.items()],
    )


def _pair(column: str, label: str, mine: Mapping[str, str], other: Mapping[str, str]) -> Pair:
    both = column in mine and column in other
    left, right = mine.get(column, ""), other.get(column, "")
    return Pair(label=label, left=left, right=right, differs=both and left != right)


def _place(side: Mapping[str, Any]) -> str:
    return f"{side['file']} 第 {side['row']} 行"


def _happenings(request: OfficerRequest, shown: LedgerEntry) -> list[Happening]:
    trail = entries_about("ledger_entry", str(shown.pk), scope=request.access.scope)[:20]
    names = signatures((item.actor, item.at) for item in trail)
    return [
        Happening(
            at=item.at,
            title=HAPPENINGS.get(item.action, (item.action, ""))[0],
            by=names[item.actor, item.at],
            text=item.reason,
            tone=HAPPENINGS.get(item.action, ("", ""))[1],
        )
        for item in trail
    ]
