"""Measure how long clerks wait, and whether anybody is refused, while the worker publishes a county's list.

    .venv/bin/python -m bench.waiting [--people 43000] [--clerks 4] [--write]

Web server and worker are the processes of a real installation, side by side on one SQLite database. While
the list is checked and published, clerks open people's pages, which is written to the trail, and post.
"""

from __future__ import annotations

import argparse
import http.client
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bench.installation import COUNTY, ROOT, install
from bench.measuring import machine
from bench.publish import roster

REPORT = Path(__file__).with_name("results") / "waiting.txt"
PORT = 8519
KNOWN = 400
"""People of a first list, whose pages the clerks open."""
SERVER = [
    "-m", "gunicorn", "doudi.config.wsgi:application", "--bind", f"127.0.0.1:{PORT}", "--worker-class",
    "gthread", "--workers", "2", "--threads", "4", "--timeout", "120", "--log-level", "warning",
]  # fmt: skip
WORKER = ["manage.py", "qcluster"]
PATIENCE = 300
PASSWORD = "Bench-2026-mima"  # noqa: S105 - nobody logs in with it


@dataclass
class Clerk:
    """One clerk at work: what each request took, and what was answered otherwise than it should be."""

    cookie: str
    paths: list[str]
    took: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def work(self, until: threading.Event) -> None:
        """Open one page after another until the list is published."""
        at = 0
        while not until.is_set():
            path = self.paths[at % len(self.paths)]
            at += 1
            began = time.monotonic()
            status = self._get(path)
            self.took.append(time.monotonic() - began)
            if status != 200:
                self.refused.append(f"{path.split('/')[1]} {status}")

    def _get(self, path: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=PATIENCE)
        try:
            connection.request("GET", path, headers={"Cookie": self.cookie, "Host": "127.0.0.1"})
            answer = connection.getresponse()
            answer.read()
            return answer.status
        finally:
            connection.close()


def main() -> int:
    """Publish a list while clerks work; return 1 when one of them was refused anything."""
    options = argparse.ArgumentParser(description="发布名册的时候，别人要等多久")
    options.add_argument("--people", type=int, default=43_000)
    options.add_argument("--clerks", type=int, default=4)
    options.add_argument("--write", action="store_true", help="写入 bench/results/waiting.txt")
    told = options.parse_args()
    folder = install()
    try:
        lines, refused = _measured(folder, told.people, told.clerks)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = "\n".join(lines) + "\n"
    sys.stdout.write(text)
    if told.write:
        REPORT.write_text(text, encoding="utf-8")
    return 1 if refused else 0


