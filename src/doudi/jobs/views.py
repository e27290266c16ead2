"""Shows what the worker does and did, and tries again what failed."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from doudi.audit import listing
from doudi.common import clock
from doudi.common.access import OfficerRequest, requires
from doudi.common.lists.showing import shown
from doudi.common.problems import Refusal
from doudi.jobs.lists import JOBS
from doudi.jobs.selectors import failed_jobs, jobs_within, schedule_lines
from doudi.jobs.services import retry

EMPTY = {
    "title": "没有任务",
    "sentence": "有人收文件、比对，或到了定期任务的时间，这里就会列出来。",
    "icon": "clock-cog",
}


@requires("jobs.view_jobs")
def jobs(request: OfficerRequest) -> HttpResponse:
    """Show the jobs of the division in focus, newest first, and when each schedule was last done."""
    found = shown(request, JOBS)
    context = {
        "shown": found,
        "lines": found.lines,
        "empty": EMPTY,
        "schedules": schedule_lines(request.focus.scope),
        "failed": failed_jobs(request.focus.scope).count(),
    }
    return render(request, "jobs/jobs.html", context, status=found.status)


@requires("jobs.view_jobs")
def export(request: OfficerRequest) -> HttpResponse:
    """Hand out the list as filtered, as a workbook; the act is audited."""
    return listing.export(request, JOBS)


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
