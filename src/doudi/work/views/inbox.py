"""Shows the inbox: what is to be done, filtered, grouped, as a workbook."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from doudi.accounts.models import Post
from doudi.audit import listing
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.lists.showing import BulkAct, Shown, shown
from doudi.work.declaring import TaskSubject, subjects
from doudi.work.forms import AnswerForm, HandOutForm
from doudi.work.models import Task
from doudi.work.selectors.inbox import last_act
from doudi.work.selectors.lists import TASKS
from doudi.work.selectors.owners import posts_present
from doudi.work.states import MoveKind

HANDLERS = ("VILLAGE_ASSISTANT", "TOWNSHIP_OFFICER", "COUNTY_OFFICER")
EMPTY = {
    "title": "没有要办的",
    "sentence": "比对或申请产生要办的事时，会列在这里。",
    "icon": "checks",
    "tone": "ok",
}
ONE_GROUND = "先按“事由”筛选，就可以给同一事由的一并填结果。"


@requires("work.view_tasks")
def tasks(request: OfficerRequest) -> HttpResponse:
    """Show the tasks of the division in focus that the reader asked for."""
    may_choose = request.access.may("work.hand_out") or any(
        subject.writes and request.access.may(subject.writes) for subject in subjects().values()
    )
    found = shown(request, TASKS, may_choose=may_choose)
    acts = _acts(request, found)
    context = {
        "shown": found,
        "lines": found.lines,
        "empty": EMPTY,
        "acts": acts,
        "acts_note": "" if len(acts) == len(_hand_out(request)) + 1 else ONE_GROUND,
        "last": last_act(request.access.user, on=clock.today(), scope=request.access.scope),
        "HANDED_OUT": MoveKind.HANDED_OUT,
        "may_hand_out": request.access.may("work.hand_out"),
    }
    return render(request, "work/tasks.html", context, status=found.status)


def posts_for(request: OfficerRequest) -> QuerySet[Post]:
    """Return whom the reader may hand tasks to: who is there, within what the reader sees."""
    posts = posts_present(clock.today()).filter(request.access.scope.q("division_id"), role__in=HANDLERS)
    return posts.order_by("division_id", "id")


def subject_of(ground: str) -> TaskSubject | None:
    """Return the kind of thing that has tasks of a ground; None when none is declared."""
    kind = Task.objects.filter(ground=ground).values_list("subject_kind", flat=True).first()
    return subjects().get(kind or "")


def _acts(request: OfficerRequest, found: Shown) -> list[BulkAct]:
    return [*_hand_out(request), *_answers(request, found.asked.chosen.get("ground", ""))]


def _hand_out(request: OfficerRequest) -> list[BulkAct]:
    if not request.access.may("work.hand_out"):
        return []
    return [BulkAct("交办勾选的", reverse("work:hand_out"), HandOutForm(posts_for(request)))]


def _answers(request: OfficerRequest, ground: str) -> list[BulkAct]:
    """Return the act of one result for many; only once one ground is chosen."""
    subject = subject_of(ground) if ground else None
    answers = subject.answers(ground) if subject and request.access.may(subject.writes) else ()
    if not answers:
        return []
    return [BulkAct("给勾选的填同一结果", reverse("work:answer_many"), AnswerForm(answers), is_main=True)]


@requires("work.export_tasks")
def export(request: OfficerRequest) -> HttpResponse:
    """Hand out the list as filtered, as a workbook; the act is audited."""
    return listing.export(request, TASKS)
