"""What happens to accounts and posts that modules above may care for."""

from __future__ import annotations

from dataclasses import dataclass

from doudi.common.events import QueuedEvent


@dataclass(frozen=True)
class PostEnded(QueuedEvent):
    """Somebody left a post; what it had in hand is in nobody's hands."""

    post: int
