"""What follows from something is written down with it and done once, whatever is killed (P6)."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from pytest_django import Settings

from doudi.accounts.models import Post
from doudi.accounts.services import end_post
from doudi.audit.actors import SYSTEM
from doudi.common import keys
from doudi.common.events import QueuedEvent, publish
from doudi.jobs.models import Job
from doudi.jobs.reacting import queued
from doudi.monitoring.services.leaving import tell_of_left_posts
from doudi.monitoring.services.patrol import daily_patrol
from doudi.notices.models import Notice
from tests.county import COUNTY, EAST, START, County, monitored, name, on_dibao, person, workbook
from tests.promises.test_killed import Installation

TODAY = date(2026, 11, 2)
MOMENTS = (0.0, 0.15, 0.3, 0.5, 0.8, 1.2)
WORKER_MOMENTS = (0.3, 0.8)  # a job is tried three times
STARTED_AFTER = 0.8
MONTH = ("--region", COUNTY, "--period", "2026-10")


@dataclass(frozen=True)
class Happened(QueuedEvent):
    what: str


REACTIONS: Mapping[type, tuple[Callable[[Any], None], ...]] = {
    Happened: (queued("monitoring.tell_of_left_post"),)
}


@pytest.fixture
def unrun(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Let jobs wait, as they do where the worker is a process of its own."""
    monkeypatch.setattr("doudi.jobs.services.async_task", lambda *_: None)
    settings.REACTIONS = f"{__name__}.REACTIONS"


@pytest.mark.django_db(transaction=True)
def test_what_follows_is_undone_with_what_happened_and_waits_once_after_it(unrun: None) -> None:
    def happen(what: str) -> None:
        publish(Happened(place=COUNTY, at=START, what=what))

    @transaction.atomic
    def fail() -> None:
        happen("undone")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert not Job.objects.exists()

    with transaction.atomic():
        happen("a")
        happen("a")
        happen("b")

    assert [job.arguments for job in Job.objects.order_by("id")] == [[COUNTY, "a"], [COUNTY, "b"]]
    assert {(job.place, job.asked_at) for job in Job.objects.all()} == {(COUNTY, START)}


def in_hand(county: County) -> Post:
    """Give the east officer three people to look at; return the post."""
    county.send("poverty_register", [monitored(order) for order in range(3)])
    county.send("dibao", [on_dibao(9)])
    county.send("tekun", [person(8, 供养方式="分散供养")])
    county.compare()
    return Post.objects.get(user=county.people["east"])


def test_who_leaves_with_work_in_hand_is_told_of_to_office_and_county_once(
    county: County, settings: Settings
) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T18:00+08:00"
    above = Post.objects.get(user=county.people["county"])
    end_post(above, by=SYSTEM, at=county.at, on=TODAY, reason="退休")
    post = in_hand(county)
    held = post.tasks.count()
    assert held >= 3

    end_post(post, by=SYSTEM, at=county.at, on=TODAY, reason="调离")

    told = Notice.objects.filter(kind="LEFT").order_by("division")
    assert [notice.division for notice in told] == [COUNTY, EAST]
    assert f"已于 2026-11-02 离任，名下还有 {held} 条待办没有办结" in told[0].text
    assert name(1) not in told[0].text
    assert tell_of_left_posts(COUNTY, on=TODAY, at=county.at) == 0
    assert Notice.objects.filter(kind="LEFT").count() == 2


def test_what_somebody_leaves_behind_goes_to_the_office_above_where_nobody_else_is_there(
    county: County, settings: Settings
) -> None:
    settings.APP_CLOCK = "frozen:2026-11-02T18:00+08:00"
    post, above = in_hand(county), Post.objects.get(user=county.people["county"])
    held = set(post.tasks.values_list("pk", flat=True))

    end_post(post, by=SYSTEM, at=county.at, on=TODAY, reason="调离")

    assert held <= set(above.tasks.values_list("pk", flat=True))
    assert not post.tasks.exists()
    assert not Notice.objects.filter(kind="LEFT").exists()


def test_who_leaves_with_nothing_in_hand_or_later_is_not_told_of_before_the_day(county: County) -> None:
    end_post(Post.objects.get(user=county.people["west"]), by=SYSTEM, at=county.at, on=TODAY, reason="调离")
    post = in_hand(county)
    end_post(post, by=SYSTEM, at=county.at, on=date(2026, 12, 1), reason="退休")
    assert not Notice.objects.filter(kind="LEFT").exists()

    december = START.replace(month=12)

    assert "离任未交接告知 2 处" in daily_patrol(COUNTY, by=SYSTEM, at=december).sentence
    again = december + timedelta(hours=1)
    assert "离任未交接告知 0 处" in daily_patrol(COUNTY, by=SYSTEM, at=again).sentence


SCENARIO = {
    "regions": [COUNTY],
    "users": [
        {
            "username": username,
            "name": username,
            "password": "a-long-test-password",
            "posts": [{"role": role, "division": division}],
        }
        for username, role, division in (
            ("county", "COUNTY_OFFICER", COUNTY),
            ("review", "COUNTY_REVIEWER", COUNTY),
        )
    ],
}


class Closing(Installation):
    """An installation at a moment of its own."""

    clock = "2026-11-03T09:00+08:00"

    def environment(self) -> Mapping[str, str]:
        return {**super().environment(), "APP_CLOCK": self.clock}

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """Return what the database holds."""
        with sqlite3.connect(self.folder / "data" / "doudi.sqlite3") as database:
            return database.execute(query).fetchall()


@pytest.mark.slow
@pytest.mark.promise("P6")
def test_the_report_of_a_closed_month_is_issued_once_however_often_the_worker_is_killed(
    tmp_path: Path,
) -> None:
    files, folder = tmp_path / "files", tmp_path / "installation"
    files.mkdir()
    folder.mkdir()
    lists = {
        "脱贫户及监测对象名单.xlsx": [monitored(order) for order in range(200)],
        "低保在享名单.xlsx": [on_dibao(order) for order in range(200)],
    }
    for title, rows in lists.items():
        (files / title).write_bytes(workbook(rows))
    killed = Closing(folder, keys.make(tmp_path / "keys").parent)
    (folder / "more.json").write_text(json.dumps(SCENARIO), encoding="utf-8")
    killed.run("load_scenario", str(folder / "more.json"))
    killed.run("import_batch", str(files), *MONTH, "--publish")
    killed.run("run_match", *MONTH)
    killed.run("close_month", *MONTH, "--by", "county", "--submit")
    for moment in MOMENTS:
        killed.kill(STARTED_AFTER + moment, "close_month", *MONTH, "--by", "review")
    closed = killed.rows("select status from monitoring_month")[0][0] == "CLOSED"
    if not closed:
        killed.run("close_month", *MONTH, "--by", "review")

    for days, moment in enumerate(WORKER_MOMENTS):
        killed.clock = f"2026-11-{4 + days:02}T09:00+08:00"
        killed.kill(STARTED_AFTER + moment, "run_due_jobs")
    killed.clock = "2026-11-20T09:00+08:00"
    killed.run("run_due_jobs")
    killed.run("run_due_jobs")

    issued = killed.rows('select number, "order" from documents_issuedpaper')
    assert issued == [("浈江区监测月报〔2026〕1号", 1)]
    assert killed.rows("select last from documents_serialcounter") == [(1,)]
    assert killed.rows("select count(*) from documents_issuedfile") == [(2,)]
    jobs = killed.rows("select status from jobs_job where kind = 'monitoring.issue_report'")
    assert jobs == [("DONE",)]
