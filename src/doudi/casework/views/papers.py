"""Shows the papers of a filing, takes them in, and tells once what is missing."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.casework.catalogue import title_of
from doudi.casework.models import Filing
from doudi.casework.rules.papers import Need
from doudi.casework.selectors.applications import filings_within
from doudi.casework.selectors.papers import papers_of
from doudi.casework.services.looking import record_filing_seen
from doudi.casework.services.papers import relist, take_in, tell_missing
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import told
from doudi.documents.services.attachments import Given
from doudi.documents.states import AttachmentKind
from doudi.notices.selectors.letters import letter_lines, letters_about
from doudi.regions.selectors import name_path
from doudi.work.services.moves import Act

VIEW, HANDLE = "casework.view", "casework.handle"
APPLY = "APPLY"


@requires(VIEW, object_kind="filing", id_parameter="pk")
def filing(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one filing: its applications, the papers it has, those that are proven, those that are missing."""
    found = _found(request, pk)
    record_filing_seen(found, Act(clock.now(), request.access.user))
    applications = found.applications.select_related("standing", "person").order_by("id")
    context = {
        "filing": found,
        "place": name_path(found.division),
        "papers": papers_of(found),
        "applications": [(each, title_of(each.programme)) for each in applications],
        "letters": letter_lines(letters_about("filing", str(found.pk))),
        "may_handle": request.access.may(HANDLE),
        "is_waiting": any(each.standing.step == APPLY and not each.standing.outcome for each in applications),
    }
    return render(request, "casework/filing.html", context)


def _found(request: OfficerRequest, pk: int) -> Filing:
    return get_object_or_404(filings_within(request.access.scope), pk=pk)


@requires(HANDLE, verbs=("POST",), object_kind="filing", id_parameter="pk")
def take(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take in the papers that were chosen, or the promises in their place: all of them or none."""
    found = _found(request, pk)
    promised = set(request.POST.getlist("promise"))
    given = [
        (need, Given(file.name or "", file.read(), AttachmentKind.CERTIFICATE), key in promised)
        for key, file in request.FILES.items()
        if (need := need_of(key)) is not None and isinstance(file, UploadedFile)
    ]
    act = Act(clock.now(), request.access.user)
    told(request, lambda: take_in(found, given, act=act), f"收下 {len(given)} 份。")
    return redirect("casework:filing", pk=pk)


def need_of(key: str) -> Need | None:
    """Return the paper a field of the page is about; nothing for a field of no paper."""
    code, _, person = key.partition(":")
    if not code or not (person.isdigit() or not person):
        return None
    return Need(code, int(person) if person else None)


@requires(HANDLE, verbs=("POST",), object_kind="filing", id_parameter="pk")
def tell(request: OfficerRequest, pk: int) -> HttpResponse:
    """Tell everything that is missing in one letter."""
    found = _found(request, pk)
    act = Act(clock.now(), request.access.user)
    told(request, lambda: tell_missing(found, act=act), "已一次性告知，告知书交给乡镇送达。")
    return redirect("casework:filing", pk=pk)


@requires(HANDLE, verbs=("POST",), object_kind="filing", id_parameter="pk")
def look_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """List the papers anew by the circumstances now on record."""
    found = _found(request, pk)
    act = Act(clock.now(), request.access.user)
    told(request, lambda: relist(found, act=act), "已按家庭情况表核对材料。")
    return redirect("casework:filing", pk=pk)
