"""Count a task's last day from its clock and the pauses granted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from doudi.kernel.counting import Count, Due, Pause, Unit, due_of
from doudi.kernel.working_days import WorkingCalendar, days_after


@dataclass(frozen=True, slots=True)
class Clock:
    """What makes a due day: so many units after a day that does not count; DATE is a day somebody set."""

    starts_on: date
    amount: int
    unit: Unit

    @classmethod
    def of_day(cls, day: date) -> Clock:
        """Return the clock of a day that was set and not counted."""
        return cls(day, 0, Unit.DATE)


@dataclass(frozen=True, slots=True)
class StoodStill:
    """Days a clock stood still by leave of somebody else: after the day of the wish, through the last."""

    asked_on: date
    until: date


def due_day(clock: Clock, pauses: Sequence[StoodStill], calendar: WorkingCalendar) -> Due:
    """Return the last day of a clock; provisional where the holidays on the way are not announced.

    A day somebody set moves by the working days that stood still, since nothing else says how it was reached.
    """
    stood = [Pause(each.asked_on + timedelta(days=1), each.until + timedelta(days=1)) for each in pauses]
    if clock.unit is not Unit.DATE:
        return due_of(Count(clock.unit, clock.amount), clock.starts_on, calendar, stood)
    lost = _working_days_in(stood, calendar)
    if not lost:
        return Due(clock.starts_on)
    return due_of(Count(Unit.WORKING_DAYS, lost), clock.starts_on, calendar, ())


def working_days_late(due_on: date, on: date, calendar: WorkingCalendar) -> int:
    """Return the working days between a due day and a day; those no notice knows are not counted.

    So the ladder is never climbed too early; once the notice is loaded the count is whole.
    """
    late = 0
    for day in days_after(due_on):
        if day > on:
            return late
        late += calendar.known(day) and calendar.supposed(day)
    return late


def _working_days_in(pauses: Sequence[Pause], calendar: WorkingCalendar) -> int:
    days = {
        pause.begins + timedelta(days=number)
        for pause in pauses
        for number in range((pause.ends - pause.begins).days)
    }
    return sum(calendar.supposed(day) for day in days)
