"""What happens to public notices that the modules they belong to may care for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from doudi.common.events import Event


@dataclass(frozen=True)
class PublicNoticeEnded(Event):
    """A public notice no longer hangs: its days are over, or somebody objected (see `states.Outcome`)."""

    notice: int
    outcome: str
    at: datetime
