"""Go through a month act by act, each killed at one moment after the other and done again; print it all.

    python kill_months.py EVERY        kills each act at its moments 1, 1 + EVERY, 1 + 2·EVERY …

A moment lies before and after each statement sent to the database and each change to the data folder. Every
round starts from the installation as it was before the act; a child process does it and is killed by SIGKILL.
"""

from __future__ import annotations

import io
import json
import shutil
import sys
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock
from uuid import UUID

# sets up an installation of its own in a folder of its own, so it comes first
from doudi.exchange.tests import kill_import as killing

# isort: split
from django.core.management import call_command
from django.db import connections, transaction

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.audit.models import Entry
from doudi.audit.services import broken_links
from doudi.common import keys
from doudi.common.once import DoneBefore, claim
from doudi.exchange.models import Batch
from doudi.exchange.services.publishing import publish_batch
from doudi.jobs.models import Job
from doudi.kernel.dates import Period
from doudi.monitoring.catalogue import rules
from doudi.monitoring.models import EntryStanding, LedgerEntry, Month, MonthPerson
from doudi.monitoring.services.comparison import run_match
from doudi.monitoring.services.ledger import conclude_entry
from doudi.monitoring.services.month import close_month, submit_month
from doudi.work.models import TaskMove
from tests.county import COUNTY, build_county, monitored, on_dibao, person, workbook
from tools.devkit.prepared import put_tables

OCTOBER, AT = Period.parse("2026-10"), datetime(2026, 11, 5, 1, 0, tzinfo=UTC)
GAP = "monitored-without-aid"
FILE = killing.ROOT / "低保在享名单.xlsx"
AGAIN = {"monitoring.month_compared", "exchange.batch_recognised"}
"""What a second doing of an act that was done writes down once more, as it happened twice."""


def only(key: int, act: Callable[[], object], by: User) -> None:
    """Do an act of a person once for its key, as their browser would send it again."""
    try:
        with transaction.atomic():
            claim("kill", UUID(int=key), by=by.pk, at=AT)
            act()
    except DoneBefore:
        return


def import_list() -> None:
    """Take a list in, without publishing it."""
    with Path("/dev/null").open("w") as silence:
        call_command("import_batch", str(FILE), region=COUNTY, period=str(OCTOBER), stdout=silence)


def publish() -> None:
    """Publish it."""
    publish_batch(Batch.objects.get(source="dibao"), by=officer("county"), at=AT)


def match() -> None:
    """Compare the month by one rule."""
    one = tuple(rule for rule in rules() if rule.id == GAP)
    where = "doudi.monitoring.services.comparison"
    with mock.patch(f"{where}.rules", return_value=one), mock.patch(f"{where}.values_in", return_value={}):
        run_match(region=COUNTY, period=OCTOBER, by=SYSTEM, at=AT)


def conclude() -> None:
    """Answer for everybody who was found."""
    by = officer("east")
    for entry in LedgerEntry.objects.order_by("pk"):
        only(entry.pk, lambda entry=entry: _conclude(entry, by), by)  # type: ignore[misc]  # bound at once


def _conclude(entry: LedgerEntry, by: User) -> None:
    conclude_entry(entry, outcome="INELIGIBLE", reason="入户核实，收入稳定", by=by, at=AT)


def submit() -> None:
    """Submit the month."""
    by = officer("county")
    only(1001, lambda: submit_month(COUNTY, OCTOBER, by=by, at=AT), by)


def close() -> None:
    """Close it, by another person."""
    by = officer("review")
    only(1002, lambda: close_month(COUNTY, OCTOBER, by=by, at=AT), by)


ACTS: tuple[Callable[[], None], ...] = (import_list, publish, match, conclude, submit, close)
OFFICERS: dict[str, str] = {}


def officer(who: str) -> User:
    """Return an officer of the county."""
    return User.objects.get(username=OFFICERS[who])


