"""What happens in monitoring that others react to."""

from __future__ import annotations

from dataclasses import dataclass

from doudi.common.events import QueuedEvent


@dataclass(frozen=True)
class MonthClosed(QueuedEvent):
    """A county's month was closed; `place` is the county."""

    period: str
