"""What of the rulebook waits for a reader."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from django.urls import reverse

from doudi.common.access import Access, Focus
from doudi.common.kit import ToDo, due_words
from doudi.rulebook.selectors.waiting import Waiting, waiting_for


def rules_to_decide(access: Access, focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield documents that wait."""
    yield from todos_of(waiting_for(access), on=on)


def todos_of(waitings: Iterable[Waiting], *, on: date) -> Iterator[ToDo]:
    """Yield what waits as lines of the desk."""
    for waiting in waitings:
        due, tone = due_words(waiting.due_on, today=on)
        address = reverse(waiting.page, args=[waiting.pk] if waiting.pk else [])
        yield ToDo(
            waiting.title,
            address,
            note=waiting.note,
            badge=waiting.badge,
            tone="wait",
            due=due,
            due_tone=tone,
        )
