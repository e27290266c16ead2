"""P40: everything scheduled is done once a due period over years of outages, faults and wrong clocks."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from threading import Barrier, Thread

import pytest
from django.db import connection, connections
from pytest_django import Settings

from doudi.common.clock import SHANGHAI
from doudi.config.schedules import SCHEDULES
from doudi.jobs import services
from doudi.jobs.catalogue import ATTEMPTS, Schedule
from doudi.jobs.models import Job
from doudi.jobs.services import due_now, run_job
from doudi.jobs.states import JobStatus
from tests.county import COUNTY, build_county
from tools.devkit.figures import Figures

BEGUN = datetime(2026, 11, 30, 1, 0, tzinfo=SHANGHAI)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
Period = tuple[str, str, str]


class Killed(BaseException):
    """The worker was killed in the middle."""


@dataclass
class Years:
    """An installation over the years; `wrong` are the moments at which what was due had not been run."""

    chance: Random
    now: datetime = BEGUN
    done: Counter[Period] = field(default_factory=Counter)
    wrong: list[object] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)

    def run(self, job: Job) -> str:
        """Be any of the jobs: fail or be killed now and then."""
        fate = self.chance.random()
        if fate < 0.02:
            self.seen["faults"] += 1
            raise ValueError
        if fate < 0.03:
            self.seen["kills"] += 1
            raise Killed
        self.done[job.kind, job.place, job.period] += 1
        return "做了。"

    def look(self, now: datetime) -> None:
        """Look twice at a moment what is due, and run it."""
        self.seen["looks"] += 1
        self.now = now
        for _ in range(2):
            for job in due_now(now):
                try:
                    run_job(job.pk)
                except Killed:
                    continue
        for schedule in SCHEDULES:
            self.check(schedule, now)

    def check(self, schedule: Schedule, now: datetime) -> None:
        """See that the newest period due is run, or is being tried again."""
        place, period = COUNTY if schedule.is_by_county else "", newest_due(schedule, now)
        states = Job.objects.filter(kind=schedule.code, place=place, period=period).values_list("status")
        if list(states) not in ([("DONE",)], [("QUEUED",)], [("RUNNING",)], [("FAILED",)]):
            self.wrong.append((schedule.code, period, now, list(states)))

    def live(self, until: datetime) -> None:
        """Let the time pass, with whatever happens to installations."""
        now = BEGUN
        while now < until:
            self.look(now)
            fate = self.chance.random()
            if fate < 0.01:
                self.seen["clocks_ahead"] += 1
                self.look(now + self.chance.randint(2, 400) * DAY)
            elif fate < 0.02:
                self.seen["clocks_behind"] += 1
                self.look(now - self.chance.randint(1, 30) * DAY)
            elif fate < 0.03:
                self.seen["outages"] += 1
                now += self.chance.randint(2, 70) * DAY
            now += self.chance.choice((HOUR, 9 * HOUR, 15 * HOUR, 23 * HOUR, 30 * HOUR))
        self.look(until)


def newest_due(schedule: Schedule, now: datetime) -> str:
    """Return the newest period that is due, by the calendar alone."""
    here, hour = now.astimezone(SHANGHAI), schedule.cadence.hour
    if schedule.cadence.is_monthly:
        is_due = here >= datetime.combine(here.date().replace(day=1), time(hour), SHANGHAI)
        return (here.date() if is_due else here.date().replace(day=1) - DAY).isoformat()[:7]
    return (here.date() if here.hour >= hour else here.date() - DAY).isoformat()


def periods_between(first: str, last: str) -> Iterator[str]:
    """Yield every day or month from one to another."""
    day, told = date.fromisoformat(first if len(first) > 7 else f"{first}-01"), ""
    while told < last:
        if (each := day.isoformat()[: len(first)]) != told:
            yield each
        told, day = each, day + DAY


def faults_of(schedule: Schedule, years: Years) -> list[object]:
    """Return the periods of a schedule that are missing, doubled, or ended otherwise than once."""
    rows = list(Job.objects.filter(kind=schedule.code).select_related("covered_by").order_by("period"))
    missing = set(periods_between(rows[0].period, newest_due(schedule, years.now))) - {r.period for r in rows}
    doubled = [job.period for job in rows if years.done[job.kind, job.place, job.period] > 1]
    ended = [
        (job.period, job.status)
        for job in rows
        if (job.status == JobStatus.DONE) != (years.done[job.kind, job.place, job.period] == 1)
        or (job.status == JobStatus.COVERED and job.covered_by is None)
        or (job.status == JobStatus.FAILED and job.attempts < ATTEMPTS)
    ]
    return [*sorted(missing), *doubled, *ended]


@pytest.fixture
def years(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Years:
    """Give years whose jobs only note that they ran; the schedules are the product's own."""
    settings.SCHEDULES = "doudi.config.schedules.SCHEDULES"
    years = Years(Random(None if "DOUDI_EXPLORE" in os.environ else 20261130))  # noqa: S311 - a test's chance
    monkeypatch.setattr(services, "_function_of", lambda job: lambda *_: years.run(job))
    monkeypatch.setattr("doudi.common.clock.now", lambda: years.now)
    return years


@pytest.mark.django_db
@pytest.mark.promise("P40")
@pytest.mark.parametrize(
    "until", [date(2027, 3, 2), pytest.param(date(2031, 12, 1), marks=pytest.mark.slow)], ids=str
)
def test_each_due_period_of_every_schedule_is_done_once_whatever_the_clock_does(
    until: date, years: Years, figures: Figures
) -> None:
    build_county()

    years.live(datetime.combine(until, time(23), SHANGHAI))

    faults = {schedule.code: faults_of(schedule, years) for schedule in SCHEDULES}
    wrong = years.wrong + [fault for each in faults.values() for fault in each]
    figures.say(violations=len(wrong), of=Job.objects.count(), schedules=len(SCHEDULES), **years.seen)
    assert wrong[:5] == []
    assert set(years.seen) >= {"looks", "faults"}


@pytest.mark.promise("P40")
@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_every_moment_do_each_period_once(years: Years, figures: Figures) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("two connections at once need PostgreSQL")
    build_county()
    moments = [BEGUN + n * 17 * HOUR for n in range(60)]
    barrier = Barrier(2)

    def work() -> None:
        for moment in moments:
            barrier.wait()
            years.now = moment
            barrier.wait()
            for job in due_now(moment):
                try:
                    run_job(job.pk)
                except Killed:
                    continue
        connections.close_all()

    workers = [Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    doubled = [period for period, times in years.done.items() if times > 1]
    figures.say(violations=len(doubled), of=len(years.done), moments_of_two_workers=len(moments))
    assert doubled == []
    assert len(years.done) > 100
