"""The command that lists certifications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.certification.selectors.certifications import certifications_within, lines_of
from doudi.certification.states import Standing
from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.common.scope import Scope


class Command(ContractCommand):
    """List a region's certifications with where each stands and until when it holds."""

    help = "列出一个地区的低收入认定：到了哪一步、有效期到哪天；不含姓名"

    def take(self, parser: CommandParser) -> None:
        """Take the region and a state."""
        parser.add_argument("--region", required=True, help="区划代码，2 到 12 位")
        parser.add_argument("--state", choices=Standing.values, help="只列这种状态")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Return the certifications, newest first."""
        lines = lines_of(certifications_within(Scope((options["region"],))), on=clock.today())
        wanted = [line for line in lines if options["state"] in (None, line.position.state)]
        return {
            "region": options["region"],
            "certifications": [
                {
                    "id": line.certification.pk,
                    "category": line.certification.category,
                    "division": line.certification.division,
                    "state": line.position.state,
                    "begins_on": line.position.begins_on.isoformat() if line.position.begins_on else None,
                    "ends_on": line.position.ends_on.isoformat() if line.position.ends_on else None,
                }
                for line in wanted
            ],
            "sentence": f"低收入认定 {len(wanted)} 件。",
        }
