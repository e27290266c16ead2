"""What happens to financial checks that whatever asked for them may care for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from doudi.accounts.models import User
from doudi.common.events import Event


@dataclass(frozen=True)
class CheckMoved(Event):
    """A check came further: `happened` is an event of the procedures' words, `about` what asked for it."""

    check: int
    about: tuple[str, str]
    happened: str
    by: User
    at: datetime
