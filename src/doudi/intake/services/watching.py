"""A county's morning round of its checks: what is late reaches the county, what lost its duty gets one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, F

from doudi.audit import services as audit
from doudi.audit.actors import SYSTEM
from doudi.common import clock
from doudi.common.scope import Scope
from doudi.exchange.models import Batch
from doudi.exchange.states import BatchState
from doudi.intake.catalogue import SOURCE
from doudi.intake.models import HomeCheck
from doudi.intake.selectors.checks import CHECK, overdue_checks
from doudi.intake.services.alerts import settle_batch
from doudi.intake.services.checks import give_task, is_own
from doudi.intake.states import CheckState, IntakeNotice
from doudi.notices.models import Notice
from doudi.notices.services.offices import raise_notice
from doudi.regions.selectors import name_path
from doudi.work.rules.clocks import Clock
from doudi.work.services.moves import Act


@dataclass(frozen=True, slots=True)
class Watched:
    """What a round did: batches brought in line, checks given a task of their own, alarms raised anew."""

    settled: int
    given: int
    told: int

    @property
    def sentence(self) -> str:
        """Say what the round did; '' for nothing."""
        parts = [
            f"对齐预警批次 {self.settled} 批" if self.settled else "",
            f"另派入户排查 {self.given} 件" if self.given else "",
            f"到期未排查告知县级 {self.told} 件" if self.told else "",
        ]
        return "，".join(filter(None, parts)) + "。" if any(parts) else ""


def watch_checks(county: str, *, at: datetime) -> Watched:
    """Do the round; done twice on a day it does nothing twice."""
    settled = sum(_is_settled_now(batch, at) for batch in _batches_out_of_line(county))
    return Watched(settled, _give_own_tasks(county, at), _tell_county(county, at))


def _batches_out_of_line(county: str) -> list[Batch]:
    """Return the batches whose job was lost: with rows that are no alerts, or alerts that should be gone."""
    batches = Batch.objects.filter(source=SOURCE, region__startswith=county).order_by("pk")
    lacking = batches.filter(state=BatchState.PUBLISHED).annotate(taken=Count("alerts"))
    lacking = lacking.filter(taken__lt=F("rows_clean") + F("rows_repaired"))
    gone = batches.exclude(state=BatchState.PUBLISHED).filter(
        alerts__signs__parted_at__isnull=True, alerts__signs__home_check__state=CheckState.OPEN
    )
    return [*lacking, *gone.distinct()]


def _is_settled_now(batch: Batch, at: datetime) -> bool:
    settled = settle_batch(batch.pk, at=at)
    return bool(settled.taken or settled.let_go)


@transaction.atomic
def _give_own_tasks(county: str, at: datetime) -> int:
    """Give open checks that joined another duty a task of their own once that duty is over."""
    # the check alone is held: its duty is over and has no task to wait for
    waiting = HomeCheck.objects.select_for_update(of=("self",)).filter(
        region=county, state=CheckState.OPEN, task__done_on__isnull=False
    )
    given = [each for each in waiting.select_related("task", "person").order_by("pk") if not is_own(each)]
    for check in given:
        over = check.task
        assert over is not None  # noqa: S101 -- the filter asks for one that is over
        give_task(check, Clock.of_day(over.due_on), CHECK, Act(at))
    return len(given)


@transaction.atomic
def _tell_county(county: str, at: datetime) -> int:
    late = overdue_checks(Scope.of([county]), on=clock.day_of(at))
    told = sum(tell_of_overdue(check, county, at=at) for check in late)
    if told:
        audit.record(
            "intake.overdue_told",
            subject_type="division",
            subject_id=county,
            by=SYSTEM,
            at=at,
            division=county,
            details={"told": told},
        )
    return told


def tell_of_overdue(check: HomeCheck, told: str, *, at: datetime) -> bool:
    """Tell an office that a check is late, once a due day; say whether it was told anew."""
    if check.task is None:
        return False
    key = f"check-overdue:{check.pk}:{check.task.due_on}:{told}"
    if Notice.objects.filter(key=key).exists():
        return False
    raise_notice(
        key,
        kind=IntakeNotice.CHECK_OVERDUE,
        division=told,
        about=check.division,
        text=f"到期未排查：{name_path(check.division)} 有一户应于 {check.task.due_on} 前入户排查，还没有结论",
        at=at,
        subject=(CHECK, str(check.pk)),
    )
    return True
