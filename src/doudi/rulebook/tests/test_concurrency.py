"""Two people who change or approve the same values at the same moment: exactly one of them does."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.audit.services import broken_links
from doudi.common.problems import Refusal
from doudi.rulebook.catalogue import book
from doudi.rulebook.models import Proposal, ProposedValue
from doudi.rulebook.services.changes import submit_change, withdraw_change
from doudi.rulebook.services.decisions import approve_change, reject_change
from doudi.rulebook.states import ProposalStatus
from doudi.rulebook.tests.rules import (
    COUNTY,
    MONDAY,
    NEXT_YEAR,
    drafted,
    proposer,
    reviewer,
    studied,
    submitted,
    value,
)

pytestmark = [
    pytest.mark.postgres,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("rules"),
]
ONE_WRITER = "SQLite 只有一个写者，行锁在 PostgreSQL 上验证"


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip(ONE_WRITER)


def attempt(act: Callable[[], object]) -> str:
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    finally:
        connections.close_all()
    return "DONE"


def at_once(*acts: Callable[[], object]) -> list[str]:
    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(attempt, acts))


def test_two_approvers_at_once_approve_once() -> None:
    proposal = submitted(proposer())
    one, other = reviewer(), officer(Role.SUPERVISOR, "4402")

    answers = at_once(
        lambda: approve_change(proposal, by=one, at=MONDAY),
        lambda: approve_change(proposal, by=other, at=MONDAY),
    )

    assert answers == ["DONE", "PROPOSAL_NOT_THERE"]
    assert book().parameters(COUNTY, NEXT_YEAR)["dibao.standard_urban"].value == 760_00
    assert list(broken_links()) == []


def test_approval_and_rejection_at_once_leave_one_decision() -> None:
    proposal = submitted(proposer())
    one, other = reviewer(), officer(Role.SUPERVISOR, "4402")

    answers = at_once(
        lambda: approve_change(proposal, by=one, at=MONDAY),
        lambda: reject_change(proposal, reason="不妥", by=other, at=MONDAY),
    )

    assert answers == ["DONE", "PROPOSAL_NOT_THERE"]
    proposal.refresh_from_db()
    stands = proposal.status == ProposalStatus.APPROVED
    assert ProposedValue.objects.get().stands is stands


def test_approval_and_withdrawal_at_once_leave_one_of_them() -> None:
    by = proposer()
    proposal, decider = submitted(by), reviewer()

    answers = at_once(
        lambda: approve_change(proposal, by=decider, at=MONDAY),
        lambda: withdraw_change(proposal, reason="算错了", by=by, at=MONDAY),
    )

    assert answers == ["DONE", "PROPOSAL_NOT_THERE"]


def test_two_overlapping_proposals_at_once_leave_one() -> None:
    one, other = proposer(), officer(Role.COUNTY_OFFICER, COUNTY, username="second")
    first, second = drafted(one), drafted(other, value(790))
    studied(first, one)
    studied(second, other)

    answers = at_once(
        lambda: submit_change(first, by=one, at=MONDAY),
        lambda: submit_change(second, by=other, at=MONDAY),
    )

    assert answers == ["DONE", "NOT_READY"]
    assert Proposal.objects.filter(status=ProposalStatus.PROPOSED).count() == 1
    assert ProposedValue.objects.filter(stands=True).count() == 1
