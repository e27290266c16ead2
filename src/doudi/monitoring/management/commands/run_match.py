"""The command that compares a county's month."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand, period_argument
from doudi.monitoring.services.comparison import run_match


class Command(ContractCommand):
    """Compare a county's month and take the findings into the ledger."""

    help = "运行一个县（区）一个月的比对"

    def take(self, parser: CommandParser) -> None:
        """Take the county and the month."""
        parser.add_argument("--region", required=True, help="县级区划代码，如 440204")
        parser.add_argument("--period", required=True, type=period_argument, help="月份，如 2026-10")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Run it; running it again gives the same ledger."""
        run = run_match(region=options["region"], period=options["period"], by=SYSTEM, at=clock.now())
        found, doubtful = (
            sum(int(str(rule.get(name, 0))) for rule in run.rules.values()) for name in ("found", "doubtful")
        )
        doubt = f"另有 {doubtful} 条号码相同、姓名不同，先核对是不是同一人。" if doubtful else ""
        return {
            "region": run.region,
            "period": run.period,
            "run": run.pk,
            "rules": run.rules,
            "batches": run.accounting,
            "sentence": f"{run.region} {run.period} 比对完成，命中 {found} 条。{doubt}",
        }
