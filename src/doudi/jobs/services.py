"""Queues jobs, runs them, and finds what has fallen due: the only scheduler of the product."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max, Q
from django.utils.module_loading import import_string
from django_q.tasks import async_task

from doudi.accounts.models import User
from doudi.accounts.selectors import posts_on
from doudi.audit import services as audit
from doudi.common import clock
from doudi.common.meanwhile import refused_when_taken
from doudi.common.problems import Refusal
from doudi.jobs.catalogue import ATTEMPTS, Schedule, kinds, schedules
from doudi.jobs.models import Job
from doudi.jobs.rules.cadence import Due, due_until
from doudi.jobs.states import UNFINISHED, JobStatus
from doudi.kernel.divisions import COUNTY_DIGITS

log = logging.getLogger(__name__)

STALE = timedelta(hours=1, minutes=10)  # longer than the queue lets any task run
AGAIN_AFTER = timedelta(minutes=5)
WORKER = "doudi.jobs.worker.perform"
FAILED = "系统出错，没有做完。可以在“后台任务”重试；再出错请联系运维人员。"
CUT_OFF = "做到一半中断，已重新排队。"


class AskedMeanwhile(Refusal):
    """Somebody else asked for the same at the same moment."""

    def __init__(self) -> None:
        super().__init__("同一项任务刚才已经排上。")


class NotRetried(Refusal):
    """Only a job that failed can be tried again."""

    def __init__(self) -> None:
        super().__init__("只有出错的任务能重试。请刷新页面看最新状态。")


def enqueue(kind: str, *arguments: object, key: str, place: str, by: User | None, at: datetime) -> Job:
    """Queue a job somebody asked for; while one of the same key is unfinished, that one is returned.

    `arguments` are what JSON holds: keys of rows, never what a person is called. In a transaction the job and
    its place in the queue come with it or not at all. Raises KeyError for a kind nobody declared.
    """
    asked = Job(
        kind=kind,
        key=f"{kinds()[kind].code}:{key}",
        place=place,
        arguments=list(arguments),
        asked_by=by,
        asked_at=at,
    )
    while True:
        standing = Job.objects.filter(key=asked.key, status__in=UNFINISHED).first()
        if standing is not None:
            return standing
        # between the look and the insertion another may have queued the same, and even have finished it
        with suppress(AskedMeanwhile), refused_when_taken(AskedMeanwhile):
            asked.save(force_insert=True)
            break
    async_task(WORKER, asked.pk)
    return asked


def run_job(pk: int) -> Job | None:
    """Run a queued job; None when it is no longer queued, so that however often it is called, one runs it.

    A refusal is the job's answer. Anything else that goes wrong is tried again later, a few times; the log
    holds the job's number and the kind of error, never what a person is called.
    """
    job = _started(pk)
    if job is None:
        return None
    try:
        said = _function_of(job)(*job.arguments)
    except Refusal as refusal:
        return _finished(job, JobStatus.REFUSED, refusal.sentence)
    except Exception as error:
        # the error's own text may quote what a file says of somebody, so it is left out
        log.warning("job %s (%s) failed: %s", job.pk, job.kind, type(error).__name__)
        return _failed(job)
    return _finished(job, JobStatus.DONE, str(said or ""))


def _function_of(job: Job) -> Callable[..., object]:
    known = kinds().get(job.kind) or schedules()[job.kind]
    function: Callable[..., object] = import_string(known.run)
    return function


def _attempts_of(kind: str) -> int:
    known = kinds().get(kind) or schedules().get(kind)
    return known.attempts if known else ATTEMPTS


@transaction.atomic
def _started(pk: int) -> Job | None:
    job = Job.objects.select_for_update().filter(pk=pk, status=JobStatus.QUEUED).first()
    if job is not None:
        job.status, job.attempts, job.started_at = JobStatus.RUNNING, job.attempts + 1, clock.now()
        job.not_before = None
        job.save(update_fields=["status", "attempts", "started_at", "not_before"])
    return job


def _finished(job: Job, status: JobStatus, sentence: str) -> Job:
    job.status, job.sentence, job.finished_at = status, sentence[:300], clock.now()
    job.save(update_fields=["status", "sentence", "finished_at"])
    return job


def _failed(job: Job) -> Job:
    if job.attempts >= _attempts_of(job.kind):
        return _finished(job, JobStatus.FAILED, FAILED)
    job.status, job.not_before = JobStatus.QUEUED, clock.now() + AGAIN_AFTER * job.attempts
    job.save(update_fields=["status", "not_before"])
    return job


def due_now(now: datetime) -> list[Job]:
    """Queue what has fallen due and return every job that waits to be run now, oldest first.

    Each period of each schedule becomes one job, whoever asks at the same moment. After an outage the newest
    period is run and the missed ones are written down as covered by it. What was cut off is queued anew. What
    a clock that ran ahead has covered is run on its day, so that one wrong minute silences nothing for long.
    """
    _revive(now)
    here = now.astimezone(clock.SHANGHAI)
    last = _last_periods(now)
    for schedule in schedules().values():
        for place in _places(schedule, here):
            due = due_until(schedule.cadence, here, after=last.get((schedule.code, place), ""))
            if due:
                _fall_due(schedule, place, due, now)
    waiting = Job.objects.filter(Q(asked_at__lte=now) | Q(period=""), status=JobStatus.QUEUED)
    # a job waits for minutes: one that seems to wait for longer was put off by a clock that ran ahead
    put_off = Q(not_before__gt=now, not_before__lte=now + STALE)
    return list(waiting.exclude(put_off).order_by("asked_at", "pk"))


def _last_periods(now: datetime) -> dict[tuple[str, str], str]:
    """Return the newest period of each schedule and place that was queued by now."""
    queued = Job.objects.exclude(period="").filter(asked_at__lte=now)
    rows = queued.values("kind", "place").annotate(last=Max("period"))
    return {(row["kind"], row["place"]): row["last"] for row in rows}


def _places(schedule: Schedule, here: datetime) -> Iterable[str]:
    """Return the counties somebody works in, or the one place that stands for all."""
    if not schedule.is_by_county:
        return ("",)
    codes = posts_on(here.date()).values_list("division_id", flat=True)
    return sorted({code[:COUNTY_DIGITS] for code in codes if code and len(code) >= COUNTY_DIGITS})


@transaction.atomic
def _fall_due(schedule: Schedule, place: str, due: Sequence[Due], now: datetime) -> None:
    missed, newest = due[:-1], due[-1]
    try:
        with refused_when_taken(AskedMeanwhile):
            job = Job.objects.create(
                kind=schedule.code,
                place=place,
                period=newest.period,
                key=f"{schedule.code}:{place}:{newest.period}",
                arguments=[place],
                asked_at=now,
            )
    except AskedMeanwhile:
        _queue_on_its_day(schedule, place, newest, now)
        return
    Job.objects.bulk_create(
        [
            Job(
                kind=schedule.code,
                place=place,
                period=each.period,
                key=f"{schedule.code}:{place}:{each.period}",
                arguments=[place],
                status=JobStatus.COVERED,
                covered_by=job,
                asked_at=now,
                finished_at=now,
            )
            for each in missed
        ],
        ignore_conflicts=True,
    )


def _queue_on_its_day(schedule: Schedule, place: str, due: Due, now: datetime) -> None:
    """Queue a period that a clock ahead of now has queued or covered already; one it has run stays run."""
    ahead = Job.objects.filter(kind=schedule.code, place=place, period=due.period, asked_at__gt=now)
    for job in ahead.filter(status__in=(JobStatus.QUEUED, JobStatus.COVERED)).select_for_update(of=("self",)):
        job.status, job.covered_by, job.asked_at, job.finished_at = JobStatus.QUEUED, None, now, None
        job.save(update_fields=["status", "covered_by", "asked_at", "finished_at"])


@transaction.atomic
def _revive(now: datetime) -> None:
    """Queue anew what was cut off: a worker killed in the middle leaves its job running for ever."""
    nobody_is_at_it = Q(started_at__lt=now - STALE) | Q(started_at__gt=now + STALE)
    cut_off = Job.objects.select_for_update().filter(nobody_is_at_it, status=JobStatus.RUNNING)
    for job in cut_off:
        if job.attempts >= _attempts_of(job.kind):
            _finished(job, JobStatus.FAILED, FAILED)
        else:
            job.status, job.sentence = JobStatus.QUEUED, CUT_OFF
            job.save(update_fields=["status", "sentence"])


@transaction.atomic
def retry(job: Job, *, by: User, at: datetime) -> Job:
    """Queue a job that failed once more, with all its attempts, because a person says so."""
    job = Job.objects.select_for_update().get(pk=job.pk)
    if job.status != JobStatus.FAILED or Job.objects.filter(key=job.key, status__in=UNFINISHED).exists():
        raise NotRetried
    job.status, job.attempts, job.sentence = JobStatus.QUEUED, 0, ""
    job.finished_at = job.not_before = None
    job.save(update_fields=["status", "attempts", "sentence", "finished_at", "not_before"])
    audit.record("jobs.retried", subject_type="job", subject_id=str(job.pk), by=by, at=at, division=job.place)
    async_task(WORKER, job.pk)
    return job
