"""Lists applications, hands the list out, and shows one: where it stands, what is next, by when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from doudi.accounts.deciding import are_one_person
from doudi.audit import listing
from doudi.casework.catalogue import title_of
from doudi.casework.forms import DecideForm, SendBackForm, WithdrawForm
from doudi.casework.models import Application, Opinion
from doudi.casework.rules.handling import Act as How
from doudi.casework.rules.handling import act_of, awaits_decision, happen_next
from doudi.casework.selectors.applications import applications_within, who
from doudi.casework.selectors.extending import extensible
from doudi.casework.selectors.lists import APPLICATIONS
from doudi.casework.selectors.papers import papers_for
from doudi.casework.selectors.progress import Progress, competent_for, may_handle, progress_of
from doudi.casework.selectors.sources import Source
from doudi.casework.selectors.telling import clock_lines, happenings_of, stages_of
from doudi.casework.services.checking import may_request_check
from doudi.casework.services.deciding import digest_seen
from doudi.casework.services.opining import found_for
from doudi.casework.services.recording import record_act
from doudi.casework.services.standing import outcome_of
from doudi.casework.states import SUBJECT, TONE_OF, Outcome
from doudi.casework.views.nexts import extend_form, next_acts
from doudi.common import clock
from doudi.common.about import subject_seen
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import first_error
from doudi.common.lists.showing import shown
from doudi.delegation.selectors.competence import QuestionRefused
from doudi.notices.selectors.letters import letter_lines, letters_about
from doudi.regions.selectors import name_path
from doudi.verification.selectors.checks import checks_about, open_check, stage_of
from doudi.verification.states import TONE_OF as CHECK_TONES
from doudi.work.services.moves import Act

VIEW, HANDLE, DECIDE = "casework.view", "casework.handle", "casework.decide"
EMPTY = {
    "title": "还没有申请",
    "sentence": "在受理台找到来申请的家庭，登记以后，这里会列出每一件和它的下一步。",
    "icon": "file-plus",
    "action": "去受理台",
    "address": "/apply/",
}


@requires(VIEW, verbs=("GET", "POST"))
def applications(request: OfficerRequest) -> HttpResponse:
    """List the applications of the division in focus; whom to search for is posted."""
    found = shown(request, APPLICATIONS)
    context = {"shown": found, "lines": found.lines, "empty": EMPTY, "may_apply": _may_apply(request)}
    return render(request, "casework/applications.html", context, status=found.status)


def _may_apply(request: OfficerRequest) -> bool:
    """Say whether the page leads on to the counter; what is posted here only searches."""
    return bool(request.access.may(HANDLE))


@requires("casework.export")
def export(request: OfficerRequest) -> HttpResponse:
    """Hand out the applications as filtered, as a workbook; the act is audited."""
    return listing.export(request, APPLICATIONS)


@requires(VIEW, object_kind="application", id_parameter="pk")
def application(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one application with its one next step; looking is written down."""
    found = found_in(request, pk)
    record_act("casework.viewed", found, Act(clock.now(), request.access.user))
    return page(request, found)


def found_in(request: OfficerRequest, pk: int) -> Application:
    """Return an application the reader may see; 404 for any other."""
    return get_object_or_404(applications_within(request.access.scope), pk=pk)


def page(
    request: OfficerRequest, found: Application, wrong: Mapping[str, forms.Form] | None = None
) -> HttpResponse:
    """Show the page of an application, with the forms that were filled in wrongly."""
    today, wrong = clock.today(), wrong or {}
    progress = progress_of(found, on=today)
    outcome = outcome_of(progress)
    may_act = request.access.may(HANDLE) and may_handle(request.access.user, progress, on=today)
    opinion = found.opinions.select_related("sheet__facts", "given_by").last()
    context = {
        "application": found,
        "filing": found.filing,
        "who": who(found),
        "title": title_of(found.programme),
        "place": name_path(found.division),
        "received_at": name_path(found.filing.place) if found.filing.place not in found.division else "",
        "progress": progress,
        "outcome": Outcome(outcome).label if outcome else _now(progress),
        "tone": TONE_OF[outcome],
        "is_open": not outcome,
        "stages": stages_of(progress),
        "clocks": clock_lines(progress),
        "happenings": happenings_of(progress),
        "opinion": opinion,
        "found": found_for(found, opinion.sheet) if opinion else None,
        "decision": getattr(found, "decision", None),
        "waits_for": _waits_for(progress),
        **_around(request, found),
        "problems": [first_error(form) for form in wrong.values() if form.errors],
        "is_collecting": _waits_for_papers(progress),
        "lacks": len(papers_for(found).missing) if _waits_for_papers(progress) else 0,
        **(_acting(progress, wrong) if may_act else {}),
        **_checking(request, progress, wrong),
        **_deciding(request, progress, opinion, wrong),
    }
    status = 422 if any(form.errors for form in wrong.values()) else 200
    return render(request, "casework/application.html", context, status=status)


