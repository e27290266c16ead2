"""What happens in exchange that modules above may care for."""

from __future__ import annotations

from dataclasses import dataclass

from doudi.common.events import QueuedEvent


@dataclass(frozen=True)
class BatchPublished(QueuedEvent):
    """A batch has become what comparisons read, perhaps in place of an earlier one; `place` is its region."""

    batch: str
    source: str
    period: str


@dataclass(frozen=True)
class BatchWithdrawn(QueuedEvent):
    """A batch is no longer what comparisons read, and nothing took its place; `place` is its region."""

    batch: str
    source: str
    period: str
