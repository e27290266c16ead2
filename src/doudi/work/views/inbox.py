"""Shows the inbox: what is to be done, filtered, grouped, as a workbook."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from doudi.accounts.models import Post
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.workbooks import table_workbook
from doudi.work.declaring import TaskSubject, subjects
from doudi.work.forms import AnswerForm, HandOutForm
from doudi.work.models import Task
from doudi.work.selectors.inbox import (
    TaskFilter,
    TaskLine,
    asked_tasks,
    grounds_of,
    last_act,
    seen_by,
    task_lines,
)
from doudi.work.selectors.owners import posts_present
from doudi.work.selectors.tasks import tasks_within
from doudi.work.states import MoveKind, TaskState

PAGE = 50
EXPORTED = 5_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = ("对象", "家庭", "镇街 / 村居", "待办", "事由", "情形", "责任人", "期限", "状态", "办结日")
WHOSE = (("mine", "我的"), ("nobody", "没人在办的"))
WHEN = (("late", "已超期"), ("soon", "快到期"))
GROUPS = (("village", "按村居"), ("household", "按家庭"))
HANDLERS = ("VILLAGE_ASSISTANT", "TOWNSHIP_OFFICER", "COUNTY_OFFICER")


@requires("work.view_tasks")
def tasks(request: OfficerRequest) -> HttpResponse:
    """Show the tasks of the division in focus that the reader asked for."""
    wanted, today = filter_of(request), clock.today()
    reader = request.access.user
    asked = asked_tasks(request.focus.scope, wanted, reader=reader, on=today)
    seen = tasks_within(request.focus.scope).filter(seen_by(reader, on=today))
    page = Paginator(asked, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": task_lines(page.object_list, on=today, group=wanted.group),
        "wanted": wanted,
        "query": request.GET.urlencode(),
        "is_filtered": bool(request.GET),
        "choices": {"whose": WHOSE, "when": WHEN, "group": GROUPS, "state": TaskState.choices},
        "grounds": grounds_of(seen),
        "last": last_act(reader, on=today, scope=request.access.scope),
        "HANDED_OUT": MoveKind.HANDED_OUT,
        "hand_out": _hand_out_form(request),
        "answer": _answer_form(request, wanted.ground),
        "may_export": request.access.may("work.export_tasks"),
    }
    return render(request, "work/tasks.html", context)


def filter_of(request: OfficerRequest) -> TaskFilter:
    """Return what the address asks for."""
    asked = request.GET
    return TaskFilter(**{name: asked.get(name, "") for name in ("whose", "state", "when", "ground", "group")})


def posts_for(request: OfficerRequest) -> QuerySet[Post]:
    """Return whom the reader may hand tasks to: who is there, within what the reader sees."""
    posts = posts_present(clock.today()).filter(request.access.scope.q("division_id"), role__in=HANDLERS)
    return posts.order_by("division_id", "id")


def subject_of(ground: str) -> TaskSubject | None:
    """Return the kind of thing that has tasks of a ground; None when none is declared."""
    kind = Task.objects.filter(ground=ground).values_list("subject_kind", flat=True).first()
    return subjects().get(kind or "")


def _hand_out_form(request: OfficerRequest) -> HandOutForm | None:
    return HandOutForm(posts_for(request)) if request.access.may("work.hand_out") else None


def _answer_form(request: OfficerRequest, ground: str) -> AnswerForm | None:
    """Return the form for one result for many; only once one ground is chosen."""
    subject = subject_of(ground) if ground else None
    answers = subject.answers(ground) if subject and request.access.may(subject.writes) else ()
    return AnswerForm(answers) if answers else None


@requires("work.export_tasks")
def export(request: OfficerRequest) -> HttpResponse:
    """Hand out the list as filtered, as a workbook; the act is audited."""
    wanted, today = filter_of(request), clock.today()
    asked = asked_tasks(request.focus.scope, wanted, reader=request.access.user, on=today)[:EXPORTED]
    lines = task_lines(asked, on=today)
    made = f"制表人 {request.access.user.name}　制表日 {today.isoformat()}"
    content = table_workbook(f"{request.focus.region_name}待办", made, HEADINGS, _rows(lines))
    audit.record(
        "work.tasks_exported",
        subject_type="division",
        subject_id=request.focus.region,
        by=request.access.user,
        at=clock.now(),
        division=request.focus.region,
        details={"rows": len(lines)},
    )
    answer = HttpResponse(content, content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="tasks.xlsx"'
    return answer


def _rows(lines: Iterable[TaskLine]) -> Iterable[Sequence[object]]:
    for line in lines:
        task = line.task
        due = f"{task.due_on.isoformat()}{'（暂定）' if task.is_provisional else ''}"
        yield (
            *(line.words.name, line.words.home, line.place, line.kind, line.ground, line.words.note),
            *(owner_words(line), due, str(task.get_state_display())),
            task.done_on.isoformat() if task.done_on else "",
        )


def owner_words(line: TaskLine) -> str:
    """Say whose a task is; who is not there is said not to be."""
    if line.task.permission:
        return "没有人能批" if line.is_away else "有权的另一人"
    if not line.owner:
        return "未指定"
    return f"{line.owner}（不在岗）" if line.is_away else line.owner


def list_address(request: OfficerRequest) -> str:
    """Return the address of the list with the filter kept."""
    query = request.GET.urlencode()
    return reverse("work:tasks") + (f"?{query}" if query else "")


def context_of_filter(request: OfficerRequest) -> dict[str, Any]:
    """Return what pages after the list need to lead back to it."""
    return {"query": request.GET.urlencode(), "back": list_address(request)}
