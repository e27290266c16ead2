"""The command that lists public notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.common.scope import Scope
from doudi.publicity.selectors.notices import is_posted, notices_within


class Command(ContractCommand):
    """List a region's public notices with their days and how each ended."""

    help = "列出一个地区的公示：公示期、结果；不含姓名"

    def take(self, parser: CommandParser) -> None:
        """Take the region."""
        parser.add_argument("--region", required=True, help="区划代码，2 到 12 位")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Return the notices, newest first."""
        today = clock.today()
        found = [
            {
                "id": each.pk,
                "programme": each.programme,
                "division": each.division,
                "begins_on": each.begins_on.isoformat(),
                "ends_on": each.ends_on.isoformat(),
                "posted": is_posted(each, on=today),
                "outcome": each.outcome or None,
            }
            for each in notices_within(Scope((options["region"],)))
        ]
        hanging = sum(bool(each["posted"]) for each in found)
        return {
            "region": options["region"],
            "notices": found,
            "sentence": f"公示 {len(found)} 件，正在公示 {hanging} 件。",
        }
