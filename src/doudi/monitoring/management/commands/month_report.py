"""The command that writes the report of a month."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.management.base import CommandParser

from doudi.audit import services as audit
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand, period_argument
from doudi.common.problems import Refusal
from doudi.common.reports import FORMS
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.monitoring.selectors.report import Asked, month_report
from doudi.regions.models import Division

TRACE_BYTES = 6


class NoSuchDivision(Refusal):
    """No county, township or village has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(f"没有区划 {code}，或它在县级以上。请给县、乡镇或村的区划代码，如 440204。")


class Command(ContractCommand):
    """Write the report of a county, township or village on a month into a file."""

    help = "把一个县（区）、乡镇或村一个月的月报写成文件"

    def take(self, parser: CommandParser) -> None:
        """Take the division, the month, the form and where to write."""
        parser.add_argument("--region", required=True, help="区划代码，县级以下，如 440204")
        parser.add_argument("--period", required=True, type=period_argument, help="月份，如 2026-10")
        parser.add_argument("--form", required=True, choices=sorted(FORMS), help="pdf、word 或 excel")
        parser.add_argument("--out", required=True, type=Path, help="写到哪个文件")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Write the file; the act stands in the trail like one on screen."""
        code, period, form = options["region"], options["period"], FORMS[options["form"]]
        if len(code) < COUNTY_DIGITS or not Division.objects.filter(code=code).exists():
            raise NoSuchDivision(code)
        at, trace = clock.now(), secrets.token_hex(TRACE_BYTES)
        made = month_report(Asked(code=code, period=period, made_by="系统", made_at=at, trace=trace))
        content = form.write(made, at)
        try:
            options["out"].write_bytes(content)
        except OSError as error:
            raise CannotWrite(options["out"]) from error
        audit.record(
            "monitoring.month_reported",
            subject_type="month",
            subject_id=f"{code}:{period}",
            by=SYSTEM,
            at=at,
            division=code,
            details={"form": options["form"], "trace": trace},
        )
        return {
            "region": code,
            "period": str(period),
            "file": str(options["out"]),
            "bytes": len(content),
            "sentence": f"{made.title}已写入 {options['out']}。",
        }


class CannotWrite(Refusal):
    """The file cannot be written there."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"写不了 {path}。请换一个有写权限的文件夹。")
