"""Takes acts on tasks: one after the other, or many at once, and back again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from doudi.accounts.selectors import named_post
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.addresses import own_address
from doudi.common.lists.choosing import chosen_keys
from doudi.common.lists.showing import kept_query, list_address_of, way_through
from doudi.common.once import DoneBefore, is_done, once
from doudi.common.problems import Refusal
from doudi.work.declaring import TaskSubject, subjects
from doudi.work.forms import AnswerForm, HandOutForm, OwnerForm, PauseForm
from doudi.work.models import Task
from doudi.work.selectors.deciders import deciders_there
from doudi.work.selectors.inbox import last_act, seen_by, task_lines
from doudi.work.selectors.lists import TASKS
from doudi.work.selectors.owners import posts_over
from doudi.work.selectors.tasks import clock_of, tasks_within
from doudi.work.services.moves import Act
from doudi.work.services.pauses import ask_for_pause
from doudi.work.services.tasks import hand_out, take_back
from doudi.work.states import MoveKind
from doudi.work.views.inbox import posts_for, subject_of


class NotFilledIn(Refusal):
    """Something an act on many asks for is missing."""


class GroundsDiffer(Refusal):
    """The chosen tasks are not all of one ground."""


@requires("work.view_tasks", object_kind="task", id_parameter="pk")
def task(request: OfficerRequest, pk: int) -> HttpResponse:
    """Show one task with its clock and its moves, and the way to the next one of the list."""
    return _page(request, _seen(request, pk))


def _seen(request: OfficerRequest, pk: int) -> Task:
    """Return a task of the reader's scope; a decision only to whoever is shown it."""
    shown = tasks_within(request.access.scope).filter(seen_by(request.access.user, on=clock.today()))
    return get_object_or_404(shown, pk=pk)


def _page(
    request: OfficerRequest, shown: Task, form: AnswerForm | None = None, status: int = 200
) -> HttpResponse:
    (line,) = task_lines([shown], on=clock.today())
    subject = subjects().get(shown.subject_kind)
    may_write = subject is not None and shown.is_live and request.access.may(subject.writes)
    answers = subject.answers(shown.ground) if subject and may_write else ()
    context = {
        "line": line,
        "made_by": clock_of(shown),
        "deciders": [named_post(post) for post in deciders_there(shown, on=clock.today())],
        "moves": shown.moves.select_related("by", "owner__user").order_by("-pk"),
        "answers": list(enumerate(answers, start=1)),
        "owner_form": OwnerForm(posts_over(shown.division, on=clock.today()), initial=_hands(shown)),
        "may_hand_out": shown.is_live and not shown.permission and request.access.may("work.hand_out"),
        "pauses": shown.pauses.select_related("asked_by", "decided_by").order_by("-asked_at"),
        "pause_form": PauseForm(),
        "may_pause": may_write and not shown.permission,
        "may_grant": request.access.may("work.grant_pause"),
        "form": form or AnswerForm(answers),
        "kept": kept_query(request, TASKS),
        "way": way_through(request, TASKS, shown.pk, always=True),
    }
    return render(request, "work/task.html", context, status=status)


def _hands(shown: Task) -> dict[str, object]:
    return {"owner": shown.owner_id, "due_on": shown.due_on}


@requires("work.hand_out", verbs=("POST",), object_kind="task", id_parameter="pk")
def hand_out_one(request: OfficerRequest, pk: int) -> HttpResponse:
    """Put one task into a post's hands until a day."""
    shown = _seen(request, pk)
    form = OwnerForm(posts_over(shown.division, on=clock.today()), request.POST)
    act = Act(clock.now(), request.access.user)
    return _on_one(request, shown, form, lambda said: hand_out(shown, act=act, **said), "责任人已指定。")


@requires("work.view_tasks", verbs=("POST",), object_kind="task", id_parameter="pk")
def ask_pause(request: OfficerRequest, pk: int) -> HttpResponse:
    """Ask to stop the clock of a task."""
    shown = _seen(request, pk)
    _answerable(request, subjects().get(shown.subject_kind))
    by, at = request.access.user, clock.now()
    done = "暂停申请已提交，批准之前期限照常计算。"
    return _on_one(
        request, shown, PauseForm(request.POST), lambda said: ask_for_pause(shown, by=by, at=at, **said), done
    )


def _on_one(
    request: OfficerRequest, shown: Task, form: Form, act: Callable[[dict[str, Any]], object], done: str
) -> HttpResponse:
    if not form.is_valid():
        messages.error(request, " ".join(str(line) for lines in form.errors.values() for line in lines))
        return redirect(own_address(_address(request, shown)))
    try:
        with once(request):
            act(form.cleaned_data)
    except DoneBefore as before:
        messages.info(request, before.sentence)
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(own_address(_address(request, shown)))


def _address(request: OfficerRequest, shown: Task) -> str:
    """Return the page of a task with the filter of the list kept."""
    return reverse("work:task", args=(shown.pk,)) + kept_query(request, TASKS)


