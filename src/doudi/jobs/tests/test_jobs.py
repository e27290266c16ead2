"""What becomes of jobs: asked twice, refused, broken, cut off, missed and asked for by two at once."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection, connections
from django.utils.module_loading import import_string
from django_q.models import Schedule as OrmSchedule
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.audit.models import Entry
from doudi.common.clock import SHANGHAI
from doudi.common.problems import Refusal
from doudi.jobs import catalogue, services
from doudi.jobs.catalogue import JobKind, Schedule
from doudi.jobs.models import Job
from doudi.jobs.rules.cadence import Cadence
from doudi.jobs.services import due_now, enqueue, retry, run_job
from doudi.jobs.states import JobStatus
from doudi.jobs.worker import tick
from tests.county import COUNTY, County, build_county, logged_in

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
SECRET = "某某440204199001011234"
calls: list[tuple[object, ...]] = []
trouble: list[BaseException] = []


def work(*arguments: object) -> str:
    """Be the job: note the call, then fail as often as there is trouble in store."""
    calls.append(arguments)
    if trouble:
        raise trouble.pop(0)
    return "做了。"


KINDS = (JobKind("test.work", "试做", f"{__name__}.work"),)
SCHEDULES = (
    Schedule("test.daily", "每天试做", f"{__name__}.work", Cadence(hour=6)),
    Schedule(
        "test.monthly", "每月试做", f"{__name__}.work", Cadence(hour=3, day_of_month=1), is_by_county=False
    ),
)


@pytest.fixture(autouse=True)
def declared(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Declare jobs of the tests' own, and leave the queue out: each test runs jobs itself."""
    settings.JOB_KINDS, settings.SCHEDULES = f"{__name__}.KINDS", f"{__name__}.SCHEDULES"
    monkeypatch.setattr(services, "async_task", lambda *_: None)
    _forget()
    calls.clear()
    trouble.clear()
    yield
    _forget()


def _forget() -> None:
    catalogue.kinds.cache_clear()
    catalogue.schedules.cache_clear()


@pytest.fixture
def county(db: None) -> County:
    """Give a county with its officers."""
    return build_county()


def _clock(settings: Settings, text: str) -> datetime:
    settings.APP_CLOCK = f"frozen:{text}"
    return datetime.fromisoformat(text)


def test_asked_for_twice_a_job_is_queued_once_and_runs_once(county: County) -> None:
    first = enqueue("test.work", 7, key="7", place=COUNTY, by=county.people["county"], at=AT)
    second = enqueue("test.work", 7, key="7", place=COUNTY, by=county.people["review"], at=AT)
    assert first.pk == second.pk

    assert run_job(first.pk) is not None
    assert run_job(first.pk) is None, "whoever comes second finds nothing to run"
    assert calls == [(7,)]
    first.refresh_from_db()
    assert (first.status, first.sentence, first.attempts) == (JobStatus.DONE, "做了。", 1)
    assert enqueue("test.work", 7, key="7", place=COUNTY, by=None, at=AT).pk != first.pk


def test_a_refusal_is_an_answer_and_is_not_tried_again(county: County) -> None:
    trouble.append(Refusal("这一批没有发布，不能比对。"))
    job = enqueue("test.work", key="x", place=COUNTY, by=None, at=AT)
    run_job(job.pk)

    job.refresh_from_db()
    assert (job.status, job.sentence) == (JobStatus.REFUSED, "这一批没有发布，不能比对。")
    with pytest.raises(services.NotRetried):
        retry(job, by=county.people["county"], at=AT)


def test_what_breaks_is_tried_three_times_later_and_later_and_then_by_a_person(
    county: County, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    now = _clock(settings, "2026-11-02T09:00+08:00")
    trouble.extend(ValueError(SECRET) for _ in range(3))
    job = enqueue("test.work", key="x", place=COUNTY, by=None, at=now)
    with caplog.at_level(logging.DEBUG):
        run_job(job.pk)
        assert job.pk not in {each.pk for each in due_now(now + timedelta(minutes=4))}
        assert job.pk in {each.pk for each in due_now(now + timedelta(minutes=6))}
        run_job(job.pk)
        assert job.pk not in {each.pk for each in due_now(now + timedelta(minutes=6))}
        run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (JobStatus.FAILED, 3)
    assert "可以在“后台任务”重试" in job.sentence
    assert SECRET not in caplog.text + job.sentence

    client = logged_in(county.people["county"])
    page = client.get("/jobs/").content.decode()
    assert "1 项任务出错没有做完" in page
    assert client.post(f"/jobs/{job.pk}/retry/").status_code == 302
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts, len(calls)) == (JobStatus.DONE, 1, 4)
    assert Entry.objects.filter(action="jobs.retried", subject_id=str(job.pk)).count() == 1
    assert logged_in(county.people["east"]).post(f"/jobs/{job.pk}/retry/").status_code == 404


