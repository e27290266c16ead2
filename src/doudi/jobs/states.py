"""Names the states of jobs and their moves."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobStatus(models.TextChoices):
    """How far a job has come; a refusal is an answer, a failure is not."""

    QUEUED = "QUEUED", _("排队中")
    RUNNING = "RUNNING", _("进行中")
    DONE = "DONE", _("已完成")
    REFUSED = "REFUSED", _("未受理")
    FAILED = "FAILED", _("出错")
    COVERED = "COVERED", _("并入后一次")


UNFINISHED = (JobStatus.QUEUED, JobStatus.RUNNING)
JOB_MOVES: Mapping[JobStatus, frozenset[JobStatus]] = {
    JobStatus.QUEUED: frozenset({JobStatus.RUNNING}),
    JobStatus.RUNNING: frozenset({JobStatus.QUEUED, JobStatus.DONE, JobStatus.REFUSED, JobStatus.FAILED}),
    JobStatus.FAILED: frozenset({JobStatus.QUEUED}),
}
"""What may become of a job: what is done or refused stays so; what failed may be tried again by a person."""
