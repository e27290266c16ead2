"""Says what happens to notices, for the modules above."""

from dataclasses import dataclass
from datetime import date, datetime

from doudi.common.events import Event


@dataclass(frozen=True)
class NoticeSettled(Event):
    """An office answered a notice; whoever raised it may object, and then it is not answered."""

    key: str
    kind: str
    division: str


@dataclass(frozen=True)
class LetterDelivered(Event):
    """A letter reached the person on a day; a corrected delivery is told anew with its own day."""

    letter: int
    kind: str
    subject_kind: str
    subject_id: str
    delivered_on: date
    at: datetime
