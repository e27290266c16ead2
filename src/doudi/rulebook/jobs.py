"""What the worker runs for the rulebook."""

from __future__ import annotations

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.rulebook.models import WhatIfStudy
from doudi.rulebook.services.exits import find_breaches, release_queue
from doudi.rulebook.services.rounds import suggest_unanswered
from doudi.rulebook.services.what_ifs import run_study


def run_queued_study(study_id: int, user_id: int) -> None:
    """Run a study somebody asked for; what stops it stays on the study for them to read."""
    run_study(WhatIfStudy.objects.get(pk=study_id), by=User.objects.get(pk=user_id), at=clock.now())


def watch_exits(county: str) -> str:
    """Release what waited for the end of a freeze and list what broke one."""
    at = clock.now()
    released = release_queue(county, by=SYSTEM, at=at)
    found = find_breaches(county, by=SYSTEM, at=at)
    return f"转待复核 {released} 件，新查出暂停期内退出 {found} 人。"


def watch_prices(county: str) -> str:
    """Suggest what the newest indices ask for."""
    launch = suggest_unanswered(county, by=SYSTEM, at=clock.now())
    if launch is None:
        return "没有新的联动建议。"
    return f"{launch.period}：建议{launch.get_kind_display()}，应发 {launch.people} 人。"
