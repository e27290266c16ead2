"""Measure what a county's month costs from file to publication: reading, recognising, checking, publishing.

    .venv/bin/python -m bench.month [--people 18000] [--write]

The files are those of the tests' second county, every department in a shape of its own; a file about which
the product asks is counted with what it took until then. Figures are processor seconds of this process and of
the child that reads, on a throw-away SQLite database, or on the one DATABASE_URL names.
"""

from __future__ import annotations

import argparse
import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.installation import COUNTY, Stages, install
from bench.measuring import machine

if TYPE_CHECKING:
    from tests.second_county.file import File

REPORT = Path(__file__).with_name("results") / "month.txt"


def main() -> None:
    """Write the month's files, take each in, and say what the stages took."""
    options = argparse.ArgumentParser(description="一个县一个月的文件从接收到发布要用多少处理器时间")
    options.add_argument("--people", type=int, default=18_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--write", action="store_true", help="写入 bench/results/month.txt")
    told = options.parse_args()
    folder = install()
    try:
        lines = _measured(told.people, told.seed)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if told.write:
        REPORT.write_text(text, encoding="utf-8")


def _measured(people: int, seed: int) -> list[str]:
    from django.db import connection

    from tests.second_county.month import Month
    from tests.second_county.months import made_world
    from tests.second_county.world import PERIOD

    stages, seen = Stages(), Counter[str]()
    made = Month(made_world(COUNTY, seed, people), seed, sends_again=False).files()
    month = [each for each in made if each.period == PERIOD]
    for file in month:
        seen[_taken(file, stages)] += 1
        seen["rows"] += len(file.lines)
    total = sum(stages.cpu.values())
    return [
        f"A county's month from file to publication. {machine()}, {connection.vendor}.",
        f"    {len(month)} files, {seen['rows']:,} rows; published {seen['published']}, "
        f"asked about {seen['asked']}, refused {seen['refused']}",
        *stages.lines(lambda name, seconds: f"    {name}: {seconds:.1f} CPU seconds"),
        f"    together: {total:.1f} CPU seconds",
    ]


def _taken(file: File, stages: Stages) -> str:
    """Take a file as far as it goes without a person; say what became of it."""
    from doudi.audit.actors import SYSTEM
    from doudi.common import clock
    from doudi.common.problems import Refusal
    from doudi.exchange.services.checking import check_batch
    from doudi.exchange.services.parsing import parse
    from doudi.exchange.services.publishing import Wish, publish_batch
    from doudi.exchange.services.receiving import Sender, receive_file
    from doudi.exchange.services.recognition import recognise_batch
    from doudi.exchange.states import BatchState
    from doudi.kernel.dates import Period

    told: dict[str, Any] = {"by": SYSTEM, "at": clock.now()}
    try:
        with stages.stage("receive and seal"):
            batch = receive_file(
                file.data, name=file.name, region=COUNTY, source=file.source,
                period=Period.parse(file.period),
                sender=Sender("bench", "bench"), **told,
            ).batch  # fmt: skip
        with stages.stage("read and lay out"):
            parsed = parse(batch)
        with stages.stage("recognise"):
            batch = recognise_batch(batch, source=file.source, parsed=parsed, **told)
        with stages.stage("check"):
            batch = check_batch(batch, parsed=parsed, **told)
        if batch.state != BatchState.CHECKED:
            return "asked"
        with stages.stage("publish (registry and all)"):
            publish_batch(batch, wish=Wish(beside=True, confirm_closing=True), **told)
    except Refusal:
        return "refused"
    return "published"


if __name__ == "__main__":
    main()
