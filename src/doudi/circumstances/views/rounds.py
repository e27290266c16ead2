"""Shows the rounds of counting and takes the villages' confirmations; who has not reported is named."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.circumstances.forms.caring import RoundForm
from doudi.circumstances.models import CareRound, VillageConfirmation
from doudi.circumstances.selectors.caring import confirmed_in, rounds_within, villages_of
from doudi.circumstances.services.caring import confirm_villages, open_round
from doudi.circumstances.views.sheets import hand_out
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt, first_error
from doudi.common.problems import Refusal
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.regions.models import Division

KEEP, ROUND = "circumstances.keep_care", "circumstances.open_round"
PAGE = 20
HEADINGS = ("乡镇", "村（居）", "状态", "在册人数", "确认人", "确认时间")
Line = tuple[Division, str, VillageConfirmation | None]


@requires("registry.view_person")
def rounds(request: OfficerRequest) -> HttpResponse:
    """List the rounds with how many villages have confirmed and how many have not."""
    page = Paginator(rounds_within(request.access.scope), PAGE).get_page(request.GET.get("page"))
    lines = []
    for asked in page.object_list:
        every = _lines(asked, request)
        lines.append((asked, len(every), sum(1 for _, _, done in every if done is None)))
    may_open = request.access.may(ROUND) and len(request.focus.region) == COUNTY_DIGITS
    context = {
        "page": page,
        "lines": lines,
        "may_open": may_open,
        "form": RoundForm(initial={"begins_on": clock.today()}),
    }
    return render(request, "circumstances/rounds.html", context)


@requires(ROUND, verbs=("POST",))
def begin(request: OfficerRequest) -> HttpResponse:
    """Open a round for the county in focus."""
    form, region = RoundForm(request.POST), request.focus.region
    if len(region) != COUNTY_DIGITS:
        messages.error(request, "请先在页面上方切换到本县，再发起排查。")
    elif form.is_valid() and attempt(
        form, lambda: open_round(region, by=request.access.user, at=clock.now(), **form.cleaned_data)
    ):
        messages.success(request, "排查已发起，各村（居）都能看到。")
    else:
        messages.error(request, first_error(form))
    return redirect("circumstances:rounds")


@requires("registry.view_person", object_kind="care_round", id_parameter="pk")
def round_page(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a round: the villages that have not reported first, by name."""
    asked = _round(request, pk)
    lines = _lines(asked, request)
    if request.GET.get("sheet") == "1":
        return hand_out(request, f"{asked.title}确认情况", HEADINGS, [_row(line) for line in lines])
    context = {
        "round": asked,
        "missing": [(village, town) for village, town, done in lines if done is None],
        "confirmed": [line for line in lines if line[2] is not None],
        "total": len(lines),
        "may_confirm": request.access.may(KEEP),
        "today": clock.today(),
    }
    return render(request, "circumstances/round.html", context)


@requires(KEEP, verbs=("POST",), object_kind="care_round", id_parameter="pk")
def confirm(request: OfficerRequest, pk: int) -> HttpResponse:
    """Take that the villages ticked have counted."""
    asked = _round(request, pk)
    try:
        count = confirm_villages(
            asked,
            villages=request.POST.getlist("villages"),
            scope=request.access.scope,
            by=request.access.user,
            at=clock.now(),
        )
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, f"{count} 个村（居）已确认。")
    return redirect("circumstances:round", pk=pk)


def _round(request: OfficerRequest, pk: int) -> CareRound:
    return get_object_or_404(rounds_within(request.access.scope).select_related("opened_by"), pk=pk)


def _lines(asked: CareRound, request: OfficerRequest) -> list[Line]:
    confirmed = confirmed_in(asked)
    return [
        (village, village.parent.name if village.parent else "", confirmed.get(village.code))
        for village in villages_of(asked, request.access.scope)
    ]


def _row(line: Line) -> tuple[object, ...]:
    village, town, done = line
    if done is None:
        return (town, village.name, "未报", "", "", "")
    moment = done.confirmed_at.astimezone(clock.SHANGHAI)
    return (town, village.name, "已确认", done.people, done.confirmed_by.name, f"{moment:%Y-%m-%d %H:%M}")
