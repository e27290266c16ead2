"""What of the rights handed down waits for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from doudi.common.access import Access, Focus
from doudi.common.kit import ToDo
from doudi.delegation.selectors.waiting import delegations_waiting_for
from doudi.rulebook.todos import todos_of


def rights_to_renew(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield rights that are soon over."""
    yield from todos_of(delegations_waiting_for(access, on=on), on=on)