def _acting(progress: Progress, wrong: Mapping[str, forms.Form]) -> Mapping[str, Any]:
    """Return what whoever does the step of an application may do with it now."""
    may_extend = bool(extensible(progress, on=clock.today()))
    return {
        "nexts": next_acts(progress, wrong),
        "withdrawing": wrong.get("withdraw") or WithdrawForm(),
        "may_withdraw": not outcome_of(progress),
        "extending": (wrong.get("extend") or extend_form(progress)) if may_extend else None,
    }


def _waits_for_papers(progress: Progress) -> bool:
    return not progress.is_withdrawn and any(act_of(one) is How.PAPERS for one in happen_next(progress.place))


def _now(progress: Progress) -> str:
    """Return what an application under way waits for; a step named after its outcome is not decided yet."""
    return "待决定" if awaits_decision(progress.place) else progress.place.step.label


def _around(request: OfficerRequest, found: Application) -> Mapping[str, object]:
    """Return what stands around an application: what was asked for with it, out of what, what was written."""
    return {
        "others": _others(found),
        "source": _source(request, found),
        "letters": letter_lines(letters_about(SUBJECT, str(found.pk))),
    }


def _source(request: OfficerRequest, found: Application) -> Source | None:
    """Return the record an application came out of, for whoever may see it."""
    kind, key = found.filing.source_kind, found.filing.source_id
    return Source(kind, key) if kind and subject_seen(request.access, kind, key) else None


def _others(found: Application) -> list[Mapping[str, object]]:
    """Return what the same household asked for at the same time."""
    others = found.filing.applications.exclude(pk=found.pk).select_related("person")
    return [
        {
            "pk": each.pk,
            "title": title_of(each.programme) + (f"（{each.person.name}）" if each.person else ""),
        }
        for each in others
    ]


def _waits_for(progress: Progress) -> str:
    if not awaits_decision(progress.place) or outcome_of(progress):
        return ""
    try:
        decider = competent_for(progress, on=clock.today(), fen=0).competence.decider
    except QuestionRefused as refusal:
        return refusal.sentence
    return f"{decider.label}（{decider.citation.document}{decider.citation.article}）"


def _checking(
    request: OfficerRequest, progress: Progress, wrong: Mapping[str, forms.Form]
) -> Mapping[str, Any]:
    """Return the checks of the family's means for an application, and whether one may be asked for now."""
    if not request.access.may("verification.view"):
        return {"checks": []}
    found = checks_about(SUBJECT, str(progress.application.pk))
    may_ask = request.access.may("verification.request") and may_request_check(progress)
    return {
        "checks": [(each, stage_of(each), CHECK_TONES[stage_of(each)]) for each in found],
        "may_check": may_ask and open_check(progress.application.filing.household) is None,
        "check_form": wrong.get("check"),
    }


def _deciding(
    request: OfficerRequest, progress: Progress, opinion: Opinion | None, wrong: Mapping[str, forms.Form]
) -> Mapping[str, Any]:
    if opinion is None or outcome_of(progress) or not awaits_decision(progress.place):
        return {"may_decide": False}
    user = request.access.user
    is_own = are_one_person(opinion.given_by, user) is not False
    return {
        "may_decide": request.access.may(DECIDE) and not is_own,
        "is_own": is_own,
        "seen": digest_seen(opinion),
        "deciding": wrong.get("decide") or DecideForm(),
        "sending_back": wrong.get("send_back") or SendBackForm(steps_been(progress)),
    }


def steps_been(progress: Progress) -> Sequence[tuple[str, str]]:
    """Return the steps an application may be sent back to: those an office did before."""
    steps = progress.procedure.steps
    been = dict.fromkeys(one.name for one in progress.records if one.is_entry)
    last = progress.place.step.name
    return [(name, steps[name].label) for name in been if name != last and steps[name].office != "APPLICANT"]
