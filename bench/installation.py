"""A throw-away installation for benches: a county with its divisions, an empty database, keys of its own."""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COUNTY = "371521"


def install() -> Path:
    """Set Django up over a database of its own with one county; the address in DATABASE_URL, else SQLite."""
    folder = Path(tempfile.mkdtemp(prefix="doudi-bench-"))
    os.environ |= {"DOUDI_ENV": "test", "DOUDI_DATA": str(folder), "DOUDI_KEYS": str(folder)}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "doudi.config.settings_for_tests"}
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.DOUDI_DATA = folder / "data"
    settings.DOUDI_DATA.mkdir()
    if connection.vendor == "sqlite":
        connection.settings_dict["NAME"] = str(folder / "bench.sqlite3")
    call_command("migrate", verbosity=0)
    with Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        call_command("load_divisions", "--region", COUNTY, stdout=nowhere)
    return folder


def spent() -> float:
    """Return the processor seconds of this process and of its children that ended."""
    ours, theirs = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return ours.ru_utime + ours.ru_stime + theirs.ru_utime + theirs.ru_stime


class Stages:
    """Processor seconds by stage, and how long the whole took by the clock."""

    def __init__(self) -> None:
        """Begin to count."""
        self.cpu: Counter[str] = Counter()
        self.began = time.monotonic()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add what is done within to a stage."""
        before = spent()
        yield
        self.cpu[name] += spent() - before  # type: ignore[assignment]

    def lines(self, say: Callable[[str, float], str]) -> list[str]:
        """Return a line a stage."""
        return [say(name, seconds) for name, seconds in self.cpu.items()]
