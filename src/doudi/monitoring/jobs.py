"""What the worker runs for monitoring."""

from __future__ import annotations

from doudi.accounts.models import User
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.kernel.dates import Period
from doudi.kernel.divisions import COUNTY_DIGITS
from doudi.monitoring.models import MatchRun
from doudi.monitoring.services.comparison import run_match
from doudi.monitoring.services.leaving import tell_of_left_posts
from doudi.monitoring.services.month_papers import issue_month_report
from doudi.monitoring.services.patrol import daily_patrol
from doudi.monitoring.services.retention import expire_runs


def run_queued_match(run_id: int, user_id: int) -> None:
    """Run a comparison somebody asked for on the results page; refusals stay on the run for them to read."""
    run = MatchRun.objects.get(pk=run_id)
    user = User.objects.get(pk=user_id)
    run_match(region=run.region, period=Period.parse(run.period), by=user, at=clock.now(), run=run)


def watch_day(county: str) -> str:
    """Do a county's morning round and say what it told."""
    return daily_patrol(county, by=SYSTEM, at=clock.now()).sentence


def expire_kept_runs(_place: str) -> str:
    """Remove the folders of comparisons that have been kept long enough."""
    return f"销毁保存期满的比对留存 {expire_runs(by=SYSTEM, at=clock.now())} 次。"


def issue_report_of_month(county: str, period: str) -> str:
    """Issue the report of a closed month and say its number; run again it says the same."""
    return f"月报已签发：{issue_month_report(county, Period.parse(period)).number}。"


def tell_of_left_post(place: str, _post: int) -> str:
    """Tell of what a post that ended left behind in its county; run again it tells nothing twice."""
    now = clock.now()
    told = tell_of_left_posts(place[:COUNTY_DIGITS], on=clock.day_of(now), at=now) if place else 0
    return f"离任未交接的待办告知 {told} 处。" if told else ""
