"""The counter: finds a household, says what fits it, and takes in what it asks for."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.casework.forms import FileForm
from doudi.casework.models import Filing
from doudi.casework.selectors.fitting import Fit, Living, facts_of, fits, living_in
from doudi.casework.selectors.sources import Source
from doudi.casework.services.filing import NewFiling, Wanted, file_applications
from doudi.casework.services.looking import record_family_seen, record_search
from doudi.casework.states import Way
from doudi.common import clock
from doudi.common.about import subject_seen
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.once import posted
from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.regions.selectors import name_path
from doudi.registry.models import Household
from doudi.registry.selectors import households_within
from doudi.registry.selectors.finding import households_of
from doudi.rulebook.catalogue import book
from doudi.work.services.moves import Act

HANDLE = "casework.handle"
MOST_FOUND = 20


@requires(HANDLE, verbs=("GET", "POST"))
def counter(request: OfficerRequest) -> HttpResponse:
    """Look for the household that came; what is typed is posted, so that no name stands in an address."""
    text = request.POST.get("who", "").strip()
    found = _found(request, text) if text else []
    act = Act(clock.now(), request.access.user)
    if text:
        record_search(request.access.post.division_id or "", len(found), act)
    if len(found) == 1:
        return redirect("casework:apply", pk=found[0].pk)
    today = clock.today()
    context = {
        "text": text,
        "lines": [(each, living_in(each, on=today), name_path(each.division)) for each in found[:MOST_FOUND]],
        "has_more": len(found) > MOST_FOUND,
    }
    return render(request, "casework/counter.html", context)


def _found(request: OfficerRequest, text: str) -> list[Household]:
    return list(households_of(text, scope=request.access.scope)[: MOST_FOUND + 1])


@requires(HANDLE, verbs=("GET", "POST"), object_kind="household", id_parameter="pk")
def apply(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show what fits a household, and take in what it asks for; the page sent twice is taken in once."""
    household = get_object_or_404(households_within(request.access.scope), pk=pk)
    source = _source(request, household)
    today = clock.today()
    living, facts = living_in(household, on=today), facts_of(household)
    fitting = fits(book(), household, facts, on=today)
    form = _form(request, household, living, fitting, source)
    made: list[Filing] = []
    if form.is_valid() and attempt(form, lambda: made.append(_file(request, household, living, form))):
        messages.success(request, f"已登记 {made[0].applications.count()} 件申请。")
        return redirect("casework:filing", pk=made[0].pk)
    record_family_seen(household, Act(clock.now(), request.access.user))
    context = {
        "household": household,
        "living": living,
        "facts": facts,
        "fitting": fitting,
        "form": form,
        "place": name_path(household.division),
        "source": source,
    }
    return render(request, "casework/apply.html", context, status=422 if form.errors else 200)


def _source(request: OfficerRequest, household: Household) -> Source | None:
    """Return the record somebody came from; one they may not see or of another household is not there."""
    said = request.POST.get("source") or request.GET.get("source", "")
    if not said:
        return None
    kind, _, key = said.partition(":")
    seen = subject_seen(request.access, kind, key)
    if seen is None or getattr(seen, "household_id", None) != household.pk:
        raise Http404
    return Source(kind, key)


def _form(
    request: OfficerRequest,
    household: Household,
    living: list[Living],
    fitting: list[Fit],
    source: Source | None,
) -> FileForm:
    people = [(str(one.key), f"{one.name}（{one.age} 岁）") for one in living]
    wanted = [(one.key, one.kind.title) for one in fitting if not one.is_open]
    initial = {
        "applicant": household.head_id,
        "filed_on": clock.today(),
        "way": Way.FOUND if source else Way.OWN,
        "reason": f"{source.title}里发现，上门说明政策后申请。" if source else "",
        "source": source.code if source else "",
    }
    return FileForm(people, wanted, posted(request) or None, initial=initial)


def _file(request: OfficerRequest, household: Household, living: list[Living], form: forms.Form) -> Filing:
    given = dict(form.cleaned_data)
    people = {str(one.key): one.member.person for one in living}
    wanted = [_wanted(key, people) for key in given.pop("wanted")]
    post = request.access.post
    kind, _, key = given["source"].partition(":")
    new = NewFiling(
        household=household,
        applicant=people[given.pop("applicant")],
        wanted=wanted,
        place=(post.division_id or household.division)[:TOWNSHIP_DIGITS],
        way=Way(given.pop("way")),
        reason=given["reason"],
        filed_on=given["filed_on"],
        helper=given["helper"],
        helper_relation=given["helper_relation"],
        source=(kind, key),
    )
    return file_applications(new, by=request.access.user, at=clock.now(), once=given["once"])


def _wanted(key: str, people: dict) -> Wanted:  # type: ignore[type-arg]
    programme, _, person = key.partition(":")
    return Wanted(programme, people[person] if person else None)