def test_a_job_cut_off_in_the_middle_is_queued_anew_once_nobody_can_be_at_it(
    county: County, settings: Settings
) -> None:
    now = _clock(settings, "2026-11-02T09:00+08:00")
    job = enqueue("test.work", key="x", place=COUNTY, by=None, at=now)
    trouble.append(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        run_job(job.pk)
    job.refresh_from_db()
    assert job.status == JobStatus.RUNNING

    assert job.pk not in {each.pk for each in due_now(now + timedelta(minutes=60))}
    assert job.pk in {each.pk for each in due_now(now + timedelta(minutes=80))}
    run_job(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (JobStatus.DONE, 2)


@pytest.mark.promise("P40")
def test_over_years_with_outages_each_due_period_stands_once(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ticks at uneven hours, with outages of a night, a week over the new year and two months."""
    last_day = date(2028, 3, 1)
    now = datetime.fromisoformat("2026-11-01T00:30+08:00")
    gaps = [timedelta(hours=9), timedelta(hours=15), timedelta(hours=23), timedelta(hours=1)]
    outages = {40: timedelta(days=9), 300: timedelta(days=62), 500: timedelta(hours=30)}
    step, end = 0, datetime(last_day.year, last_day.month, last_day.day, 23, tzinfo=SHANGHAI)
    while now < end:
        _tick(monkeypatch, now)
        now += outages.get(step, gaps[step % len(gaps)])
        step += 1
    _tick(monkeypatch, end)

    days = Job.objects.filter(kind="test.daily", place=COUNTY).order_by("period")
    told = list(days.values_list("period", flat=True))
    first, last = date.fromisoformat(told[0]), date.fromisoformat(told[-1])
    assert (first, last) == (date(2026, 10, 31), last_day)
    assert told == [(first + timedelta(days=n)).isoformat() for n in range((last - first).days + 1)]
    assert "2028-02-29" in told
    done = days.filter(status=JobStatus.DONE).count()
    covered = days.filter(status=JobStatus.COVERED)
    assert done + covered.count() == len(told)
    assert all(job.covered_by is not None and job.covered_by.status == JobStatus.DONE for job in covered)
    assert 60 < covered.count() < 80, "only what was missed is covered by a later one"
    months = list(Job.objects.filter(kind="test.monthly").order_by("period").values_list("period", flat=True))
    assert months == list(dict.fromkeys(day[:7] for day in told))
    assert len(calls) == Job.objects.filter(status=JobStatus.DONE).count()


def test_a_clock_that_ran_ahead_for_a_minute_silences_nothing_once_it_is_right_again(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    _tick(monkeypatch, AT)
    _tick(monkeypatch, AT + timedelta(days=400))
    trouble.append(ValueError())
    asked = enqueue("test.work", key="x", place=COUNTY, by=None, at=AT + timedelta(days=400))
    run_job(asked.pk)
    calls.clear()

    for days in (1, 2):
        _tick(monkeypatch, AT + timedelta(days=days))

    kept = Job.objects.filter(kind="test.daily", period__in=("2026-11-02", "2026-11-03", "2026-11-04"))
    assert [job.status for job in kept.order_by("period")] == [JobStatus.DONE] * 3
    asked.refresh_from_db()
    assert asked.status == JobStatus.DONE, "what was asked for or put off then does not wait for that day"
    assert len(calls) == 3


def _tick(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("doudi.common.clock.now", lambda: now)
    for _ in range(2):
        for job in due_now(now):
            run_job(job.pk)


def test_the_command_runs_what_is_due_and_a_second_call_runs_nothing(
    county: County, settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    _clock(settings, "2026-11-02T09:00+08:00")
    trouble.append(ValueError())
    call_command("run_due_jobs")
    assert "到期任务做了 2 项" in capsys.readouterr().out
    call_command("run_due_jobs")
    assert "到期任务做了 0 项" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_queue_has_the_order_to_look_every_minute_what_is_due() -> None:
    order = OrmSchedule.objects.get(name="doudi-tick")

    assert (order.schedule_type, order.minutes, order.repeats) == (OrmSchedule.MINUTES, 1, -1)
    assert import_string(order.func) is tick


def test_the_page_shows_the_county_its_own_jobs_in_words_and_hands_them_out(county: County) -> None:
    enqueue("test.work", key="1", place=COUNTY, by=county.people["county"], at=AT)
    enqueue("test.work", key="2", place="440203", by=None, at=AT)
    client = logged_in(county.people["county"])

    page = client.get("/jobs/").content.decode()
    assert page.count("试做</td>") == 3, "two schedules and one job of this county"
    assert "还没有做过" in page
    assert "test." not in re.sub(r'value="[^"]*"', "", page)
    assert client.get("/jobs/?status=DONE").content.decode().count("没有符合条件的") == 1
    assert client.get("/jobs/?status=SLEEPING").status_code == 422
    assert client.get("/jobs/export/").content[:2] == b"PK"
    assert '"rows": 1' in Entry.objects.get(action="jobs.list_exported").details
    assistant = county.hire(Role.VILLAGE_ASSISTANT, COUNTY + "001001")
    assert logged_in(assistant).get("/jobs/").status_code == 403


@pytest.mark.promise("P40")
@pytest.mark.django_db(transaction=True)
def test_two_who_look_at_the_same_second_make_one_job_of_a_period_and_one_runs_it() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two connections at once need PostgreSQL")
    build_county()
    barrier, ran = Barrier(4), []

    def look() -> None:
        barrier.wait()
        for job in due_now(AT + timedelta(hours=5)):
            done = run_job(job.pk)
            ran.extend([done.pk] if done else [])
        connections.close_all()

    threads = [Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(ran) == sorted(Job.objects.filter(status=JobStatus.DONE).values_list("pk", flat=True))
    assert len(calls) == len(ran) == Job.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_four_who_ask_for_the_same_at_the_same_second_are_given_one_job() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two connections at once need PostgreSQL")
    barrier, given = Barrier(4), []

    def ask() -> None:
        barrier.wait()
        given.append(enqueue("test.work", 7, key="7", place=COUNTY, by=None, at=AT).pk)
        connections.close_all()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert given == [Job.objects.get().pk] * 4
