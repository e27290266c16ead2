"""Says what happens to papers, for the modules above."""

from dataclasses import dataclass

from doudi.common.events import Event


@dataclass(frozen=True)
class AttachmentWithdrawn(Event):
    """A paper was withdrawn; what it was about may no longer stand without it."""

    subject_kind: str
    subject_id: str
    kind: str
