"""What of the rights handed down waits for a reader."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse

from doudi.common.access import Access, Focus
from doudi.common.kit import ToDo, due_words
from doudi.delegation.selectors.listing import lines_within
from doudi.delegation.states import Standing

SHOWN = 5


def rights_to_renew(access: Access, _focus: Focus, on: date) -> Iterator[ToDo]:
    """Yield the rights that are soon over, so that whoever proposes can propose them anew."""
    if not access.may("delegation.propose"):
        return
    ending = [line for line in lines_within(access.scope, on=on) if line.standing is Standing.ENDING]
    for line in sorted(ending, key=lambda one: one.ends or on)[:SHOWN]:
        due, tone = due_words(line.ends, today=on)
        yield ToDo(
            f"权限下放即将到期：{line.township} {line.what}",
            reverse("delegation:delegation", args=(line.delegation.pk,)),
            note="到期当日起由县级决定",
            badge="即将到期",
            tone="wait",
            due=due,
            due_tone=tone,
        )
