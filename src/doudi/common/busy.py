"""Another long act holds the database: who waited in vain is told so, and is not shown a fault."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import OperationalError

LOCKED = ("database is locked", "database table is locked")
"""What SQLite says when its one writer was not done in time."""
WAITED_IN_VAIN = frozenset({"55P03", "40001", "40P01"})
"""PostgreSQL's states for a lock not to be had, a transaction too late, and two that wait on each other."""


def is_busy(error: BaseException | None) -> bool:
    """Say whether an error, or one that caused it, is that of a database somebody else is writing to."""
    return any(_is_of_a_lock(each) for each in _causes(error))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _is_of_a_lock(error: BaseException) -> bool:
    if not isinstance(error, OperationalError):
        return False
    return str(error).startswith(LOCKED) or getattr(error.__cause__, "sqlstate", "") in WAITED_IN_VAIN
