"""Answers what of the rights handed down waits for a person: rights soon over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from doudi.common.access import Access
from doudi.delegation.selectors.listing import lines_within
from doudi.delegation.states import Standing
from doudi.rulebook.selectors.waiting import SHOWN, Waiting

LIST, DETAIL = "delegation:delegations", "delegation:delegation"


def delegations_waiting_for(access: Access, *, on: date) -> Iterator[Waiting]:
    """Yield what waits for the person behind a request, as far as the post in use allows."""
    if access.may("delegation.propose"):
        yield from _ending(access, on)


def _ending(access: Access, on: date) -> Iterator[Waiting]:
    ending = [line for line in lines_within(access.scope, on=on) if line.standing is Standing.ENDING]
    for line in sorted(ending, key=lambda one: one.ends or on)[:SHOWN]:
        title = f"权限下放即将到期：{line.township} {line.what}"
        yield Waiting(title, DETAIL, line.delegation.pk, "到期当日起由县级决定", "即将到期", line.ends)
