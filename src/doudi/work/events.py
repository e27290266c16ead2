"""What happens to tasks that the modules they come from may care for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from doudi.common.events import Event


@dataclass(frozen=True)
class TasksChangedHands(Event):
    """These tasks have another owner, or none; `subjects` maps what a subject is to its keys."""

    subjects: Mapping[str, tuple[str, ...]]
    at: datetime
    by: int | None


@dataclass(frozen=True)
class DecisionWithoutDecider(Event):
    """A level above hears that nobody who is there may take a decision: once a due day."""

    task: int
    kind: str
    division: str
    told: str
    due_on: date
    at: datetime


@dataclass(frozen=True)
class TaskLate(Event):
    """A level above hears that a task is late: once a due day and division."""

    task: int
    kind: str
    subject_kind: str
    subject_id: str
    division: str
    told: str
    due_on: date
    at: datetime
