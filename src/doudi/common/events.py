"""How a lower module tells the ones above: events, published in the caller's transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Event:
    """Something that happened; each module freezes its own below this one."""


@dataclass(frozen=True)
class QueuedEvent(Event):
    """Something whose reactions may wait for the worker; its fields are what JSON holds but for the moment.

    The job that reacts is written in the transaction of the event, and run once after it.
    """

    place: str
    at: datetime

    @property
    def said(self) -> tuple[object, ...]:
        """Return what the event says, place first, without its moment."""
        return tuple(getattr(self, field.name) for field in fields(self) if field.name != "at")


def publish(event: Event) -> None:
    """Run every reaction to this event now, inside the caller's transaction: if one fails, all is undone."""
    reactions: Mapping[type, tuple[Callable[[Any], None], ...]] = import_string(settings.REACTIONS)
    for reaction in reactions.get(type(event), ()):
        reaction(event)
