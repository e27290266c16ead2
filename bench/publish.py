"""Measure what publishing a list of people nobody knew costs, from the checked batch to the last commit.

    .venv/bin/python -m bench.publish [--people 43000] [--write]

The list is a CSV of families of one to four that goes in as any file does. Figures are processor seconds of
this process and of the child that reads, on a throw-away SQLite database, or on the one DATABASE_URL names.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import shutil
from datetime import date, timedelta
from pathlib import Path

from bench.installation import COUNTY, Stages, install
from bench.measuring import machine

REPORT = Path(__file__).with_name("results") / "publish.txt"
HEADINGS = "乡镇,村,户编号,姓名,身份证号,与户主关系,保障类别,月保障金额（元）,银行账号"
FAMILY = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = (0x4E00, 0x6E00)
SEED = 20261130


def roster(people: int, places: list[tuple[str, str]]) -> bytes:
    """Return a county's dibao list of so many people as a CSV."""
    from doudi.kernel.identity import check_digit

    draw = random.Random(SEED)  # noqa: S311 - made-up people, no secret
    text = io.StringIO()
    out = csv.writer(text)
    out.writerow(HEADINGS.split(","))
    left, home = 0, 0
    for order in range(people):
        if not left:
            left, home = draw.randint(1, 4), home + 1
            town, village = draw.choice(places)
            relation, account = "户主", f"62170012{home:011d}"
        born = date(1940, 1, 1) + timedelta(days=order % 25_000)
        first17 = f"{COUNTY}{born:%Y%m%d}{order // 25_000 * 7 + 1:03d}"
        name = draw.choice(FAMILY) + "".join(chr(draw.randint(*GIVEN)) for _ in range(2))
        number = first17 + check_digit(first17)
        out.writerow([town, village, f"H{home:06d}", name, number, relation, "农村低保", "632.50", account])
        left, relation = left - 1, "子女"
    return text.getvalue().encode("utf-8-sig")


def main() -> None:
    """Take the list in, publish it, and say what each took."""
    options = argparse.ArgumentParser(description="发布一份全是新人员的名册要用多少处理器时间")
    options.add_argument("--people", type=int, default=43_000)
    options.add_argument("--write", action="store_true", help="写入 bench/results/publish.txt")
    told = options.parse_args()
    folder = install()
    try:
        lines = _measured(told.people)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = "\n".join(lines) + "\n"
    print(text, end="")
    if told.write:
        REPORT.write_text(text, encoding="utf-8")


def _measured(people: int) -> list[str]:
    from django.db import connection

    from doudi.audit.actors import SYSTEM
    from doudi.common import clock
    from doudi.exchange.services.importing import import_file
    from doudi.exchange.services.publishing import publish_batch
    from doudi.exchange.services.receiving import Sender
    from doudi.kernel.dates import Period
    from doudi.regions.models import Division
    from doudi.registry.models import Enrolment, Household, Person

    villages = Division.objects.filter(code__startswith=COUNTY, level="VILLAGE").select_related("parent")
    places = [(village.parent.name if village.parent else "", village.name) for village in villages]
    data, stages = roster(people, places), Stages()
    with stages.stage("receive, read, recognise, check"):
        taken = import_file(
            data, name="低保名单.csv", source="dibao", region=COUNTY, period=Period(2026, 10),
            sender=Sender("bench", "bench"), by=SYSTEM, at=clock.now(),
        )  # fmt: skip
    with stages.stage("publish"):
        effect = publish_batch(taken.batch, by=SYSTEM, at=clock.now())
    made = f"{Person.objects.count():,} people, {Household.objects.count():,} households"
    return [
        f"Publishing a list of people nobody knew. {machine()}, {connection.vendor}.",
        f"    {taken.batch.rows_read:,} rows; made: {made}, {Enrolment.objects.count():,} spells; "
        f"opened {effect['opened']:,}, refused rows {taken.batch.rows_rejected:,}",
        *stages.lines(lambda name, seconds: f"    {name}: {seconds:.1f} CPU seconds"),
    ]


if __name__ == "__main__":
    main()
