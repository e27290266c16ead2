"""Says who can stand behind an audit entry: an officer, or the system itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Actor(Protocol):
    """Anyone an audit entry can name: a user of the system or `SYSTEM`."""

    @property
    def pk(self) -> int | None:
        """Return the user's key; None for the system."""

    @property
    def username(self) -> str:
        """Return the log-in name written into the entry."""


@dataclass(frozen=True, slots=True)
class SystemActor:
    """The system acting on a schedule, or a command run on the server."""

    pk: int | None = None
    username: str = "system"


SYSTEM = SystemActor()