def _measured(folder: Path, people: int, clerks: int) -> tuple[list[str], int]:
    from django.db import connection

    from doudi.exchange.models import Batch

    user, batch = _with_a_list(people)
    address = f"sqlite:///{connection.settings_dict['NAME']}"
    connection.close()
    environment = _environment(folder, address)
    programs = [
        subprocess.Popen([sys.executable, *command], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
        for command in (SERVER, WORKER)
    ]
    try:
        team = [Clerk(_cookie(user), _pages(at, clerks)) for at in range(clerks)]
        _wait_for_the_server(team[0])
        began = time.monotonic()
        _publish(user, batch)
        over = threading.Event()
        threads = [threading.Thread(target=clerk.work, args=(over,)) for clerk in team]
        for thread in threads:
            thread.start()
        while Batch.objects.get(pk=batch).state != "PUBLISHED" and time.monotonic() - began < PATIENCE:
            time.sleep(0.5)
        published = time.monotonic() - began
        over.set()
        for thread in threads:
            thread.join()
    finally:
        for program in programs:
            program.terminate()
    state = Batch.objects.get(pk=batch).state
    return _told(team, f"{people:,} people, {state}, {published:.1f} s by the clock")


def _told(team: list[Clerk], what: str) -> tuple[list[str], int]:
    took = sorted(second for clerk in team for second in clerk.took)
    refused = [one for clerk in team for one in clerk.refused]
    return [
        f"Clerks at work while a list is published. {machine()}, sqlite, web and worker side by side.",
        f"    {what}; {len(team)} clerks, {len(took)} pages",
        f"    waited: median {took[len(took) // 2]:.2f} s, p95 {took[int(len(took) * 0.95)]:.2f} s, "
        f"longest {took[-1]:.2f} s",
        f"    refused: {len(refused)} {'; '.join(sorted(set(refused))[:5])}",
    ], len(refused)


def _environment(folder: Path, address: str) -> Mapping[str, str]:
    from django.conf import settings

    return {
        **os.environ, "DOUDI_ENV": "test", "DOUDI_DATA": str(settings.DOUDI_DATA), "DATABASE_URL": address,
        "DOUDI_KEYS": os.environ["DOUDI_KEYS"], "DJANGO_SETTINGS_MODULE": "doudi.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }  # fmt: skip


def _with_a_list(people: int) -> tuple[int, str]:
    """Publish a first short list, check a long one; return the officer's and the long batch's keys."""
    from doudi.accounts.roles import Role
    from doudi.accounts.services import appoint, create_user
    from doudi.audit.actors import SYSTEM
    from doudi.common import clock
    from doudi.config.made_up import made_up_number
    from doudi.exchange.services.importing import import_file
    from doudi.exchange.services.publishing import publish_batch
    from doudi.exchange.services.receiving import Sender
    from doudi.kernel.dates import Period
    from doudi.regions.models import Division

    user = create_user(
        username="clerk", name="陈管", password=PASSWORD, number=made_up_number(1), by=SYSTEM,
        at=clock.now(), must_change=False,
    )  # fmt: skip
    county = Division.objects.get(pk=COUNTY)
    appoint(user, role=Role.COUNTY_OFFICER, division=county, by=SYSTEM, at=clock.now(), on=clock.today())
    villages = Division.objects.filter(code__startswith=COUNTY, level="VILLAGE").select_related("parent")
    places = [(village.parent.name if village.parent else "", village.name) for village in villages]
    lists = (("dibao", Period(2026, 9), KNOWN), ("dibao", Period(2026, 10), people))
    first, second = (
        import_file(
            roster(count, places), name="低保名单.csv", source=source, region=COUNTY, period=period,
            sender=Sender("bench", "bench"), by=user, at=clock.now(),
        ).batch
        for source, period, count in lists
    )  # fmt: skip
    publish_batch(first, by=user, at=clock.now())
    return user.pk, str(second.pk)


def _cookie(user: int) -> str:
    """Return the cookie of a session in which an officer is logged in."""
    from django.conf import settings
    from django.test import Client

    from doudi.accounts.models import User

    browser = Client()
    browser.force_login(User.objects.get(pk=user), backend="doudi.accounts.backends.PasswordBackend")
    return f"{settings.SESSION_COOKIE_NAME}={browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def _pages(at: int, clerks: int) -> list[str]:
    from doudi.registry.models import Person

    return [f"/people/{key}/" for key in Person.objects.values_list("pk", flat=True)[at:KNOWN:clerks]]


def _publish(user: int, batch: str) -> None:
    from django_q.conf import Conf

    from doudi.accounts.models import User
    from doudi.common import clock
    from doudi.jobs.services import enqueue

    Conf.SYNC = False
    clerk = User.objects.get(pk=user)
    enqueue("exchange.publish", batch, user, {}, key=batch, place=COUNTY, by=clerk, at=clock.now())


def _wait_for_the_server(clerk: Clerk) -> None:
    for _ in range(120):
        try:
            if clerk._get(clerk.paths[0]) == 200:
                return
        except OSError:
            pass
        time.sleep(0.5)
    raise SystemExit("the server does not answer")


if __name__ == "__main__":
    sys.exit(main())
