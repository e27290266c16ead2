"""Says what happens to notices, for the modules above."""

from dataclasses import dataclass

from doudi.common.events import Event


@dataclass(frozen=True)
class NoticeSettled(Event):
    """An office answered a notice; whoever raised it may object, and then it is not answered."""

    key: str
    kind: str
    division: str
