"""Answers how due days were kept: what is not due speaks neither for anybody nor against."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet
from django.db.models.functions import Substr

from doudi.work.models import Task
from doudi.work.states import LIVE, TaskState

_FINISHED = Q(state=TaskState.FINISHED)
_FINAL = Q(is_provisional=False)


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
    def rate(self) -> int | None:
        """Return the share done in time of what is done or overdue, in whole per cent; None of nothing."""
        counted = self.in_time + self.late + self.overdue
        return round(100 * self.in_time / counted) if counted else None


def timeliness(tasks: QuerySet[Task], *, on: date) -> list[Timeliness]:
    """Return, township by township, how tasks were done; a provisional day makes nothing late."""
    rows = (
        tasks.order_by()
        .annotate(township=Substr("division", 1, 9))
        .values("township")
        .annotate(
            handed=Count("id"),
            in_time=Count("id", filter=_FINISHED & Q(done_on__lte=F("due_on"))),
            late=Count("id", filter=_FINISHED & _FINAL & Q(done_on__gt=F("due_on"))),
            waiting=Count("id", filter=Q(state__in=LIVE)),
            overdue=Count("id", filter=Q(state__in=LIVE, due_on__lt=on) & _FINAL),
        )
        .order_by("township")
    )
    return [
        Timeliness(
            row["township"], row["handed"], row["in_time"], row["late"], row["waiting"], row["overdue"]
        )
        for row in rows
    ]
