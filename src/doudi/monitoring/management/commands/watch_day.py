"""The command a county runs each morning: what is late goes up a level."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.monitoring.services.clocks import escalate_overdue


class Command(ContractCommand):
    """Tell the levels above of what is overdue in a county; run twice, it tells nothing twice."""

    help = "每日巡查一个县（区）：超期的逐级上报"

    def take(self, parser: CommandParser) -> None:
        """Take the county."""
        parser.add_argument("--region", required=True, help="县级区划代码，如 440204")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Escalate and say how many notices are new."""
        region = options["region"]
        told = escalate_overdue(region, on=clock.today(), at=clock.now())
        return {"region": region, "escalated": told, "sentence": f"超期上报 {told} 条。"}
