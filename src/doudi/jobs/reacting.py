"""Turns an event into a job: what follows is written down with what happened, and done once after it."""

from __future__ import annotations

from collections.abc import Callable

from doudi.common.events import QueuedEvent
from doudi.jobs.services import enqueue


def queued(kind: str) -> Callable[[QueuedEvent], None]:
    """Return a reaction that queues a job of this kind; the job gets what the event says.

    The job's row is written in the event's transaction: undone with it, or there after it.
    While one for the same event waits, no second is queued.
    """

    def react(event: QueuedEvent) -> None:
        key = ":".join(str(each) for each in event.said)
        enqueue(kind, *event.said, key=key, place=event.place, by=None, at=event.at)

    return react
