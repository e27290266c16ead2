"""Answers how due days were kept: what is not due speaks neither for anybody nor against."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from doudi.kernel.divisions import TOWNSHIP_DIGITS
from doudi.kernel.shares import Share
from doudi.work.models import Task
from doudi.work.rules.keeping import Kept, kept_how
from doudi.work.states import LIVE, TaskState


@dataclass(frozen=True, slots=True)
class Timeliness:
    """How a township kept its due dates: what was handed to it and what became of it."""

    division: str
    handed: int
    in_time: int
    late: int
    waiting: int
    overdue: int

    @property
    def share(self) -> Share:
        """Return what was done in time of what is done or overdue."""
        return Share(self.in_time, self.in_time + self.late + self.overdue)


def judged(tasks: QuerySet[Task], *, on: date) -> Iterator[tuple[str, str, Kept]]:
    """Yield of each task its division, the key of its subject, and how it kept its due day."""
    rows = tasks.order_by().values_list(
        "division", "subject_id", "state", "due_on", "done_on", "is_provisional"
    )
    for division, subject, state, due_on, done_on, is_provisional in rows:
        yield (
            division,
            subject,
            kept_how(
                is_live=state in LIVE,
                is_finished=state == TaskState.FINISHED,
                due_on=due_on,
                done_on=done_on,
                is_provisional=is_provisional,
                on=on,
            ),
        )


def timeliness(tasks: QuerySet[Task], *, on: date) -> list[Timeliness]:
    """Return, township by township, how tasks were done; a provisional day makes nothing late."""
    found: dict[str, Counter[Kept]] = {}
    for division, _subject, kept in judged(tasks, on=on):
        found.setdefault(division[:TOWNSHIP_DIGITS], Counter())[kept] += 1
    return [
        Timeliness(
            township,
            handed=counted.total(),
            in_time=counted[Kept.IN_TIME],
            late=counted[Kept.LATE],
            waiting=counted[Kept.RUNNING] + counted[Kept.OVERDUE],
            overdue=counted[Kept.OVERDUE],
        )
        for township, counted in sorted(found.items())
    ]