def prepare() -> None:
    """Make an installation with a county, its officers, and two of the three lists of its month."""
    keys.make(killing.ROOT / "keys")
    put_tables(killing.ROOT / "data" / "doudi.sqlite3")
    call_command("migrate", verbosity=0)
    county = build_county()
    OFFICERS.update({who: user.username for who, user in county.people.items()})
    county.send("poverty_register", [monitored(order, 户编号=f"P{order // 2}") for order in range(6)])
    county.send("tekun", [person(50, 供养方式="分散供养")])
    FILE.write_bytes(workbook([on_dibao(order, 户编号=f"D{order // 2}") for order in (0, 1, 2, 70, 71)]))
    connections.close_all()


def state() -> dict[str, Any]:
    """Return what the installation knows and what was written down about it."""
    told = io.StringIO()
    call_command("export_state", "--json", stdout=told)
    recorded = Counter(Entry.objects.exclude(action__in=AGAIN).values_list("action", flat=True))
    return {
        "state": json.loads(told.getvalue()),
        "standings": sorted(
            EntryStanding.objects.values_list("period", "status", "outcome", "cause", "is_latest")
        ),
        "moves": sorted(TaskMove.objects.values_list("task__subject_id", "kind", "result")),
        "months": list(Month.objects.values_list("period", "status")),
        "sealed": sorted(MonthPerson.objects.values_list("person__name", "standing")),
        "jobs": sorted(Job.objects.values_list("kind", "key")),
        "recorded": dict(recorded),
        "broken": [str(link) for link in broken_links()],
        "half_written": len(list((killing.ROOT / "data" / "batches").glob("*/.work-*"))),
    }


def in_child(work: Callable[[], object]) -> tuple[bool, Any]:
    """Do something in a child process; say whether it lived to the end, and return its answer."""
    answer = killing.ROOT / "answer.json"
    answer.unlink(missing_ok=True)

    def told() -> None:
        answer.write_text(json.dumps(work(), default=str), encoding="utf-8")

    lived = killing.in_child(told)
    return lived, json.loads(answer.read_text(encoding="utf-8")) if lived else None


def put_back(kept: Path) -> None:
    """Put the installation back to what it was before the act."""
    shutil.rmtree(killing.ROOT / "data")
    shutil.copytree(kept, killing.ROOT / "data")


def moments_of(act: Callable[[], None]) -> int:
    """Do an act to its end, counting the moments at which it can be killed."""
    seen = [0]

    def step() -> None:
        seen[0] += 1

    killing.watch(step)
    act()
    return seen[0]


def killed(act: Callable[[], None], moment: int) -> None:
    """Do an act that dies at a moment."""
    killing.watch(killing.counted(moment))
    act()


def told_of(act: Callable[[], None], every: int) -> dict[str, Any]:
    """Kill an act at one moment after the other; return how often, and after which it ended otherwise."""
    kept = killing.ROOT / "kept" / act.__name__
    shutil.copytree(killing.ROOT / "data", kept)
    _, moments = in_child(lambda: moments_of(act))
    _, expected = in_child(state)
    wrong, chosen = [], range(1, moments + 1, every)
    for moment in chosen:
        put_back(kept)
        in_child(lambda moment=moment: killed(act, moment))  # type: ignore[misc]  # bound at once
        finished, _ = in_child(act)
        _, found = in_child(state)
        if not finished or found != expected:
            wrong.append(
                {"moment": moment, "differs": [k for k in expected if not found or found[k] != expected[k]]}
            )
    return {"moments": moments, "kills": len(chosen), "wrong": wrong, "months": expected["months"]}


def main() -> None:
    """Go through the month and print one line of JSON."""
    prepare()
    told = {act.__name__: told_of(act, int(sys.argv[1])) for act in ACTS}
    sys.stdout.write(json.dumps(told))
    shutil.rmtree(killing.ROOT)


if __name__ == "__main__":
    main()
