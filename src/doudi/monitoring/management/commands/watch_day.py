"""The command a county runs each morning: what is late goes up a level, what changed is looked at again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.monitoring.services.patrol import daily_patrol


class Command(ContractCommand):
    """Escalate, warn of clusters and ask for rechecks in a county; run twice, it tells nothing twice."""

    help = "每日巡查一个县（区）：超期的逐级上报"

    def take(self, parser: CommandParser) -> None:
        """Take the county."""
        parser.add_argument("--region", required=True, help="县级区划代码，如 440204")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Do the morning's round and say how many notices are new."""
        region = options["region"]
        told = daily_patrol(region, by=SYSTEM, at=clock.now())
        return {"region": region, **asdict(told), "sentence": told.sentence}
