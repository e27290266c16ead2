"""The command that shows whether a county's month balances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandParser

from doudi.common.commands import ContractCommand, period_argument
from doudi.monitoring.rules.equation import Balance, balance, balances
from doudi.monitoring.selectors.month import is_as_submitted, month_of, month_places
from doudi.monitoring.selectors.runs import comparison_is_current
from doudi.monitoring.states import MonthStatus


class Command(ContractCommand):
    """Show the month equation of a county, its townships and its villages."""

    help = "查看一个县（区）一个月的等式是否成立"

    def take(self, parser: CommandParser) -> None:
        """Take the county and the month."""
        parser.add_argument("--region", required=True, help="县级区划代码，如 440204")
        parser.add_argument("--period", required=True, type=period_argument, help="月份，如 2026-10")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Work the equation out, down to the village."""
        region, period = options["region"], options["period"]
        month = month_of(region, period)
        places = month_places(region, period).values()
        total = balance(places)
        return {
            "region": region,
            "period": str(period),
            "status": month.status if month else MonthStatus.OPEN.value,
            "compared": comparison_is_current(region, period),
            "as_submitted": is_as_submitted(region, period),
            "total": _shown(total),
            "underway": {"waiting": total.waiting, "at_work": total.at_work},
            "townships": {code: _shown(part) for code, part in balances(places, digits=9).items()},
            "villages": {code: _shown(part) for code, part in balances(places, digits=12).items()},
            "sentence": _sentence(total),
        }


def _shown(part: Balance) -> Mapping[str, Any]:
    terms = {name: count for name, count in asdict(part).items() if name != "waiting"}
    return {**terms, "holds": part.holds}


def _sentence(total: Balance) -> str:
    verdict = "成立" if total.holds else "不成立"
    return (
        f"监测名单 {total.monitored} = 在享 {total.aided} + 办理中 {total.underway}"
        f" + 备案监测 {total.watched}"
        f" + 有理由排除 {total.excluded} + 未落实 {total.unaccounted}，等式{verdict}。"
    )
