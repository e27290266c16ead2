"""Takes down what has hung long enough."""

from doudi.common import clock
from doudi.publicity.services.posting import end_notices


def end_notices_in(county: str) -> str:
    """End the notices whose days are over."""
    ended = end_notices(county, at=clock.now())
    return f"公示期满、无异议 {ended} 件" if ended else ""
