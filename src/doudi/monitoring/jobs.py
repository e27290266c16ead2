"""What the worker runs for monitoring."""

from __future__ import annotations

from doudi.accounts.models import User
from doudi.common import clock
from doudi.kernel.dates import Period
from doudi.monitoring.models import MatchRun
from doudi.monitoring.services.comparison import run_match


def run_queued_match(run_id: int, user_id: int) -> None:
    """Run a comparison somebody asked for on the results page; refusals stay on the run for them to read."""
    run = MatchRun.objects.get(pk=run_id)
    user = User.objects.get(pk=user_id)
    run_match(region=run.region, period=Period.parse(run.period), by=user, at=clock.now(), run=run)
