"""Run one act again and again, killed each time at another step, then once to the end; print the result.

    python kill_import.py import FILE EVERY                kills at step 1, 1 + EVERY, 1 + 2·EVERY …
    python kill_import.py import FILE EVERY FIRST          FIRST is published before, FILE corrects it
    python kill_import.py withdraw FILE EVERY FIRST        both are published before, FILE is taken back
    python kill_import.py settle FILE EVERY FIRST          both are published before, what they ask is settled

A file whose name begins with a month, such as 2026-09, is that month's list; others are October's.
A step is a statement sent to the database or a change to the data folder. Every round starts from the same
empty installation. A child process is killed by SIGKILL, as an out-of-memory killer would.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(tempfile.mkdtemp(prefix="doudi-kill-"))
MOST_STEPS = 2000
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "doudi.config.settings",
    "DOUDI_ENV": "test",
    "DOUDI_DATA": str(ROOT / "data"),
    "DOUDI_KEYS": str(ROOT / "keys"),
    "DATABASE_URL": "",
    "APP_CLOCK": "frozen:2026-11-05T09:00+08:00",
    "DOUDI_LOG_LEVEL": "ERROR",
}

import django  # noqa: E402 - the environment comes first

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection, connections  # noqa: E402


def prepare(*files: str) -> None:
    """Make the installation every round starts from, with some files published."""
    from datetime import UTC, datetime

    from doudi.accounts.models import User
    from doudi.accounts.tests.factories import division
    from doudi.common import keys
    from doudi.exchange.tests.factories import VILLAGE
    from tools.devkit.prepared import put_tables

    keys.make(ROOT / "keys")
    put_tables(ROOT / "data" / "doudi.sqlite3")
    call_command("migrate", verbosity=0)
    division(VILLAGE)
    User.objects.create(username="officer", name="张经办", created_at=datetime(2026, 11, 1, tzinfo=UTC))
    for file in files:
        import_file(file)
    connections.close_all()
    shutil.copytree(ROOT / "data", ROOT / "empty")


def restore() -> None:
    """Put the empty installation back."""
    connections.close_all()
    shutil.rmtree(ROOT / "data")
    shutil.copytree(ROOT / "empty", ROOT / "data")


def counted(kill_at: int) -> Callable[[], None]:
    """Return a step counter that kills its own process at one step."""
    steps = [0]

    def step() -> None:
        steps[0] += 1
        if steps[0] == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)

    return step


def watch(step: Callable[[], None]) -> None:
    """Count what changes the database or the data folder, before and after it happens."""

    def statement(execute: Any, *args: Any) -> Any:  # noqa: ANN401 - Django's own signature
        step()
        answer = execute(*args)
        step()
        return answer

    connection.execute_wrappers.append(statement)
    for name in ("rename", "replace", "rmdir", "mkdir"):
        original = getattr(Path, name)
        setattr(Path, name, stepping(original, step))
    os.fsync = stepping(os.fsync, step)


def stepping(original: Any, step: Callable[[], None]) -> Any:  # noqa: ANN401 - any callable
    """Return a callable that counts itself."""

    def stepped(*args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as above
        step()
        return original(*args, **kwargs)

    return stepped


def in_child(work: Callable[[], None]) -> bool:
    """Do something in a child process; say whether it lived to the end."""
    child = os.fork()
    if child == 0:
        try:
            work()
            os._exit(0)
        except BaseException:  # the parent only asks whether it ended well
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def import_file(file: str) -> None:
    """Import and publish the file."""
    with Path(os.devnull).open("w") as silence:
        call_command(
            "import_batch",
            file,
            source="dibao",
            region="440204",
            period=month_of(file),
            publish=True,
            stdout=silence,
        )


def month_of(file: str) -> str:
    """Return the month a file's name begins with."""
    found = re.match(r"\d{4}-\d{2}", Path(file).name)
    return found.group(0) if found else "2026-10"


def settle_questions(file: str) -> None:
    """Settle every open question about who somebody is; those that are settled stay so."""
    from datetime import UTC, datetime

    from doudi.accounts.models import User
    from doudi.registry.models import IdentityQuestion
    from doudi.registry.services.settling import settle_question

    officer = User.objects.get(username="officer")
    for question in IdentityQuestion.objects.filter(status="OPEN").order_by("pk"):
        at = datetime(2026, 11, 5, tzinfo=UTC)
        settle_question(question, answer="SAME", reason="户口簿已核对", by=officer, at=at)


def withdraw_file(file: str) -> None:
    """Take the file's batch back; what was taken back already stays so."""
    from datetime import UTC, datetime

    from doudi.audit.actors import SYSTEM
    from doudi.exchange.models import Batch
    from doudi.exchange.services.publishing import withdraw_batch

    batch = next(one for one in Batch.objects.all() if one.file_name == Path(file).name)
    if batch.state == "PUBLISHED":
        withdraw_batch(batch, by=SYSTEM, at=datetime(2026, 11, 5, tzinfo=UTC), reason="传错了文件")


ACTS: dict[str, Callable[[str], None]] = {
    "import": import_file,
    "withdraw": withdraw_file,
    "settle": settle_questions,
}


def killed(act: Callable[[str], None], file: str, kill_at: int) -> Callable[[], None]:
    """Return the act that dies at one step."""

    def work() -> None:
        watch(counted(kill_at))
        act(file)

    return work


def state() -> dict[str, Any]:
    """Return what the installation knows and holds."""
    import pyarrow.parquet as pq

    from doudi.exchange.folders import batch_folder
    from doudi.exchange.models import Batch
    from doudi.registry.models import Enrolment, Household, Identity, IdentityQuestion, ListLine, Person
    from doudi.registry.tests.worlds import held

    batches = sorted(Batch.objects.all(), key=lambda batch: batch.file_name)
    rows = [pq.read_table(batch_folder(batch.pk).rows).to_pylist() for batch in batches]
    answer = {
        "batches": [(b.source, b.state, b.rows_read, b.rows_clean, b.rows_rejected) for b in batches],
        "placing": [(b.placing, b.replaces is not None, b.superseded_by is not None) for b in batches],
        "rows": hashlib.sha256(json.dumps(rows, default=str).encode()).hexdigest(),
        "working": len(list((ROOT / "data" / "batches").glob("*/.work-*"))),
        "held": held(),
        "questions": sorted(IdentityQuestion.objects.values_list("kind", "status", "person__name")),
        "registry": [model.objects.count() for model in (Person, Identity, Household, Enrolment, ListLine)],
    }
    connections.close_all()
    return answer


def main() -> None:
    """Kill, rerun, compare; print one line of JSON."""
    act, file, every, *first = ACTS[sys.argv[1]], sys.argv[2], int(sys.argv[3]), *sys.argv[4:]
    prepare(*first, *([] if act is import_file else [file]))
    in_child(lambda: act(file))
    expected, faults, rounds = state(), [], 0
    for kill_at in range(1, MOST_STEPS, every):
        restore()
        lived = in_child(killed(act, file, kill_at))
        in_child(lambda: act(file))
        rounds += 1
        if (found := state()) != expected:
            faults.append({"step": kill_at, "found": found})
        if lived:
            break
    sys.stdout.write(json.dumps({"rounds": rounds, "expected": expected, "faults": faults}, default=str))
    shutil.rmtree(ROOT)


if __name__ == "__main__":
    main()
