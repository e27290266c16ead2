"""What happens in the registry that modules above may care for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from doudi.accounts.models import User
from doudi.common.events import Event


@dataclass(frozen=True)
class ElderRecognised(Event):
    """A veteran of the revolution came onto the register, from a day on."""

    person: int
    since: date
    by: User
    at: datetime


@dataclass(frozen=True)
class ElderDied(Event):
    """A veteran on the register died on a day."""

    person: int
    on: date
    by: User
    at: datetime
