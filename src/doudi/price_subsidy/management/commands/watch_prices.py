"""The command a county runs each morning: indices that ask for something and are not answered yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.price_subsidy.services.rounds import suggest_unanswered


class Command(ContractCommand):
    """Suggest what the newest indices ask for in a county; run twice, it suggests nothing twice."""

    help = "每日检查一个县（区）的价格指数：达到条件还没有建议的，补出启动建议"

    def take(self, parser: CommandParser) -> None:
        """Take the county."""
        parser.add_argument("--region", required=True, help="县级区划代码，如 440204")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Look at the newest month and say what it asks for."""
        launch = suggest_unanswered(options["region"], by=SYSTEM, at=clock.now())
        if launch is None:
            return {"region": options["region"], "suggested": 0, "sentence": "没有新的联动建议。"}
        return {
            "region": options["region"],
            "suggested": 1,
            "period": launch.period,
            "kind": str(launch.kind),
            "sentence": f"{launch.period}：建议{launch.get_kind_display()}，应发 {launch.people} 人。",
        }
