"""Reacts to what happens below: tells levels above of duties, keeps the figures a month is closed with."""

from __future__ import annotations

from doudi.intake.selectors.checks import CHECK
from doudi.kernel.dates import Period
from doudi.monitoring.events import MonthClosed
from doudi.monitoring.models import Month
from doudi.monitoring.services.handling import ENTRY
from doudi.notices.services.offices import raise_notice
from doudi.oversight.services.figures import keep_figures
from doudi.work.catalogue import kinds
from doudi.work.events import DecisionWithoutDecider, TaskLate

LATE_DUTY, UNDECIDED = "LATE_DUTY", "UNDECIDED"
"""The kinds of notices about duties of all modules."""


def tell_of_late_duty(event: TaskLate) -> None:
    """Tell a level above of a late duty; the ledger and checks at home tell of their own themselves."""
    if event.subject_kind in (ENTRY, CHECK):
        return
    raise_notice(
        f"late:{event.task}:{event.due_on}:{event.told}",
        kind=LATE_DUTY,
        division=event.told,
        about=event.division,
        text=f"超期未办：{kinds()[event.kind].title}，应于 {event.due_on} 前办结",
        at=event.at,
    )


def tell_of_undecided(event: DecisionWithoutDecider) -> None:
    """Tell a level above that nobody who is there may take a decision."""
    raise_notice(
        f"undecided:{event.task}:{event.due_on}:{event.told}",
        kind=UNDECIDED,
        division=event.told,
        about=event.division,
        text=f"没有人能批：{kinds()[event.kind].title}，应于 {event.due_on} 前办结。请给有权批准的人安排岗位",
        at=event.at,
    )


def keep_closed_figures(event: MonthClosed) -> None:
    """Keep the figures of a month in the transaction that closes it: those of that very moment."""
    month = Month.objects.select_related("closed_by").get(region=event.place, period=event.period)
    if month.closed_by is not None:
        keep_figures(event.place, Period.parse(event.period), by=month.closed_by, at=event.at)
