"""The command that lists financial checks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.common.scope import Scope
from doudi.verification.models import FinancialCheck
from doudi.verification.selectors.checks import checks_within, last_report, people_checked, stage_of
from doudi.verification.selectors.reporting import unanswered_in
from doudi.verification.states import Stage


class Command(ContractCommand):
    """List a region's checks: how far each has come, what nobody answered, the number of its report."""

    help = "列出一个地区的经济状况核对：进度、未答复的来源数、报告编号；不含姓名"

    def take(self, parser: CommandParser) -> None:
        """Take the region, and the year of which people are counted."""
        parser.add_argument("--region", required=True, help="区划代码，2 到 12 位")
        parser.add_argument("--year", type=int, help="核对人数按哪一年统计，不写按今年")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Return the checks by number."""
        scope, year = Scope((options["region"],)), options["year"] or clock.today().year
        found = [_said(each) for each in checks_within(scope).order_by("number")]
        done = sum(each["stage"] == Stage.REPORTED for each in found)
        return {
            "region": options["region"],
            "checks": found,
            "year": year,
            "people": people_checked(scope, year),
            "sentence": f"核对 {len(found)} 件，已出报告 {done} 件。",
        }


def _said(check: FinancialCheck) -> dict[str, Any]:
    report = last_report(check)
    return {
        "number": check.number,
        "division": check.division,
        "subject": check.subject,
        "requested_on": check.requested_on.isoformat(),
        "stage": stage_of(check).value,
        "unanswered": len(unanswered_in(check)),
        "report": report.paper.number if report else None,
    }
