"""Shows letters to residents, writes one, takes what came of delivering it and what is said against it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.forms import attempt
from doudi.common.kit import Happening
from doudi.common.once import posted
from doudi.common.papers import paper
from doudi.documents.services.attachments import Given
from doudi.documents.states import AttachmentKind
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.notices.catalogue import delivering
from doudi.notices.forms import DeliveryForm, LetterForm, ObjectionForm
from doudi.notices.models import Delivery, Letter
from doudi.notices.selectors.letters import (
    letter_lines,
    letters_in_state,
    letters_within,
    objections_to,
    review_ends_on,
)
from doudi.notices.services import deliveries
from doudi.notices.services.deliveries import Attempted, record_delivery
from doudi.notices.services.letters import Addressee, office_of, record, write_letter
from doudi.notices.states import LetterState, Outcome
from doudi.regions.selectors import divisions_within
from doudi.regions.states import Level

PAGE = 50
VIEW, WRITE, DELIVER = "notices.view_letter", "notices.write_letter", "notices.deliver_letter"
RECEIPT = "notices/papers/receipt.typ"


@requires(VIEW)
def letters(request: OfficerRequest) -> HttpResponse:
    """List the letters to residents of the division in focus, newest first."""
    state = request.GET.get("state", "")
    asked = letters_in_state(letters_within(request.focus.scope), state)
    page = Paginator(asked, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": letter_lines(page.object_list),
        "states": LetterState.choices,
        "state": state,
        "may_write": request.access.may(WRITE),
    }
    return render(request, "notices/letters.html", context)


@requires(WRITE, verbs=("GET", "POST"))
def write(request: OfficerRequest) -> HttpResponse:
    """Write to a resident; the page sent twice sends one letter."""
    form = LetterForm(_places(request), posted(request) or None)
    if form.is_valid():
        given = dict(form.cleaned_data)
        to = Addressee(*(given.pop(name) for name in ("name", "division", "address", "phone")))
        made: list[Letter] = []
        act = lambda: made.append(write_letter(to, **given, by=request.access.user, at=clock.now()))  # noqa: E731
        if attempt(form, act):
            messages.success(request, f"{made[0].paper.number} 已编号发出，送达任务交给了乡镇。")
            return redirect("notices:letter", pk=made[0].pk)
    return render(request, "notices/write.html", {"form": form}, status=422 if form.errors else 200)


def _places(request: OfficerRequest) -> Mapping[str, str]:
    """Return the townships and villages of the reader's county, each village under its township's name."""
    scope = request.access.scope.within(request.access.post.division_id or "")
    towns = {each.code: each.name for each in divisions_within(scope, level=Level.TOWNSHIP)}
    found = dict(towns)
    for village in divisions_within(scope, level=Level.VILLAGE):
        found[village.code] = f"{towns.get(village.code[:9], '')} / {village.name}"
    return dict(sorted(found.items()))


@requires(VIEW, object_kind="letter", id_parameter="pk")
def letter(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show a letter, where it stands, every attempt to deliver it, and what was said against it."""
    shown = _letter(request, pk)
    record("notices.letter_viewed", shown, by=request.access.user, at=clock.now())
    return _page(request, shown, DeliveryForm(initial={"happened_on": clock.today()}), ObjectionForm())


def _letter(request: OfficerRequest, pk: int) -> Letter:
    return get_object_or_404(letters_within(request.access.scope), pk=pk)


def _page(
    request: OfficerRequest, shown: Letter, form: forms.Form, objecting: forms.Form, *, status: int = 200
) -> HttpResponse:
    (line,) = letter_lines([shown])
    attempts = list(shown.deliveries.select_related("recorded_by").all())
    corrected = {each.replaces_id for each in attempts}
    context = {
        "letter": shown,
        "line": line,
        "files": shown.paper.files.all(),
        "open_deliveries": [each for each in attempts if each.pk not in corrected],
        "happenings": _happenings(shown, attempts, corrected),
        "review_ends": review_ends_on(shown, line.delivered_on),
        "review": delivering().review,
        "form": form,
        "objecting": objecting,
        "may_deliver": request.access.may(DELIVER),
    }
    return render(request, "notices/letter.html", context, status=status)


def _happenings(shown: Letter, attempts: list[Delivery], corrected: set[int | None]) -> list[Happening]:
    found = [
        Happening(shown.sent_at, "发出", shown.sent_by.name, shown.paper.number),
        *(_happening(each, is_corrected=each.pk in corrected) for each in attempts),
    ]
    for objection in objections_to(shown):
        title = f"{objection.received_on} 收到异议"
        found.append(
            Happening(objection.recorded_at, title, objection.recorded_by.name, objection.text, "bad")
        )
    return sorted(found, key=lambda one: one.at)


def _happening(delivery: Delivery, *, is_corrected: bool) -> Happening:
    ways = delivering().ways
    way = ways[delivery.way].label if delivery.way in ways else "其他方式"
    title = f"{delivery.happened_on} {way}：{delivery.get_outcome_display()}"
    tone = "ok" if delivery.outcome == Outcome.DELIVERED else "bad"
    said = delivery.said + (f"（更正前一条：{delivery.why}）" if delivery.replaces_id else "")
    if is_corrected:
        title, tone = f"{title}（已更正，不算数）", ""
    return Happening(delivery.recorded_at, title, delivery.recorded_by.name, said, tone)


@requires(DELIVER, verbs=("POST",), object_kind="letter", id_parameter="pk")
def deliver(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down an attempt to deliver a letter, or correct what was written."""
    shown, form = _letter(request, pk), DeliveryForm(request.POST, request.FILES)
    if form.is_valid() and attempt(
        form, lambda: record_delivery(shown, _attempted(form), by=request.access.user, at=clock.now())
    ):
        messages.success(request, "已登记。")
        return redirect("notices:letter", pk=pk)
    return _page(request, shown, form, ObjectionForm(), status=422)


def _attempted(form: forms.Form) -> Attempted:
    given: dict[str, Any] = dict(form.cleaned_data)
    sent = given.pop("receipt")
    receipt = Given(sent.name, sent.read(), AttachmentKind.RECEIPT) if sent else None
    return Attempted(**given, receipt=receipt)


@requires(DELIVER, verbs=("POST",), object_kind="letter", id_parameter="pk")
def take_objection(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down what a resident says against a letter."""
    shown, form = _letter(request, pk), ObjectionForm(request.POST)
    if form.is_valid() and attempt(
        form,
        lambda: deliveries.take_objection(shown, **form.cleaned_data, by=request.access.user, at=clock.now()),
    ):
        messages.success(request, "异议已登记，县级会在“预警与提醒”里看到。")
        return redirect("notices:letter", pk=pk)
    return _page(request, shown, DeliveryForm(initial={"happened_on": clock.today()}), form, status=422)


@requires(VIEW, object_kind="letter", id_parameter="pk")
def receipt(request: OfficerRequest, pk: int) -> HttpResponse:
    """Print the receipt that is signed when a letter is handed over (送达回证)."""
    shown, at = _letter(request, pk), clock.now()
    record("notices.letter_viewed", shown, by=request.access.user, at=at)
    data = {
        "title": "送达回证",
        "office": office_of(shown.division[:COUNTY_DIGITS]),
        "number": shown.paper.number,
        "paper": shown.paper.title,
        "addressee": shown.addressee,
        "address": shown.address,
        "ways": [way.label for way in delivering().ways.values()],
    }
    answer = HttpResponse(paper(RECEIPT, data, at=at), content_type="application/pdf")
    answer["Content-Disposition"] = 'attachment; filename="receipt.pdf"'
    return answer
