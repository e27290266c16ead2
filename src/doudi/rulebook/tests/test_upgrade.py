"""A study made before those who wait were counted is there after, with nobody waiting."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.state import StateApps

from doudi.accounts.roles import Role
from doudi.accounts.tests.factories import officer
from doudi.rulebook.models import ProposalStudy

BEFORE = [("rulebook", "0011_make_tasks_of_duties")]
MONDAY = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow, pytest.mark.both]


@pytest.fixture
def old() -> Iterator[StateApps]:
    executor = MigrationExecutor(connection)
    executor.migrate(BEFORE)
    yield executor.loader.project_state(BEFORE).apps
    call_command("migrate", verbosity=0)


def test_a_study_of_before_keeps_its_numbers_and_has_nobody_waiting(old: StateApps) -> None:
    user = officer(Role.COUNTY_OFFICER, "440204").pk
    proposal = old.get_model("rulebook", "Proposal").objects.create(
        region="440204", title="调标", reason="物价", proposed_by_id=user, drafted_at=MONDAY
    )
    old.get_model("rulebook", "ProposalStudy").objects.create(
        proposal=proposal, made_by_id=user, made_at=MONDAY, digest="d", households=1000,
        leaving=50, lowered=1, entering=12, monthly_change_fen=-5,
    )  # fmt: skip

    call_command("migrate", verbosity=0)

    kept = ProposalStudy.objects.get()
    assert (kept.households, kept.leaving, kept.lowered, kept.entering) == (1000, 50, 1, 12)
    assert (kept.monthly_change_fen, kept.waiting) == (-5, 0)
