"""What happens in regions that modules above may care for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from doudi.common.events import Event


@dataclass(frozen=True)
class DivisionsTakenBack(Event):
    """A change of divisions is taken back: these codes it made will be gone.

    Whoever keeps records that lie there refuses, and so stops it.
    """

    codes: tuple[str, ...]


@dataclass(frozen=True)
class CalendarLoaded(Event):
    """The calendar of working days knows more days, or knows them otherwise."""

    at: datetime
