"""What a department's liaison sees: whether somebody is on aid, the month's list, what changed."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.exchange.forms import SharedQueryForm
from doudi.exchange.models import SharingGrant
from doudi.exchange.selectors.sharing import data_date, grant_of, lists_missing
from doudi.exchange.services.sharing import note_refusal, query_person, take_changes, take_snapshot
from doudi.exchange.states import SharedField
from doudi.exchange.views.downloads import workbook_answer
from doudi.registry.states import Programme

PERMISSION = "exchange.use_sharing"
CONTRACT = 1
REFUSED = 422


@requires(PERMISSION, verbs=("GET", "POST"))
def shared(request: OfficerRequest) -> HttpResponse:
    """Ask about one number; the answer holds the granted fields alone, and is in the log."""
    grant = grant_of(request.access.post.organisation)
    form = SharedQueryForm(request.POST or None)
    answer = None
    if grant is not None and request.method == "POST" and form.is_valid():
        try:
            answer = query_person(grant, **form.cleaned_data, by=request.access.user, at=clock.now())
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    elif grant is None and request.method == "POST":
        _refuse(request)
    context = {
        "grant": grant,
        "form": form,
        "answer": answer,
        "titles": _titles(grant) if grant else [],
        "lists": [Programme(each).label for each in grant.programmes] if grant else [],
        "missing": lists_missing(grant) if grant else [],
        "date": data_date(grant) if grant else None,
    }
    return render(request, "exchange/shared.html", context, status=REFUSED if form.errors else 200)


@requires(PERMISSION)
def snapshot(request: OfficerRequest) -> HttpResponse:
    """Download the granted lists of the month in focus; logged."""
    grant, month = _granted(request), request.focus.period
    try:
        content = take_snapshot(grant, month, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        form = SharedQueryForm()
        return render(
            request,
            "exchange/shared.html",
            {"grant": grant, "form": form, "refusal": refusal.sentence, "titles": _titles(grant)},
            status=REFUSED,
        )
    return workbook_answer(content, f"{request.focus.region_name}{month}救助对象在册名单.xlsx")


@requires(PERMISSION)
def changes(request: OfficerRequest) -> HttpResponse:
    """Answer a program: who came, changed or left since the last fetch, or since the fetch `after`."""
    grant = _granted(request)
    asked = request.GET.get("after", "")
    after = int(asked) if asked.isdecimal() and len(asked) < len("1000000000") else None
    try:
        found = take_changes(grant, after=after, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        error = {"code": type(refusal).__name__, "message": refusal.sentence, "field": "", "row": None}
        return _json({"refused": error}, status=REFUSED)
    lines = [
        {"state": "ON" if stands else "LEFT", **{field.lower(): text for field, text in said.items()}}
        for stands, said in found.lines
    ]
    told = {"month": str(found.date.month), "data_date": found.date.day.isoformat()}
    return _json({"fetch": found.fetch, **told, "people": lines})


def _json(content: dict[str, object], status: int = 200) -> JsonResponse:
    answer = JsonResponse(
        {"contract": CONTRACT, **content}, status=status, json_dumps_params={"ensure_ascii": False}
    )
    answer["Cache-Control"] = "no-store"
    return answer


def _granted(request: OfficerRequest) -> SharingGrant:
    grant = grant_of(request.access.post.organisation)
    return grant or _refuse(request)


def _refuse(request: OfficerRequest) -> SharingGrant:
    post = request.access.post
    note_refusal(
        str(post.organisation_id or ""),
        division=post.division_id or "",
        by=request.access.user,
        at=clock.now(),
    )
    raise PermissionDenied


def _titles(grant: SharingGrant) -> list[tuple[str, str]]:
    return [(field, str(SharedField(field).label)) for field in grant.fields]
