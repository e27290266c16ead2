"""Looks after the ends of recognitions."""

from doudi.certification.services.watching import open_rechecks
from doudi.common import clock


def open_rechecks_in(county: str) -> str:
    """Open the tasks to look again at whom a recognition runs out for."""
    opened = open_rechecks(county, at=clock.now())
    return f"开出认定到期复查 {opened} 件" if opened else ""
