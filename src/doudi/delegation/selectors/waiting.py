"""Answers what of the rights handed down waits for a person: proposals to decide on, rights soon over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from doudi.accounts.deciding import are_one_person
from doudi.accounts.models import User
from doudi.common.access import Access
from doudi.delegation.selectors.listing import lines_within, what_of
from doudi.delegation.selectors.rights import proposals_waiting
from doudi.delegation.states import Standing
from doudi.rulebook.selectors.places import region_title
from doudi.rulebook.selectors.waiting import SHOWN, Waiting

LIST, DETAIL = "delegation:delegations", "delegation:delegation"


def delegations_waiting_for(access: Access, *, on: date) -> Iterator[Waiting]:
    """Yield what waits for the person behind a request, as far as the post in use allows."""
    if access.may("delegation.grant"):
        yield from _proposals(access, access.user)
    if access.may("delegation.propose"):
        yield from _ending(access, on)


def _proposals(access: Access, user: User) -> Iterator[Waiting]:
    for proposal in proposals_waiting(access.scope)[: SHOWN * 2]:
        if not are_one_person(proposal.proposed_by, user):
            title = f"批准权限下放：{what_of(proposal.programme, proposal.matter)}"
            note = f"{region_title(proposal.county)} · {proposal.proposed_by.name}提出"
            yield Waiting(title, DETAIL, proposal.pk, note, "待批准")


def _ending(access: Access, on: date) -> Iterator[Waiting]:
    ending = [line for line in lines_within(access.scope, on=on) if line.standing is Standing.ENDING]
    for line in sorted(ending, key=lambda one: one.ends or on)[:SHOWN]:
        title = f"权限下放即将到期：{line.township} {line.what}"
        yield Waiting(title, DETAIL, line.delegation.pk, "到期当日起由县级决定", "即将到期", line.ends)
