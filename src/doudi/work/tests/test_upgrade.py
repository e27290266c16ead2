"""What the ledger held in columns of its own – owners, due dates, pauses – is all there in tasks after."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps
from django.db.models import Model

from doudi.monitoring.models import LedgerEntry
from doudi.work.models import Pause, Task
from doudi.work.rules.clocks import due_day
from doudi.work.selectors.tasks import calendar, clock_of, stood_still
from doudi.work.states import MoveKind, state_of
from tests.county import task_of

BEFORE: list[tuple[str, Any]] = [("monitoring", "0018_move_notices"), ("work", None)]
MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
COUNTY, VILLAGE = "440204", "440204001001"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def old() -> Iterator[StateApps]:
    """Give the tables as they were before tasks."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    leaves = [leaf for leaf in executor.loader.graph.leaf_nodes() if leaf[0] in ("accounts", "regions")]
    yield executor.loader.project_state([*leaves, BEFORE[0]]).apps
    call_command("migrate", verbosity=0)


def upgrade() -> None:
    """Bring the tables up to date."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def officers(old: StateApps) -> tuple[Model, Model, Model]:
    """Return two old accounts and the village post of the first."""
    users = old.get_model("accounts", "User").objects
    place = old.get_model("regions", "Division").objects.create(
        code=VILLAGE, name="陵西路社区居民委员会", level="VILLAGE", valid_from=date(2020, 1, 1)
    )
    one, other = (users.create(username=name, name=name, created_at=MONDAY) for name in ("one", "other"))
    post = old.get_model("accounts", "Post").objects.create(
        user=one, role="VILLAGE_ASSISTANT", division=place, valid_from=date(2020, 1, 1)
    )
    return one, other, post


def entry(old: StateApps, subject: str, **facts: object) -> Model:
    """Make an old entry."""
    made: Model = old.get_model("monitoring", "LedgerEntry").objects.create(
        rule="monitored-without-aid", subject=subject, region=COUNTY, division=VILLAGE, severity="ORANGE",
        first_period="2026-10", last_period="2026-10", **facts,
    )  # fmt: skip
    return made


def test_owners_due_dates_and_pauses_become_tasks(old: StateApps) -> None:
    one, other, post = officers(old)
    paused = entry(old, "paused", owner=post, due_on=date(2026, 11, 20))
    pauses = old.get_model("monitoring", "ClockPause").objects
    pauses.create(
        entry=paused, status="GRANTED", until=date(2026, 11, 6), reason="等残联答复", asked_by=one,
        asked_at=MONDAY, decided_by=other, decided_at=MONDAY,
    )  # fmt: skip
    pauses.create(entry=paused, until=date(2026, 11, 30), reason="再等", asked_by=one, asked_at=MONDAY)
    entry(old, "unknown", owner=post, due_since=date(2026, 12, 18), due_days=10)
    entry(old, "nobodys")
    entry(
        old, "done", owner=post, due_on=date(2026, 11, 16), status="CONCLUDED", outcome="INELIGIBLE",
        reason="入户核实", concluded_by=one, concluded_at=MONDAY,
    )  # fmt: skip
    entry(old, "gone", due_on=date(2026, 11, 16), status="CLEARED", cleared_on=date(2026, 11, 9))

    upgrade()

    tasks = {each.subject: task_of(each) for each in LedgerEntry.objects.all()}
    seen = {
        subject: (task.state, task.owner_id, task.due_on, task.is_provisional, task.done_on)
        for subject, task in tasks.items()
    }
    assert seen == {
        "paused": ("OPEN", post.pk, date(2026, 11, 20), False, None),
        "unknown": ("OPEN", post.pk, date(2027, 1, 4), True, None),
        "nobodys": ("OPEN", None, date(2026, 10, 1), False, None),
        "done": ("FINISHED", post.pk, date(2026, 11, 16), False, date(2026, 11, 2)),
        "gone": ("CANCELLED", None, date(2026, 11, 16), False, date(2026, 11, 9)),
    }
    assert list(Pause.objects.order_by("pk").values_list("status", flat=True)) == ["GRANTED", "ASKED"]
    assert Pause.objects.get(status="GRANTED").reason == "等残联答复"
    for subject, task in tasks.items():
        moves = [MoveKind(kind) for kind in task.moves.order_by("pk").values_list("kind", flat=True)]
        assert (subject, state_of(moves)) == (subject, task.state)
        made_by = clock_of(task)
        assert due_day(made_by, stood_still(task, made_by), calendar()).on == task.due_on
    assert Task.objects.get(result="INELIGIBLE").moves.get(kind="FINISHED").by_id == one.pk
