"""The command a county runs each morning: waiting exits become reviews, forbidden ones are listed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.rulebook.services.exits import find_breaches, release_queue
from doudi.rulebook.services.waiting import ask_those_who_decide_now


class Command(ContractCommand):
    """Look at a county's exits; run twice, it does nothing twice."""

    help = "每日核对一个县（区）的停退情况"

    def take(self, parser: CommandParser) -> None:
        """Take the county."""
        parser.add_argument("--region", required=True, help="县级区划代码，如 440204")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Release what waited for the end of a freeze, list what broke one, see who decides on changes."""
        region, now = options["region"], clock.now()
        ask_those_who_decide_now(region, at=now)
        released = release_queue(region, by=SYSTEM, at=now)
        found = find_breaches(region, by=SYSTEM, at=now)
        return {
            "region": region,
            "released": released,
            "breaches": found,
            "sentence": f"转待复核 {released} 件，新查出暂停期内退出 {found} 人。",
        }
