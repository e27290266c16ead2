"""What the worker runs for the rulebook."""

from __future__ import annotations

from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.rulebook.services.exits import find_breaches, release_queue
from doudi.rulebook.services.waiting import ask_those_who_decide_now


def watch_exits(county: str) -> str:
    """Release what waited for the end of a freeze, list what broke one, see who decides on changes now."""
    at = clock.now()
    ask_those_who_decide_now(county, at=at)
    released = release_queue(county, by=SYSTEM, at=at)
    found = find_breaches(county, by=SYSTEM, at=at)
    return f"转待复核 {released} 件，新查出暂停期内退出 {found} 人。"
