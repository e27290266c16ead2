"""Shows the outbox of messages to residents; writes one, makes and hands out batches, takes answers."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.accounts.deciding import are_one_person
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.problems import Refusal
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.notices.forms import AnswersForm
from doudi.notices.selectors.letters import letters_within
from doudi.notices.selectors.messages import handovers_within, messages_within
from doudi.notices.services import messages as telling
from doudi.notices.states import Channel, MessageState

PAGE = 50
SHOWN_HANDOVERS = 10
VIEW, DELIVER, HAND_OVER = "notices.view_letter", "notices.deliver_letter", "notices.hand_over_messages"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OPEN_CALLS = (MessageState.WAITING, MessageState.FAILED)
TONES = {"RECEIVED": "ok", "RETURNED": "bad", "FAILED": "bad", "HANDED_OVER": "busy"}


@requires(VIEW)
def outbox(request: OfficerRequest) -> HttpResponse:
    """List the messages to residents of the division in focus, with the batches for the operator."""
    return _outbox(request, AnswersForm())


def _outbox(
    request: OfficerRequest, form: AnswersForm, taken: telling.Taken | None = None, *, status: int = 200
) -> HttpResponse:
    state = request.GET.get("state", "")
    found = messages_within(request.focus.scope)
    found = found.filter(state=state) if state in MessageState.values else found
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    user, may_hand_over = request.access.user, request.access.may(HAND_OVER)
    handovers = handovers_within(request.access.scope)[:SHOWN_HANDOVERS] if may_hand_over else []
    context = {
        "page": page,
        "lines": [
            (each, MessageState(each.state), TONES.get(each.state, "wait")) for each in page.object_list
        ],
        "states": MessageState.choices,
        "state": state,
        "handovers": [(each, bool(are_one_person(each.made_by, user))) for each in handovers],
        "form": form,
        "taken": taken,
        "may_deliver": request.access.may(DELIVER),
        "may_hand_over": may_hand_over,
        "PHONE": Channel.PHONE,
    }
    return render(request, "notices/outbox.html", context, status=status)


@requires(DELIVER, verbs=("POST",), object_kind="letter", id_parameter="pk")
def write(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write a text message, or the words of a call, about a letter."""
    letter, channel = (
        get_object_or_404(letters_within(request.access.scope), pk=pk),
        request.POST.get("channel"),
    )
    if channel not in Channel.values:
        raise Http404
    by = request.access.user
    done = "已放进发件箱。" if channel == Channel.SMS else "通话用语在发件箱里，打完请登记结果。"
    _said(request, lambda: telling.write_message(letter, channel=channel, by=by, at=clock.now()), done)
    return redirect("notices:letter", pk=pk)


@requires(HAND_OVER, verbs=("POST",))
def hand_over(request: OfficerRequest) -> HttpResponse:
    """Put every text message that waits into one batch for the operator."""
    county, by = _county(request), request.access.user
    reason = request.POST.get("reason", "")
    _said(
        request,
        lambda: telling.make_handover(county, reason=reason, by=by, at=clock.now()),
        "交送文件已做好，请另一位同事来取。",
    )
    return redirect("notices:outbox")


def _county(request: OfficerRequest) -> str:
    return str(request.access.post.division_id or "")[:COUNTY_DIGITS]


def _said(request: OfficerRequest, act: Callable[[], object], done: str) -> None:
    try:
        act()
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)


@requires(HAND_OVER, verbs=("POST",), object_kind="message_handover", id_parameter="pk")
def take(request: OfficerRequest, pk: int) -> HttpResponse:
    """Hand the file for the operator to another person than made it."""
    found = get_object_or_404(handovers_within(request.access.scope), pk=pk)
    try:
        content = telling.take_handover(found, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
        return redirect("notices:outbox")
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="sms-{found.trace}.xlsx"'
    return answer


@requires(HAND_OVER, verbs=("POST",))
def answers(request: OfficerRequest) -> HttpResponse:
    """Take an operator's answer; what is not taken is shown with its row."""
    form = AnswersForm(request.POST, request.FILES)
    if not form.is_valid():
        return _outbox(request, form, status=422)
    sent = form.cleaned_data["file"]
    try:
        taken = telling.take_answers(
            sent.read(), name=sent.name, county=_county(request), by=request.access.user, at=clock.now()
        )
    except Refusal as refusal:
        form.add_error("file", refusal.sentence)
        return _outbox(request, form, status=422)
    return _outbox(request, AnswersForm(), taken)


@requires(DELIVER, object_kind="message", id_parameter="pk")
def call(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show the number to call and the words to say, on record; take what came of it."""
    found = get_object_or_404(messages_within(request.access.scope).filter(channel=Channel.PHONE), pk=pk)
    shown = telling.open_call(found, by=request.access.user, at=clock.now())
    state = MessageState(found.state)
    context = {
        "message": shown,
        "state": state,
        "tone": TONES.get(state, "wait"),
        "is_open": state in OPEN_CALLS,
    }
    return render(request, "notices/call.html", context)


@requires(DELIVER, verbs=("POST",), object_kind="message", id_parameter="pk")
def called(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write down whether somebody was reached by telephone."""
    found = get_object_or_404(messages_within(request.access.scope), pk=pk)
    is_reached, by = request.POST.get("reached") == "yes", request.access.user
    _said(
        request,
        lambda: telling.record_call(found, is_reached=is_reached, by=by, at=clock.now()),
        "已登记。",
    )
    return redirect("notices:outbox")
