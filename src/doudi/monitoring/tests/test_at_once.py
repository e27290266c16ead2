"""A conclusion and a hand-out of one entry at the same moment: neither waits for the other for ever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from django.db import connection, connections
from pytest_django import Settings

from doudi.common.problems import Refusal
from doudi.monitoring.services.ledger import conclude_entry
from doudi.work.services.moves import Act
from doudi.work.services.tasks import hand_out
from tests.county import County, build_county, monitored, on_dibao, person, task_of

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(settings: Settings, tmp_path: Path) -> County:
    """Give a county whose October found six people without aid."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite 只有一个写者，行锁在 PostgreSQL 上验证")
    settings.DOUDI_DATA = tmp_path
    county = build_county()
    county.send("poverty_register", [monitored(order) for order in range(6)])
    county.send("dibao", [on_dibao(901)])
    county.send("tekun", [person(900, 供养方式="分散供养")])
    county.compare()
    return county


def attempt(act: Callable[[], object]) -> str:
    """Do an act in a connection of its own and say how it went."""
    try:
        act()
    except Refusal as refusal:
        return refusal.code
    finally:
        connections.close_all()
    return "DONE"


def test_a_conclusion_and_a_hand_out_at_once_both_end(county: County) -> None:
    east, officer = county.people["east"], county.people["county"]
    owner, at = east.posts.get(), county.at
    for entry in county.entries("monitored-without-aid"):
        task = task_of(entry)
        acts = [
            lambda entry=entry: conclude_entry(
                entry, outcome="MISTAKEN", reason="入户核实情况不符", by=east, at=at
            ),
            lambda task=task: hand_out(task, owner=owner, due_on=date(2026, 11, 20), act=Act(at, officer)),
        ]
        with ThreadPoolExecutor(2) as pool:
            answers = sorted(pool.map(attempt, acts))
        assert answers in (["DONE", "DONE"], ["DONE", "TASK_OVER"])
        entry.refresh_from_db()
        assert entry.status == "CONCLUDED"
        assert entry.standings.get(period="2026-10", is_latest=True).status == "CONCLUDED"
