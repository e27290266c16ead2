"""Gives the demo county a year of made-up price indices, the newest of which reaches the line."""

from __future__ import annotations

from datetime import datetime, timedelta

from doudi.accounts.models import User
from doudi.kernel.dates import Period
from doudi.price_subsidy.models import PriceIndex
from doudi.price_subsidy.services.indices import IndexDraft, record_index

# hundredths of a percent, oldest month first; made up
CPI = (120, 140, 170, 210, 230, 260, 250, 280, 300, 290, 320, 340, 370)
FOOD = (210, 260, 330, 310, 380, 420, 390, 450, 470, 430, 510, 540, 580)
SOURCE = "演示数据（虚构，不是统计部门公布的数）"
PUBLISHED_AFTER = timedelta(days=8)


def give_indices(region: str, period: Period, *, at: datetime) -> int:
    """Record a year of indices up to a month, once; return how many suggestions appeared."""
    if PriceIndex.objects.filter(region=region).exists():
        return 0
    officer = User.objects.get(username=f"county{region}")
    suggested, month = 0, _first(period)
    for cpi, food in zip(CPI, FOOD, strict=True):
        published = min(month.next().first_day + PUBLISHED_AFTER, at.date())
        draft = IndexDraft(month, cpi, food, None, published, SOURCE)
        suggested += record_index(region, draft, by=officer, at=at)[1]
        month = month.next()
    return suggested


def _first(period: Period) -> Period:
    """Return the month the series begins with, so that it ends with the month given."""
    month = period
    for _ in CPI[1:]:
        month = month.previous()
    return month
