"""Shows the audit trail to the audit administrator: who did what when, never what is in a case."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from doudi.accounts.selectors import log_in_names, signatures
from doudi.audit.models import Entry
from doudi.audit.selectors import entries_within
from doudi.audit.services import broken_links
from doudi.common.access import OfficerRequest, requires
from doudi.common.declared import declared
from doudi.regions.selectors import division_names

PAGE_SIZE = 100
OTHER = "其他对象"


@requires("audit.view_trail")
def trail(request: OfficerRequest) -> HttpResponse:
    """List what happened, newest first, by person and kind of act."""
    actor, action = request.GET.get("actor", "").strip(), request.GET.get("action", "")
    # the sealed parts, reason and details, may speak of people: they are not even read here
    found = entries_within(scope=request.access.scope).defer("reason", "details")
    if actor:
        found = found.filter(actor__in=log_in_names(actor))
    if action:
        found = found.filter(action=action)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    names = division_names(entry.division for entry in page)
    actors = signatures((entry.actor, entry.at) for entry in page)
    context = {
        "page": page,
        "rows": [_row(entry, actors[entry.actor, entry.at], names.get(entry.division, "")) for entry in page],
        "actions": sorted(declared("actions", "ACTIONS").items()),
        "actor": actor,
        "action": action,
        "is_checked": bool(request.GET.get("check")),
        "breaks": list(broken_links()) if request.GET.get("check") else [],
    }
    return render(request, "desk/trail.html", context)


def _row(entry: Entry, actor: str, place: str) -> dict[str, object]:
    acts, subjects = declared("actions", "ACTIONS"), declared("actions", "SUBJECTS")
    return {
        "at": entry.at,
        "actor": actor,
        "action": acts.get(entry.action, entry.action),
        "subject": f"{subjects.get(entry.subject_type, OTHER)} {entry.subject_id}",
        "place": place,
        "number": f"{entry.chain_id}-{entry.sequence}",
        "hash": entry.hash[:12],
    }
