"""What the worker runs for the rulebook."""

from __future__ import annotations

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.rulebook.services.exits import find_breaches, release_queue


def watch_exits(county: str) -> str:
    """Release what waited for the end of a freeze and list what broke one."""
    at = clock.now()
    released = release_queue(county, by=SYSTEM, at=at)
    found = find_breaches(county, by=SYSTEM, at=at)
    return f"转待复核 {released} 件，新查出暂停期内退出 {found} 人。"
