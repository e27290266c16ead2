"""How a lower module tells the ones above: events, published in the caller's transaction."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.module_loading import import_string


@dataclass(frozen=True)
class Event:
    """Something that happened; each module freezes its own below this one."""


def publish(event: Event) -> None:
    """Run every reaction to this event now, inside the caller's transaction: if one fails, all is undone."""
    reactions: Mapping[type, tuple[Callable[[Any], None], ...]] = import_string(settings.REACTIONS)
    for reaction in reactions.get(type(event), ()):
        reaction(event)
