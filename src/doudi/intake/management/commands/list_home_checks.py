"""The command that lists checks at home."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.common import clock
from doudi.common.commands import ContractCommand
from doudi.common.scope import Scope
from doudi.intake.selectors.checks import checks_within, overdue_checks
from doudi.intake.selectors.lines import CheckLine, check_lines, marks_within
from doudi.intake.states import CheckState


class Command(ContractCommand):
    """List a region's checks at home by due day: those open, or only the late ones."""

    help = "列出一个地区的入户排查：哪个村、几条预警几条线索、谁、几日前；不含姓名"

    def take(self, parser: CommandParser) -> None:
        """Take the region, a state, and whether only late ones are wanted."""
        parser.add_argument("--region", required=True, help="区划代码，2 到 12 位")
        parser.add_argument("--state", choices=CheckState.values, help="只列这种状态；缺省为排查中的")
        parser.add_argument("--overdue", action="store_true", help="只列到期未排查的")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Return the checks, each with what told of it and which sides know of the family."""
        scope, today = Scope((options["region"],)), clock.today()
        found = checks_within(scope).filter(state=options["state"] or CheckState.OPEN)
        found = overdue_checks(scope, on=today) if options["overdue"] else found
        checks = list(found)
        lines = check_lines(checks, marks_within(scope), on=today)
        told = [_line(line, check.division, check.outcome) for check, line in zip(checks, lines, strict=True)]
        late = sum(line.is_late for line in lines)
        return {
            "region": options["region"],
            "checks": told,
            "sentence": f"入户排查 {len(told)} 件，其中到期未排查 {late} 件。",
        }


def _line(line: CheckLine, division: str, outcome: str) -> Mapping[str, object]:
    return {
        "id": line.pk,
        "division": division,
        "alerts": line.alerts,
        "leads": line.leads,
        "mark": line.mark,
        "state": line.state,
        "outcome": outcome,
        "due_on": line.due_on.isoformat() if line.due_on else None,
        "provisional": line.is_provisional,
        "overdue": line.is_late,
    }
