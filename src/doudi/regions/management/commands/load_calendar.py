"""The command that fills the working-day calendar."""

from __future__ import annotations

import csv
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import chinese_calendar
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from doudi.common import clock
from doudi.common.events import publish
from doudi.regions.events import CalendarLoaded
from doudi.regions.models import CalendarDay

FIRST_YEAR = 2004


class Command(BaseCommand):
    """Load the published working days, or one year's notice from a CSV file."""

    help = "装入工作日历（缺省为已公布年度；--notice 装入新一年的放假通知）"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Take an optional notice: a CSV file of date,is_working(1/0) and its document number."""
        parser.add_argument("--notice", type=Path, help="CSV：日期,是否工作日(1/0)")
        parser.add_argument("--source", default="", help="通知文号")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Insert the days; a notice replaces days already there, published years do not; due days follow."""
        if options["notice"]:
            days = list(_days_of_notice(options["notice"], options["source"]))
            CalendarDay.objects.bulk_create(
                days, update_conflicts=True, unique_fields=["day"], update_fields=["is_working", "source"]
            )
        else:
            days = list(_published_days())
            CalendarDay.objects.bulk_create(days, ignore_conflicts=True, batch_size=1000)
        publish(CalendarLoaded(at=clock.now()))
        if options["verbosity"]:
            self.stdout.write(f"工作日历已装入至 {max(day.day for day in days).isoformat()}。")


def _published_days() -> Iterator[CalendarDay]:
    day = date(FIRST_YEAR, 1, 1)
    while True:
        try:
            working = chinese_calendar.is_workday(day)
        except NotImplementedError:
            return
        yield CalendarDay(day=day, is_working=working, source="国务院办公厅当年节假日安排通知")
        day += timedelta(days=1)


def _days_of_notice(path: Path, source: str) -> Iterator[CalendarDay]:
    if not source:
        raise CommandError("请用 --source 写明放假通知的文号。")
    with path.open(encoding="utf-8-sig", newline="") as file:
        for number, row in enumerate(csv.reader(file), start=1):
            try:
                day, working = date.fromisoformat(row[0].strip()), {"1": True, "0": False}[row[1].strip()]
            except (ValueError, KeyError, IndexError):
                raise CommandError(f"第 {number} 行看不懂，应为“2027-01-01,0”这样的两列。") from None
            yield CalendarDay(day=day, is_working=working, source=source)
