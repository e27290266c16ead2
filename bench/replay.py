"""Measure what taking a month's list into the registry costs, and what a county's year and one person cost.

    python bench/replay.py [--people 43000] [--months 12] [--write]

Made-up people in families of three; lists go in through `apply_list`, as those of batches do. Figures are
processor seconds of one process on a throw-away SQLite database.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FAMILY = 3
COUNTY = "440204"
RESULTS = ROOT / "bench" / "results" / "replay.txt"


def prepare() -> None:
    """Set Django up over a database of its own."""
    folder = tempfile.mkdtemp(prefix="doudi-replay-")
    os.environ |= {"DOUDI_ENV": "test", "DOUDI_DATA": folder, "DOUDI_KEYS": folder, "DATABASE_URL": ""}
    os.environ |= {"DJANGO_SETTINGS_MODULE": "doudi.config.settings_for_tests"}
    sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    connection.settings_dict["NAME"] = str(Path(folder) / "bench.sqlite3")
    call_command("migrate", verbosity=0)


def people(count: int, month: int) -> Iterator[Any]:
    """Yield the rows of a month's list: a few leave, a few amounts change each month."""
    from doudi.common.keys import ring
    from doudi.kernel.identity import check_digit, sex_of
    from doudi.kernel.sealing import seal_text
    from doudi.kernel.tokens import token_of
    from doudi.registry.rules.listing import ListedPerson

    for order in range(count):
        if order % 97 == month:
            continue
        born = date(1950 + order // 9_000, 1 + order // 900 % 10, 1 + order // 90 % 10)
        first17 = f"{COUNTY}{born:%Y%m%d}{order % 900:03d}"
        number = first17 + check_digit(first17)
        yield ListedPerson(
            row=order,
            programme="DIBAO",
            token=token_of(ring().token, number),
            sealed_number=seal_text(ring().seal, number),
            name="".join(chr(0x4E00 + (order * step) % 3000) for step in (7, 31, 101)),
            born_on=born,
            sex=sex_of(number),
            division=f"{COUNTY}{100 + order % 9}{200 + order % 7}",
            household_number=f"{month}-{order // FAMILY}",
            relation="HEAD" if order % FAMILY == 0 else "OTHER",
            category="RURAL",
            amount_fen=45_000 + 100 * (order % 50 == month),
        )


def _replayed() -> Iterator[str]:
    """Yield what a replay of one person and of everybody costs."""
    from django.db import transaction

    from doudi.common import clock
    from doudi.registry.models import Person
    from doudi.registry.services.reconciling import Cause
    from doudi.registry.services.replay import replay

    everyone = list(Person.objects.values_list("pk", flat=True))
    kinds = (("one person", everyone[:1], ""), ("the county, from nothing", everyone, ""))
    for name, some, since in (*kinds, ("the county, from what was kept", everyone, "9999-12")):
        began = time.process_time()
        with transaction.atomic():
            replay(some, Cause(clock.now(), "registry.list_published"), since=since)
        yield f"replay of {name}: {time.process_time() - began:.2f}"


def main() -> None:
    """Take in a year month by month, then replay one person and the whole county."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--people", type=int, default=43_000)
    options.add_argument("--months", type=int, default=12)
    options.add_argument("--write", action="store_true", help="写入 bench/results/replay.txt")
    told = options.parse_args()
    prepare()
    from django.db import connection

    from bench.measuring import machine
    from doudi.audit.actors import SYSTEM
    from doudi.common import clock
    from doudi.kernel.dates import Period
    from doudi.registry.rules.listing import Listing
    from doudi.registry.services.enrolment import apply_list

    months = []
    for month in range(told.months):
        batch = f"00000000-0000-4000-8000-{month + 1:012d}"
        listing = Listing("dibao", COUNTY, Period(2026, month + 1), batch, list(people(told.people, month)))
        began = time.process_time()
        apply_list(listing, by=SYSTEM, at=clock.now())
        months.append(round(time.process_time() - began, 2))
        print(f"{listing.period}  {len(listing.people)} 人  {months[-1]} CPU 秒", flush=True)
    lines = [f"month {order:2}: {seconds:.1f}" for order, seconds in enumerate(months, 1)]
    lines += _replayed()
    text = (
        f"Taking in {told.people:,} people in families of three, month after month. {machine()}, "
        f"{connection.vendor}; processor seconds of one process.\n"
    ) + "\n".join(lines)
    print(text)
    if told.write:
        RESULTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