@requires("work.view_tasks", verbs=("POST",), object_kind="task", id_parameter="pk")
def answer(request: OfficerRequest, pk: int) -> HttpResponse:
    """Write the result of one task and go to the next one of the list."""
    shown = _seen(request, pk)
    subject = _answerable(request, subjects().get(shown.subject_kind))
    coming = way_through(request, TASKS, shown.pk, always=True)
    form = AnswerForm(subject.answers(shown.ground), request.POST)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    try:
        with once(request):
            subject.answer(shown.subject_id, *_said(form), request.access.user, clock.now())
    except DoneBefore as before:
        messages.info(request, before.sentence)
    except Refusal as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
        return _page(request, shown, form, status=422)
    else:
        messages.success(request, "结果已记下。")
    return redirect(own_address(coming.onwards if coming else reverse("work:tasks")))


def _said(form: Form) -> tuple[str, str]:
    return form.cleaned_data["result"], form.cleaned_data["reason"]


def _answerable(request: OfficerRequest, subject: TaskSubject | None) -> TaskSubject:
    if subject is None or not request.access.may(subject.writes):
        raise Http404
    return subject


def _chosen(request: OfficerRequest) -> list[Task]:
    """Return the tasks that were chosen; one outside the reader's scope is like one that does not exist."""
    keys = chosen_keys(request, TASKS)
    found = list(tasks_within(request.access.scope).filter(pk__in=keys).order_by("pk"))
    if len(found) != len(keys):
        raise Http404
    return found


@requires("work.hand_out", verbs=("POST",))
def hand_out_many(request: OfficerRequest) -> HttpResponse:
    """Put the chosen tasks into one post's hands: all of them, or none where one is refused."""
    form, by = HandOutForm(posts_for(request), request.POST), Act(clock.now(), request.access.user)

    def act(chosen: Sequence[Task]) -> None:
        if not form.is_valid():
            raise NotFilledIn(_("请选择交给谁。"))
        for each in chosen:
            hand_out(each, owner=form.cleaned_data["owner"], act=by)

    return _on_many(request, act, "已交办 %(count)s 件。")


@requires("work.view_tasks", verbs=("POST",))
def answer_many(request: OfficerRequest) -> HttpResponse:
    """Write one result with one reason for the chosen tasks of one ground: all of them, or none."""
    ground = request.GET.get("ground", "")
    subject = _answerable(request, subject_of(ground))
    form, by, at = AnswerForm(subject.answers(ground), request.POST), request.access.user, clock.now()

    def act(chosen: Sequence[Task]) -> None:
        if any(each.ground != ground for each in chosen):
            raise GroundsDiffer(_("只有同一事由的才能一并填结果。请先按事由筛选。"))
        if not form.is_valid():
            raise NotFilledIn(_("请选择结果并写明依据。"))
        for each in chosen:
            subject.answer(each.subject_id, *_said(form), by, at)

    return _on_many(request, act, "已填结果 %(count)s 件。")


def _on_many(request: OfficerRequest, act: Callable[[Sequence[Task]], None], done: str) -> HttpResponse:
    """Act on the tasks chosen, together with looking which these are: all of them, or none."""
    try:
        with once(request):
            chosen = _chosen(request)
            act(chosen)
    except DoneBefore as before:
        messages.info(request, before.sentence)
    except Refusal as refusal:
        return _back(request, refusal.sentence)
    else:
        messages.success(request, done % {"count": len(chosen)})
    return redirect(own_address(list_address_of(request, TASKS)))


@requires("work.view_tasks", verbs=("POST",))
def take_back_last(request: OfficerRequest) -> HttpResponse:
    """Take back the hand-out or result the reader has just given, of one or of many."""
    moves = last_act(request.access.user, on=clock.today(), scope=request.access.scope)
    chosen = [move.task for move in moves]
    act = Act(clock.now(), request.access.user)
    if chosen and moves[0].kind == MoveKind.HANDED_OUT:
        return _do(request, chosen, lambda: _take_back(chosen, act), f"已撤回 {len(chosen)} 件交办。")
    return _do(request, chosen, lambda: _take_back_results(chosen, request), f"已撤回 {len(chosen)} 件结果。")


@transaction.atomic
def _take_back(chosen: Sequence[Task], act: Act) -> None:
    for each in sorted(chosen, key=lambda one: one.pk):
        take_back(each, act=act)


@transaction.atomic
def _take_back_results(chosen: Sequence[Task], request: OfficerRequest) -> None:
    by, at = request.access.user, clock.now()
    for each in sorted(chosen, key=lambda one: one.pk):
        _answerable(request, subjects().get(each.subject_kind)).take_back(each.subject_id, by, at)


def _do(request: OfficerRequest, chosen: Sequence[Task], act: Callable[[], None], done: str) -> HttpResponse:
    try:
        if not chosen and not is_done(request):
            return _back(request, "请先勾选要办的，或没有可以撤回的。")
        with once(request):
            act()
    except DoneBefore as before:
        messages.info(request, before.sentence)
    except Refusal as refusal:
        return _back(request, refusal.sentence)
    else:
        messages.success(request, done)
    return redirect(own_address(list_address_of(request, TASKS)))


def _back(request: OfficerRequest, problem: str) -> HttpResponse:
    messages.error(request, problem)
    return redirect(own_address(list_address_of(request, TASKS)))
