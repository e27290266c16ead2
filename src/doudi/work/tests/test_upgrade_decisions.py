"""What waited for a decision before decisions were tasks is a task of the same people after."""

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

from doudi.regions.models import CalendarDay
from doudi.work.models import Task
from doudi.work.rules.clocks import due_day
from doudi.work.selectors.tasks import calendar, clock_of

BEFORE: list[tuple[str, Any]] = [
    ("delegation", "0001_keep_rights_handed_down"),
    ("monitoring", "0023_hand_screenings_over"),
    ("price_subsidy", "0001_take_over_from_the_rulebook"),
    ("regions", "0003_add_division_changes"),
    ("rulebook", "0009_hand_studies_and_prices_over"),
    ("screenings", "0001_take_over_from_monitoring"),
    ("work", "0001_keep_tasks_with_clocks"),
]
MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
COUNTY = "440204"

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def old() -> Iterator[StateApps]:
    """Give the tables as they were before decisions were tasks."""
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def upgrade() -> None:
    """Bring the tables up to date."""
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def changes(old: StateApps, by: Model) -> None:
    """Make a change in each state."""
    for status in ("DRAFT", "PROPOSED", "REJECTED"):
        old.get_model("rulebook", "Proposal").objects.create(
            region=COUNTY, title=status, reason="物价", status=status, proposed_by=by, drafted_at=MONDAY,
            proposed_at=MONDAY,
        )  # fmt: skip


def launch(old: StateApps, by: Model) -> None:
    """Make a suggestion that waits."""
    index = old.get_model("price_subsidy", "PriceIndex").objects.create(
        region=COUNTY, period="2026-09", published_on=date(2026, 10, 9), document="月报", recorded_by=by,
        recorded_at=MONDAY, cpi_points=350,
    )  # fmt: skip
    old.get_model("price_subsidy", "PriceLaunch").objects.create(
        region=COUNTY, period="2026-09", kind="START", index=index, prepared_by=by, suggested_at=MONDAY
    )


def duties(old: StateApps) -> None:
    """Make a duty nobody has begun and a document that is to be looked at again."""
    old.get_model("regions", "Division").objects.create(
        code=COUNTY, name="浈江区", level="COUNTY", valid_from=date(2020, 1, 1)
    )
    documents = old.get_model("rulebook", "PolicyDocument").objects
    facts = {"issuer": "局", "recorded_at": MONDAY}
    upper = documents.create(number="上级", number_key="上级", title="上级", region="44", **facts)
    own = documents.create(number="本级", number_key="本级", title="本级", region=COUNTY, **facts)
    old.get_model("rulebook", "PolicyDuty").objects.create(
        region=COUNTY, theme="儿童", superior=upper, office="儿童福利科", due_on=date(2026, 12, 31)
    )
    old.get_model("rulebook", "DocumentReview").objects.create(
        document=own, cause=upper, because="失效", raised_at=MONDAY
    )


def rounds(old: StateApps, by: Model) -> None:
    """Make a round with somebody done and somebody who waits, in two townships."""
    found = old.get_model("screenings", "Screening").objects.create(
        region=COUNTY,
        kind="TEKUN",
        period="2026-10",
        due_on=date(2026, 12, 31),
        opened_by=by,
        opened_at=MONDAY,
    )
    for place, outcome in (("440204001001", ""), ("440204102200", "INELIGIBLE")):
        person = old.get_model("registry", "Person").objects.create(
            name="陈国英", sex="MALE", born_on=date(1950, 1, 1), division=place, created_at=MONDAY
        )
        old.get_model("screenings", "ScreeningMember").objects.create(
            screening=found, person=person, division=place, outcome=outcome
        )


def handed_down(old: StateApps, by: Model) -> None:
    """Make a right to be handed down and a month to be reviewed."""
    old.get_model("delegation", "Delegation").objects.create(
        county=COUNTY, programme="DIBAO", matter="CONFIRM", valid_from=date(2026, 12, 1), document="x",
        article="y", proposed_by=by, proposed_at=MONDAY,
    )  # fmt: skip
    old.get_model("monitoring", "Month").objects.create(
        region=COUNTY, period="2026-10", status="SUBMITTED", submitted_by=by, submitted_at=MONDAY
    )


def waited(old: StateApps, by: Model) -> dict[str, tuple[str, str, str, int | None, str]]:
    """Return the tasks there must be: by kind the subject, level, permission, maker and state."""

    def only(app: str, name: str) -> str:
        return str(old.get_model(app, name).objects.get().pk)

    proposed = old.get_model("rulebook", "Proposal").objects.get(status="PROPOSED")
    launched, change = only("price_subsidy", "PriceLaunch"), "rulebook.approve_change"
    reviewed, keep = only("rulebook", "DocumentReview"), "rulebook.keep_documents"
    return {
        "rule_change": (str(proposed.pk), "COUNTY", change, by.pk, "OPEN"),
        "price_launch": (launched, "COUNTY", change, by.pk, "OPEN"),
        "delegation": (only("delegation", "Delegation"), "COUNTY", "delegation.grant", by.pk, "OPEN"),
        "screening_people": ("440204001", "TOWNSHIP", "", None, "OPEN"),
        "screening_round": (only("screenings", "Screening"), "COUNTY", "", None, "OPEN"),
        "policy_duty": (only("rulebook", "PolicyDuty"), "COUNTY", "", None, "OPEN"),
        "document_review": (reviewed, "COUNTY", keep, None, "OPEN"),
        "month_review": ("2026-10", "COUNTY", "monitoring.close_month", by.pk, "OPEN"),
    }


def test_all_that_waits_becomes_a_task_with_its_maker_and_clock(old: StateApps) -> None:
    by = old.get_model("accounts", "User").objects.create(username="one", name="one", created_at=MONDAY)
    changes(old, by)
    launch(old, by)
    handed_down(old, by)
    duties(old)
    rounds(old, by)

    upgrade()

    seen = {
        task.kind: (task.subject_id.split(":")[-1], task.level, task.permission, task.maker_id, task.state)
        for task in Task.objects.all()
    }
    assert seen == waited(old, by)
    assert not CalendarDay.objects.exists()
    for task in Task.objects.all():
        assert task.opened_at == MONDAY
        assert (task.office.name if task.office else "") == (
            "儿童福利科" if task.kind == "policy_duty" else ""
        )
        assert due_day(clock_of(task), (), calendar()).on == task.due_on
        assert list(task.moves.values_list("kind", "due_on")) == [("OPENED", task.due_on)]
