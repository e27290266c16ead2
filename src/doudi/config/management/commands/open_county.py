"""The command that opens a county on a new installation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.config.opening import open_county


class Command(ContractCommand):
    """Load a county's divisions and open its first accounts; passwords are printed once."""

    help = "开通一个县（区）：装入区划和日历，新开管理员、县级和各乡镇账号（临时口令只打印一次）"

    def take(self, parser: CommandParser) -> None:
        """Take the county's code."""
        parser.add_argument("--region", required=True, help="县级区划代码，如 371521")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Open what is missing and answer the new accounts."""
        opened = open_county(options["region"], at=clock.now())
        lines = [f"  {each.username}\t{each.name}\t{each.password}" for each in opened]
        head = f"新开账号 {len(opened)} 个，临时口令只显示这一次，首次登录须改："
        return {
            "accounts": [asdict(each) for each in opened],
            "sentence": "\n".join([head, *lines]) if opened else "账号都已开通，没有新开。",
        }
