"""A county's daily patrol: what is late goes up a level, what changed is looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from doudi.audit.actors import Actor
from doudi.common import clock
from doudi.monitoring.services.leaving import tell_of_left_posts
from doudi.monitoring.services.watching import recheck_watched, warn_of_clusters
from doudi.work.services.deciding import tell_of_undecided
from doudi.work.services.moves import Act
from doudi.work.services.watching import escalate_late, fix_due_days


@dataclass(frozen=True, slots=True)
class Told:
    """How many due days a patrol fixed, and how many notices of each kind it raised anew."""

    due_dates: int
    escalated: int
    clusters: int
    rechecks: int
    left: int
    undecided: int

    @property
    def sentence(self) -> str:
        """Say what the patrol told."""
        return (
            f"超期上报 {self.escalated} 条，规模性风险预警 {self.clusters} 条，"
            f"提示重新核查 {self.rechecks} 条，离任未交接告知 {self.left} 处，"
            f"没有人能批告知 {self.undecided} 件。"
        )


def daily_patrol(county: str, *, by: Actor, at: datetime) -> Told:
    """Do the patrol; done twice on a day, it tells nothing twice."""
    today, act = clock.day_of(at), Act(at)
    return Told(
        due_dates=fix_due_days(county, act),
        escalated=escalate_late(county, on=today, act=act),
        clusters=warn_of_clusters(county, on=today, at=at),
        rechecks=recheck_watched(county, at=at),
        left=tell_of_left_posts(county, on=today, at=at),
        undecided=tell_of_undecided(county, on=today, act=act),
    )
