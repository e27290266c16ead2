"""What the worker runs for the price subsidy."""

from __future__ import annotations

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.price_subsidy.services.rounds import suggest_unanswered


def watch_prices(county: str) -> str:
    """Suggest what the newest indices ask for."""
    launch = suggest_unanswered(county, by=SYSTEM, at=clock.now())
    if launch is None:
        return "没有新的联动建议。"
    return f"{launch.period}：建议{launch.get_kind_display()}，应发 {launch.people} 人。"
