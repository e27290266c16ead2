"""The command that lists applications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.casework.models import Application
from doudi.casework.selectors.applications import applications_within
from doudi.casework.states import Outcome
from doudi.common.commands import ContractCommand
from doudi.common.scope import Scope


class Command(ContractCommand):
    """List a region's applications: where each stands, by when the next thing is due, how it ended."""

    help = "列出一个地区的申请：环节、期限、结果；不含姓名"

    def take(self, parser: CommandParser) -> None:
        """Take the region, and whether to list those under way only."""
        parser.add_argument("--region", required=True, help="区划代码，2 到 12 位")
        parser.add_argument("--open", action="store_true", help="只列办理中的")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Return the applications by number."""
        rows = applications_within(Scope((options["region"],))).order_by("number")
        if options["open"]:
            rows = rows.filter(standing__outcome=Outcome.OPEN)
        found = [_said(each) for each in rows]
        is_open = sum(each["outcome"] is None for each in found)
        return {
            "region": options["region"],
            "applications": found,
            "sentence": f"申请 {len(found)} 件，办理中 {is_open} 件。",
        }


def _said(application: Application) -> dict[str, Any]:
    standing = application.standing
    return {
        "number": application.number,
        "programme": application.programme,
        "division": application.division,
        "filed_on": application.filing.filed_on.isoformat(),
        "step": standing.step,
        "since": standing.since.isoformat(),
        "due_on": standing.due_on.isoformat() if standing.due_on else None,
        "outcome": standing.outcome or None,
        "ended_on": standing.ended_on.isoformat() if standing.ended_on else None,
    }
