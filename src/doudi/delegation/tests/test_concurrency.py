"""Two people at one moment: one right a township, one decision a proposal, no use of a right taken back."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.audit.services import broken_links
from doudi.common.problems import Refusal
from doudi.delegation.models import DelegationDecision, DelegationWithdrawal
from doudi.delegation.services.granting import grant, refuse, withdraw
from doudi.delegation.services.using import hold_competence
from doudi.delegation.tests.county import (
    COUNTY,
    EAST,
    MONDAY,
    TODAY,
    WEST,
    asked,
    chief,
    clerk,
    draft,
    granted,
    places,
    proposed,
)

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
ONE_WRITER = "SQLite 只有一个写者，行锁在 PostgreSQL 上验证"
A_MOMENT = 0.5


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip(ONE_WRITER)
    places()


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
        return list(pool.map(attempt, acts))


def test_two_grants_of_overlapping_rights_at_once_leave_one() -> None:
    by, one, other = clerk(), chief(), officer(Role.COUNTY_REVIEWER, COUNTY, username="other")
    first, second = proposed(draft(EAST, WEST), by), proposed(draft(EAST), by)

    answers = at_once(lambda: grant(first, by=one, at=MONDAY), lambda: grant(second, by=other, at=MONDAY))

    assert sorted(answers) == ["DONE", "NOT_TO_BE_HANDED_DOWN"]
    assert DelegationDecision.objects.count() == 1
    assert list(broken_links()) == []


def test_a_grant_and_a_refusal_at_once_leave_one_decision() -> None:
    by, one, other = clerk(), chief(), officer(Role.COUNTY_REVIEWER, COUNTY, username="other")
    made = proposed(draft(), by)

    answers = at_once(
        lambda: grant(made, by=one, at=MONDAY), lambda: refuse(made, reason="不妥", by=other, at=MONDAY)
    )

    assert sorted(answers) == ["DECIDED_ALREADY", "DONE"]
    assert DelegationDecision.objects.count() == 1


def test_two_withdrawals_at_once_take_back_once() -> None:
    by, one, other = clerk(), chief(), officer(Role.COUNTY_REVIEWER, COUNTY, username="other")
    place = granted(draft(), by, one)

    answers = at_once(
        lambda: withdraw(place, withdrawn_on=TODAY, reason="重定", by=one, at=MONDAY),
        lambda: withdraw(place, withdrawn_on=TODAY, reason="重定", by=other, at=MONDAY),
    )

    assert sorted(answers) == ["DONE", "NOTHING_TO_WITHDRAW"]
    assert DelegationWithdrawal.objects.count() == 1


def test_a_withdrawal_waits_for_a_decision_under_way_and_the_next_one_is_refused() -> None:
    by, decider = clerk(), chief()
    town = officer(Role.TOWNSHIP_OFFICER, EAST)
    place = granted(draft(), by, decider)
    deciding, may_end = threading.Event(), threading.Event()
    withdrawn_meanwhile: list[bool] = []

    def decide() -> None:
        with transaction.atomic():
            hold_competence(asked(), by=town)
            deciding.set()
            may_end.wait(A_MOMENT)
            withdrawn_meanwhile.append(DelegationWithdrawal.objects.exists())

    def take_back() -> None:
        deciding.wait()
        withdraw(place, withdrawn_on=TODAY, reason="重定", by=decider, at=MONDAY)
        may_end.set()

    answers = at_once(decide, take_back)

    assert answers == ["DONE", "DONE"]
    assert withdrawn_meanwhile == [False]
    assert attempt(lambda: hold_competence_in_a_transaction(town)) == "NOT_COMPETENT"


def hold_competence_in_a_transaction(user: object) -> None:
    with transaction.atomic():
        hold_competence(asked(), by=user)  # type: ignore[arg-type]
