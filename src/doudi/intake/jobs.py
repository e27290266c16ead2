"""What the worker runs for checks at home."""

from __future__ import annotations

from doudi.common import clock
from doudi.intake.services.alerts import settle_batch
from doudi.intake.services.watching import watch_checks


def settle(batch: str) -> str:
    """Bring checks in line with a batch of alerts; run again it does nothing twice."""
    settled = settle_batch(batch, at=clock.now())
    return f"收下预警 {settled.taken} 条，撤出 {settled.let_go} 条。"


def watch_day(county: str) -> str:
    """Do a county's morning round of its checks and say what it did."""
    return watch_checks(county, at=clock.now()).sentence
