"""Two people who act on one task at the same moment: one of them sees what the other did."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection, connections
from pytest_django import Settings

from doudi.accounts.roles import Role
from doudi.audit.services import broken_links
from doudi.common.problems import Refusal
from doudi.rulebook.services.changes import withdraw_change
from doudi.rulebook.services.decisions import approve_change, reject_change
from doudi.rulebook.tests.rules import submitted, value, write_rules
from doudi.work.models import Escalation, Pause, Task
from doudi.work.selectors.inbox import to_do_of
from doudi.work.services.moves import Act
from doudi.work.services.pauses import ask_for_pause, decide_pause
from doudi.work.services.tasks import finish, hand_out, take_back
from doudi.work.services.watching import escalate_late
from doudi.work.states import LIVE
from doudi.work.tests.tasks import AT, a_task
from tests.county import COUNTY, County, build_county

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]
SOON = AT + timedelta(minutes=1)


@pytest.fixture
def county() -> County:
    """Give a county on PostgreSQL; SQLite has one writer, row locks are proved where there are many."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    return build_county()


def attempt(act: Callable[[], object]) -> str:
    """Do an act in a connection of its own and say how it went."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    finally:
        connections.close_all()
    return "DONE"


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do acts at the same moment."""
    with ThreadPoolExecutor(len(acts)) as pool:
        return sorted(pool.map(attempt, acts))


def test_two_grants_at_once_stop_the_clock_once(county: County) -> None:
    people = county.people
    task = a_task(owner=people["east"].posts.get())
    pause = ask_for_pause(task, until=date(2026, 11, 6), reason="等残联答复", by=people["east"], at=AT)

    answers = at_once(
        lambda: decide_pause(pause, granted=True, by=people["county"], at=SOON),
        lambda: decide_pause(pause, granted=True, by=people["review"], at=SOON),
    )

    assert answers == ["DONE", "PAUSE_ALREADY_DECIDED"]
    task.refresh_from_db()
    assert task.due_on == date(2026, 11, 20)
    assert task.moves.filter(kind="PAUSED").count() == 1
    assert list(broken_links()) == []


def test_two_wishes_at_once_ask_for_one_pause(county: County) -> None:
    task, people = a_task(), county.people
    wishes = [
        lambda by=by: ask_for_pause(task, until=date(2026, 11, 6), reason="等答复", by=by, at=AT)
        for by in (people["east"], people["county"])
    ]
    assert at_once(*wishes) == ["DONE", "PAUSE_ALREADY_ASKED"]
    assert Pause.objects.count() == 1


def test_a_result_and_a_hand_out_at_once_leave_a_history_that_fits(county: County) -> None:
    people, task = county.people, a_task()
    answers = at_once(
        lambda: finish(task, result="DONE", act=Act(SOON, people["east"])),
        lambda: hand_out(task, owner=people["east"].posts.get(), act=Act(SOON, people["county"])),
    )
    task.refresh_from_db()
    assert task.state == "FINISHED"
    moves = list(task.moves.order_by("pk").values_list("kind", flat=True))
    assert moves in (["OPENED", "FINISHED"], ["OPENED", "HANDED_OUT", "FINISHED"])
    assert answers == (["DONE", "DONE"] if len(moves) > 2 else ["DONE", "TASK_OVER"])


def test_taking_back_twice_at_once_takes_back_once(county: County) -> None:
    by = county.people["county"]
    task = hand_out(a_task(), owner=county.people["east"].posts.get(), act=Act(AT, by))
    again = [lambda: take_back(task, act=Act(SOON, by))] * 2
    assert at_once(*again) == ["DONE", "NOTHING_TO_TAKE_BACK"]
    task.refresh_from_db()
    assert task.owner is None


def test_two_patrols_at_once_tell_each_level_once(county: County) -> None:
    a_task(owner=county.people["east"].posts.get())
    patrol = [lambda: escalate_late(COUNTY, on=date(2026, 11, 20), act=Act(AT))] * 2
    assert at_once(*patrol) == ["DONE", "DONE"]
    assert Escalation.objects.count() == 2


def test_two_deciders_at_once_decide_once_and_the_task_ends_once(
    county: County, settings: Settings, tmp_path: Path
) -> None:
    settings.DOUDI_POLICIES = write_rules(tmp_path / "policies", beside=settings.DOUDI_POLICIES)
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    one, other = county.people["review"], county.hire(Role.SUPERVISOR, "4402")
    proposal = submitted(county.people["county"], value(10, key="dibao.publicity_days"))

    answers = at_once(
        lambda: approve_change(proposal, by=one, at=AT),
        lambda: reject_change(proposal, reason="依据不足", by=other, at=AT),
    )

    assert answers == ["DONE", "PROPOSAL_NOT_THERE"]
    proposal.refresh_from_db()
    task = Task.objects.get(kind="rule_change")
    assert (task.state, task.result) == ("FINISHED", proposal.status)
    assert list(task.moves.order_by("pk").values_list("kind", flat=True)) == ["OPENED", "FINISHED"]
    assert not to_do_of(one, on=AT.date()).exists()
    assert list(broken_links()) == []


def test_a_withdrawal_and_a_decision_at_once_leave_no_task_behind(
    county: County, settings: Settings, tmp_path: Path
) -> None:
    settings.DOUDI_POLICIES = write_rules(tmp_path / "policies", beside=settings.DOUDI_POLICIES)
    settings.APP_CLOCK = "frozen:2026-11-02T09:00+08:00"
    by, decider = county.people["county"], county.people["review"]
    proposal = submitted(by, value(10, key="dibao.publicity_days"))

    answers = at_once(
        lambda: withdraw_change(proposal, reason="再改改", by=by, at=AT),
        lambda: approve_change(proposal, by=decider, at=AT),
    )

    assert answers == ["DONE", "PROPOSAL_NOT_THERE"]
    proposal.refresh_from_db()
    assert Task.objects.get().result == proposal.status
    assert not Task.objects.filter(state__in=LIVE).exists()
