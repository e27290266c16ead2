"""Shows what the worker does and did, and tries again what failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.kit import Text
from doudi.common.problems import Refusal
from doudi.common.workbooks import table_workbook
from doudi.jobs.catalogue import title_of
from doudi.jobs.models import Job
from doudi.jobs.selectors import failed_jobs, jobs_within, schedule_lines
from doudi.jobs.services import retry
from doudi.jobs.states import JobStatus
from doudi.regions.selectors import division_names

PAGE = 50
EXPORTED = 5_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADINGS = (
    "任务",
    "地区",
    "一期",
    "状态",
    "次数",
    "谁要求的",
    "排队时间",
    "开始时间",
    "结束时间",
    "结果",
)


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as one line of the list."""

    job: Job
    title: Text
    place: str
    asked_by: str


@requires("jobs.view_jobs")
def jobs(request: OfficerRequest) -> HttpResponse:
    """Show the jobs of the division in focus, newest first, and when each schedule was last done."""
    status = request.GET.get("status", "")
    found = _wanted(request, status)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": _lines(page.object_list),
        "schedules": schedule_lines(request.focus.scope),
        "failed": failed_jobs(request.focus.scope).count(),
        "statuses": JobStatus.choices,
        "status": status,
        "may_retry": request.access.may("jobs.retry_job"),
    }
    return render(request, "jobs/jobs.html", context)


def _wanted(request: OfficerRequest, status: str) -> QuerySet[Job]:
    found = jobs_within(request.focus.scope)
    return found.filter(status=status) if status in JobStatus else found


def _lines(found: Iterable[Job]) -> list[JobLine]:
    listed = list(found)
    names: Mapping[str, str] = division_names(job.place for job in listed if job.place)
    return [
        JobLine(
            job,
            title_of(job.kind),
            names.get(job.place, "全部"),
            job.asked_by.name if job.asked_by else "系统",
        )
        for job in listed
    ]


@requires("jobs.view_jobs")
def export(request: OfficerRequest) -> HttpResponse:
    """Hand out the list as filtered, as a workbook."""
    lines = _lines(_wanted(request, request.GET.get("status", ""))[:EXPORTED])
    rows = (_cells(line) for line in lines)
    made = f"制表人 {request.access.user.name}　制表时间 {_moment(clock.now())}"
    answer = HttpResponse(table_workbook("后台任务", made, HEADINGS, rows), content_type=XLSX)
    answer["Content-Disposition"] = 'attachment; filename="jobs.xlsx"'
    return answer


def _cells(line: JobLine) -> tuple[object, ...]:
    job = line.job
    times = (_moment(at) for at in (job.asked_at, job.started_at, job.finished_at))
    status = job.get_status_display()
    return (
        str(line.title),
        line.place,
        job.period,
        status,
        job.attempts,
        line.asked_by,
        *times,
        job.sentence,
    )


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


@requires("jobs.retry_job", verbs=("POST",), object_kind="job", id_parameter="pk")
def try_again(request: OfficerRequest, pk: int) -> HttpResponse:
    """Queue a job that failed once more."""
    job = get_object_or_404(jobs_within(request.access.scope), pk=pk)
    try:
        retry(job, by=request.access.user, at=clock.now())
    except Refusal as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, "已重新排队。")
    return redirect("jobs:jobs")
