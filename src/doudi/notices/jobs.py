"""Looks after the clocks of letters."""

from doudi.common import clock
from doudi.notices.services.deliveries import end_review_periods


def end_reviews(county: str) -> str:
    """End the clocks of review that ran out with nothing said."""
    ended = end_review_periods(county, at=clock.now())
    return f"复议期满、没有异议 {ended} 件" if ended else ""
