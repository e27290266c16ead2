"""The command a county runs each morning: what is late goes up a level, what changed is looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.monitoring.services.clocks import escalate_overdue
from doudi.monitoring.services.due_dates import fill_due_dates
from doudi.monitoring.services.watching import recheck_watched, warn_of_clusters


class Command(ContractCommand):
    """Escalate, warn of clusters and ask for rechecks in a county; run twice, it tells nothing twice."""

    help = "每日巡查一个县（区）：超期的逐级上报"

    def take(self, parser: CommandParser) -> None:
        """Take the county."""
        parser.add_argument("--region", required=True, help="县级区划代码，如 440204")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Do the morning's round and say how many notices are new."""
        region = options["region"]
        today, now = clock.today(), clock.now()
        filled = fill_due_dates(region, by=SYSTEM, at=now)
        told = escalate_overdue(region, on=today, at=now)
        warned = warn_of_clusters(region, on=today, at=now)
        again = recheck_watched(region, at=now)
        return {
            "region": region,
            "due_dates": filled,
            "escalated": told,
            "clusters": warned,
            "rechecks": again,
            "sentence": f"超期上报 {told} 条，规模性风险预警 {warned} 条，提示重新核查 {again} 条。",
        }
