"""What happens in exchange that modules above may care for."""

from __future__ import annotations

from dataclasses import dataclass

from doudi.common.events import Event


@dataclass(frozen=True)
class BatchPublished(Event):
    """A batch has become what comparisons read, perhaps in place of an earlier one."""

    batch: str
    source: str
    region: str
    period: str


@dataclass(frozen=True)
class BatchWithdrawn(Event):
    """A batch is no longer what comparisons read, and nothing took its place."""

    batch: str
    source: str
    region: str
    period: str
