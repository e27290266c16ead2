"""Declares the list of what the worker does and did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, F, When
from django.urls import reverse

from doudi.common import clock
from doudi.common.kit import Text
from doudi.common.lists.declaring import (
    SHEET,
    Act,
    Cell,
    Choices,
    Column,
    Filter,
    Listing,
    Reader,
    Rows,
    status_column,
)
from doudi.common.lists.ordering import by_code_point, by_rank
from doudi.jobs.catalogue import kinds, schedules, title_of
from doudi.jobs.models import Job
from doudi.jobs.selectors import jobs_within
from doudi.jobs.states import JobStatus
from doudi.regions.selectors import division_names


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job as one line of the list."""

    job: Job
    title: Text
    place: str
    asked_by: str
    may_retry: bool


def _lines(listed: Sequence[Any], reader: Reader) -> list[JobLine]:
    names: Mapping[str, str] = division_names(job.place for job in listed if job.place)
    may_retry = reader.may("jobs.retry_job")
    return [
        JobLine(
            job,
            title_of(job.kind),
            names.get(job.place, "全部"),
            job.asked_by.name if job.asked_by else "系统",
            may_retry and job.status == JobStatus.FAILED,
        )
        for job in listed
    ]


def _titles(_reader: Reader) -> Choices:
    return [(code, title_of(code)) for code in sorted({*kinds(), *schedules()})]


def _by_kind(jobs: Rows, kind: str, _reader: Reader) -> Rows:
    return jobs.filter(kind=kind)


def _moment(at: datetime | None) -> str:
    return f"{at.astimezone(clock.SHANGHAI):%Y-%m-%d %H:%M}" if at else ""


def _came_of(line: JobLine) -> Cell:
    act = Act("重试", reverse("jobs:retry", args=(line.job.pk,))) if line.may_retry else None
    return Cell(line.job.sentence or "—", act=act)


JOBS = Listing(
    code="jobs",
    title="后台任务",
    unit="项",
    page="jobs:jobs",
    rows=lambda reader: jobs_within(reader.scope),
    lines=_lines,
    columns=(
        Column("kind", "任务", lambda line: str(line.title), sort=(by_code_point("kind"),), width=24),
        Column("place", "地区", lambda line: line.place, sort=("place",)),
        # a job that somebody asked for is of no period
        Column(
            "period",
            "一期",
            lambda line: line.job.period,
            sort=(Case(When(period__gt="", then=F("period"))),),
        ),
        status_column(
            "status",
            "状态",
            lambda line: (line.job.status, line.job.get_status_display()),
            sort=(by_rank("status", JobStatus.values),),
        ),
        Column("attempts", "次数", lambda line: line.job.attempts, on=SHEET, width=6),
        Column("asked_by", "谁要求的", lambda line: line.asked_by),
        Column("asked", "排队", lambda line: _moment(line.job.asked_at), sort=("asked_at",), width=17),
        Column("started", "开始", lambda line: _moment(line.job.started_at), on=SHEET, width=17),
        Column(
            "finished", "结束", lambda line: _moment(line.job.finished_at), sort=("finished_at",), width=17
        ),
        Column("sentence", "结果", lambda line: line.job.sentence, _came_of, css="is-wide", width=50),
    ),
    order="-asked",
    filters=(
        Filter(
            "status",
            "状态",
            lambda _reader: JobStatus.choices,
            lambda jobs, status, _reader: jobs.filter(status=status),
        ),
        Filter("kind", "任务", _titles, _by_kind),
    ),
    is_urgent=lambda line: line.job.status == JobStatus.FAILED,
    export_page="jobs:export",
    export="jobs.view_jobs",
    action="jobs.list_exported",
    sheet_title=lambda reader: f"{reader.region_name}后台任务",
)
