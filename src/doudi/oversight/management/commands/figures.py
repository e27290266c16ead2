"""The command that tells a county's figures."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandParser

from doudi.common import clock
from doudi.common.commands import ContractCommand, period_argument
from doudi.common.figures import figures
from doudi.common.problems import Refusal
from doudi.oversight.selectors.figure_sheet import Value, values_of
from doudi.oversight.selectors.figures import County, Part, figures_of


class NotInACounty(Refusal):
    """Figures are counted county by county."""

    def __init__(self) -> None:
        super().__init__("指标按县统计，区划代码要写 6、9 或 12 位。")


class Command(ContractCommand):
    """Tell every figure of a division and of all below it: as now, and as months were closed."""

    help = "列出一个地区一个月的指标：现在的数、各月月结时留存的数；不含姓名"

    def take(self, parser: CommandParser) -> None:
        """Take the division and the month."""
        parser.add_argument("--region", required=True, help="区划代码，6、9 或 12 位")
        parser.add_argument("--period", required=True, type=period_argument, help="月份，如 2026-10")

    def answer(self, **options: Any) -> Mapping[str, Any]:
        """Count the figures now and read those kept."""
        region, period = options["region"], options["period"]
        if not region.isdigit() or len(region) not in (6, 9, 12):
            raise NotInACounty
        county = figures_of(region[:6], period, on=clock.today())
        return {
            "region": region,
            "period": str(period),
            "closed_at": county.closed.at.isoformat() if county.closed else None,
            "closed_by": county.closed.by if county.closed else None,
            "figures": {key: _said(county, key, region) for key in county.now},
            "values": [_value(value) for value in values_of(county, region)],
            "sentence": "；".join(_sentence(county, key, region) for key in county.now) + "。",
        }


def _said(county: County, key: str, region: str) -> Mapping[str, object]:
    figure, line = figures()[key], county.line(key, Part(region))
    return {
        "title": str(figure.title),
        "counts": str(figure.counts),
        "over": str(figure.over) if figure.is_share else None,
        "unit": str(figure.unit),
        "source": str(figure.source),
        "difference": line.difference,
    }


def _value(value: Value) -> Mapping[str, object]:
    return {
        "figure": value.key,
        "division": value.code,
        "period": value.period,
        "kept": value.is_kept,
        "above": value.share.above,
        "below": value.share.below if value.figure.is_share else None,
        "text": value.text,
    }


def _sentence(county: County, key: str, region: str) -> str:
    return f"{figures()[key].title} {county.line(key, Part(region)).now_text}"
